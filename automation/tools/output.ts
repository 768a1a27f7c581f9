import * as z from 'zod';
import { countOf } from '../../protocol/count-of.ts';
import type { OutputEntry, OutputSlice } from '../../protocol/tasks/task.ts';
import { printedLines } from '../tasks/printed-lines.ts';
import { task } from './inputs.ts';
import { MAX_REPLY } from './reply.ts';
import { outputLines } from './text/output-text.ts';
import { defineTool, type Told } from './tool.ts';
import { whichTask } from './which-task.ts';

/** Characters of output in one answer, where nobody says how many. */
const USUAL_CHARACTERS = 8000;
/** An answer says a little more than what was printed. */
const MAX_CHARACTERS = MAX_REPLY - 8 * 1024;
/** Where nobody says how much of the end is wanted. */
const LAST_LINES = 200;

export const outputTool = defineTool({
  name: 'debug_output',
  title: 'Show what the program printed',
  description:
    'What the program has printed: the end of it, or what comes after a cursor. Each answer tells how to see what is before and after it.',
  input: z.strictObject({
    task,
    cursor: z.int().min(0).optional().describe('From an answer before; 0 is the beginning.'),
    skip: z.int().min(0).optional().describe('From an answer before, with its cursor.'),
    entries: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe('At most so many pieces; default 1000 after a cursor, else the last 200 lines.'),
    maxChars: z
      .int()
      .min(200)
      .max(MAX_CHARACTERS)
      .optional()
      .describe(`Most characters of one answer; default ${USUAL_CHARACTERS}.`),
  }),
  looks: true,
  doing: () => 'Reading the output',
  async run(context, { task: named, cursor, skip = 0, entries, maxChars = USUAL_CHARACTERS }) {
    const taskId = await whichTask(context, named, 'look');
    const slice = await context.commander.send('GetOutput', {
      taskId,
      ...(cursor === undefined ? { last: true } : { cursor }),
      ...(entries !== undefined && { entries }),
    });
    if (cursor !== undefined) return tellOn(slice, skip, maxChars);
    return tellEnd(slice, entries === undefined ? LAST_LINES : Number.POSITIVE_INFINITY, maxChars);
  },
});

/** A line of an entry with its break, or what the entry has of it. */
interface Piece {
  readonly entry: OutputEntry;
  /** Where in the entry's text. */
  readonly at: number;
  readonly text: string;
}

/** As much of a slice as fits, from its beginning. */
function tellOn(slice: OutputSlice, skip: number, room: number): Told {
  const pieces = piecesOf(slice.entries, slice.lost > 0 ? 0 : skip);
  const count = howMany(pieces, room);
  const [first] = pieces;
  const isTorn = count === 0 && first !== undefined;
  const told = isTorn ? [{ ...first, text: first.text.slice(0, room) }] : pieces.slice(0, count);
  const left = pieces.slice(told.length);
  const next = isTorn ? { ...first, at: first.at + room } : left[0];
  const lost = slice.lost > 0 ? [LOST] : [];
  const rest = left.length > 0 ? [`(${linesText(left, slice.more === true)} after this.)`] : [];
  return {
    text: [...lost, ...shown(told, isTorn ? ['  (this line goes on)'] : []), ...rest].join('\n'),
    next: next
      ? `debug_output with ${placeText(next)} tells what comes after this, and there is more already.`
      : nextText(slice.cursor, slice.more === true),
  };
}

/** The last lines of a slice. */
function tellEnd(slice: OutputSlice, lines: number, room: number): Told {
  const pieces = piecesOf(slice.entries);
  const [told, hidden] = endOf(pieces, room, lines);
  const text = told.length > 0 ? shown(told) : ['Nothing was printed so far.'];
  return {
    text: [...beforeText(hidden, slice, room), ...text].join('\n'),
    next: nextText(slice.cursor, false),
  };
}

/** The end of them that fits, and what is before it. Of a line that alone is too long, its end. */
function endOf(pieces: readonly Piece[], room: number, lines?: number): [end: Piece[], before: Piece[]] {
  const last = pieces.at(-1);
  const count = howMany(pieces.toReversed(), room, lines);
  if (count > 0 || !last)
    return [pieces.slice(pieces.length - count), pieces.slice(0, pieces.length - count)];
  const cut = last.text.length - room;
  const [head, tail] = [last.text.slice(0, cut), last.text.slice(cut)];
  return [[{ ...last, at: last.at + cut, text: tail }], [...pieces.slice(0, -1), { ...last, text: head }]];
}

/** What was left out before the end, and the page right before it. */
function beforeText(hidden: readonly Piece[], { lost, skipped = 0 }: OutputSlice, room: number): string[] {
  const gone = lost > 0 ? [LOST] : [];
  const [page] = endOf(hidden, room)[0];
  if (!page) return gone;
  const oldest = lost > 0 || skipped > 0 || page !== hidden[0] ? `; the oldest: "cursor": ${lost}` : '';
  return [
    ...gone,
    `(${linesText(hidden, skipped > 0)} before this; the last of them: debug_output with ${placeText(page)}${oldest}.)`,
  ];
}

const LOST = '(What was printed before is no longer kept.)';

const linesText = (pieces: readonly Piece[], andMore: boolean): string => {
  const count = printedLines(pieces.map(toEntry)).length;
  return `${andMore ? 'more than ' : ''}${countOf(count, 'line')}`;
};

const placeText = ({ entry, at }: Piece): string =>
  `"cursor": ${entry.cursor - 1}${at > 0 ? `, "skip": ${at}` : ''}`;

const nextText = (cursor: number, more: boolean): string =>
  `debug_output with "cursor": ${cursor} tells what comes after this${more ? ', and there is more already' : ''}.`;

const shown = (pieces: readonly Piece[], remark: readonly string[] = []): string[] =>
  pieces.length > 0 ? [...outputLines(pieces.map(toEntry)), ...remark] : ['Nothing (more) was printed.'];

const toEntry = ({ entry, text }: Piece): OutputEntry => ({ ...entry, text });

/** An entry may be a thousand lines, or a part of one. */
const piecesOf = (entries: readonly OutputEntry[], skip = 0): Piece[] =>
  entries.flatMap((entry, index) => {
    let at = index === 0 ? skip : 0;
    return (entry.text.slice(at).match(/[^\n]*\n|[^\n]+/g) ?? []).map((text) => {
      const piece = { entry, at, text };
      at += text.length;
      return piece;
    });
  });

/** How many of the first ones fit. */
function howMany(pieces: readonly Piece[], room: number, most = Number.POSITIVE_INFINITY): number {
  let left = room;
  const tooMany = pieces.findIndex(({ text }, index) => {
    left -= text.length + PREFIX;
    return left < 0 || index >= most;
  });
  return tooMany < 0 ? pieces.length : tooMany;
}

/** Characters before each line. */
const PREFIX = '  tandem| '.length;
