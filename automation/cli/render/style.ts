import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** What is shown, by what it means. One place says how it looks. */
const LOOKS = {
  accent: 'cyan',
  bad: 'red',
  breakpoint: 'red',
  comment: 'gray',
  current: ['bold', 'yellow'],
  faint: 'gray',
  good: 'green',
  heading: 'bold',
  keyword: 'magenta',
  name: 'cyan',
  number: 'yellow',
  pause: 'yellow',
  string: 'green',
} as const satisfies Record<string, Format>;

export type Look = keyof typeof LOOKS | 'plain';
export type Paint = (look: Look, text: string) => string;

export const plain: Paint = (_look, text) => text;

// Whether to colour is decided here, for the stream that is written to. Newer Nodes would decide for stdout on their own.
const colourful: Paint = (look, text) =>
  look === 'plain' ? text : styleText(LOOKS[look], text, { validateStream: false });

/** Colours for a stream, if it shows any: FORCE_COLOR and NO_COLOR have their say first. */
export function painter(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv = process.env): Paint {
  return wantsColour(stream, env) ? colourful : plain;
}

function wantsColour(stream: NodeJS.WriteStream, { FORCE_COLOR, NO_COLOR }: NodeJS.ProcessEnv): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR) return false;
  return stream.isTTY === true && stream.hasColors();
}

/** Columns to fill at most: a file or a pipe has no edge. */
export const widthOf = (stream: NodeJS.WriteStream): number =>
  stream.isTTY ? stream.columns || 80 : Number.POSITIVE_INFINITY;
