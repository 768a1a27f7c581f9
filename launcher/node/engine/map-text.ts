import {
  AnyMap,
  type DecodedSourceMap,
  decodedMap,
  encodedMappings,
  presortedDecodedMap,
  type SourceMapInput,
  TraceMap,
} from '@jridgewell/trace-mapping';
import { Mappings } from './mappings.ts';

/** A source map as it was read. */
export interface ParsedMap {
  /** All but the mappings and the texts of the sources. */
  readonly names: TraceMap;
  readonly mappings: Mappings;
}

/** Every line before a section is made into an array: a line that no script has would take all memory. */
const MAX_LINE = 2_000_000;

/** Where something lies in a text. */
interface Range {
  readonly start: number;
  readonly end: number;
}

const [QUOTE, BACKSLASH, COLON, OPEN, CLOSE, COMMA] = Buffer.from('"\\:[],');

/**
 * Reads a source map. What is large in one, the mappings and the texts of the sources, is passed over and not made into
 * strings and objects. Throws when it is no source map.
 */
export function parseMap(read: Buffer, baseUrl: string): ParsedMap {
  const text = withoutGuard(read);
  const contents = member(text, 'sourcesContent', endOfStrings);
  const rest = contents ? without(text, contents) : text;
  const mappings = member(rest, 'mappings', endOfPlainString);
  if (!mappings) return parseWhole(text, baseUrl);
  const json = JSON.parse(without(rest, mappings).toString()) as { mappings?: null; sections?: unknown };
  // A copy: it must not keep all of the text in memory.
  const marked = new Mappings(new Uint8Array(rest.subarray(mappings.start + 1, mappings.end - 1)));
  if (json.mappings !== null || json.sections || !marked.isSorted) return parseWhole(text, baseUrl);
  return { names: AnyMap({ ...json, mappings: '' } as unknown as SourceMapInput, baseUrl), mappings: marked };
}

/** The texts of the sources, for whoever wants to see one. */
export const contentsIn = (text: Buffer, baseUrl: string): readonly (string | null)[] =>
  wholeMap(withoutGuard(text), baseUrl).sourcesContent ?? [];

/** The first line may be an old guard against cross-site script inclusion; the format allows it. */
const withoutGuard = (text: Buffer): Buffer =>
  text.subarray(0, 4).toString() === ")]}'" ? text.subarray(text.indexOf('\n') + 1) : text;

/** A map of maps, or one whose compiler has not sorted it, as if it were written like any other. */
function parseWhole(text: Buffer, baseUrl: string): ParsedMap {
  const decoded = decodedMap(wholeMap(text, baseUrl));
  const mappings = encodedMappings(presortedDecodedMap(decoded as DecodedSourceMap));
  const names = new TraceMap({ ...decoded, sourcesContent: [], mappings: '' } as SourceMapInput, baseUrl);
  return { names, mappings: new Mappings(Buffer.from(mappings, 'latin1')) };
}

function wholeMap(text: Buffer, baseUrl: string): TraceMap {
  const json = JSON.parse(text.toString()) as SourceMapInput & Sectioned;
  const line = lastSection(json);
  if (!(line <= MAX_LINE)) throw new Error(`one of its sections begins on line ${line}`);
  return AnyMap(json, baseUrl);
}

/** Where the last section of a map begins, those inside it included. From 0. */
function lastSection({ sections }: Sectioned): number {
  const lines = sections?.map(({ offset, map }) => Number(offset?.line) + lastSection(map ?? {})) ?? [];
  return lines.reduce((last, line) => Math.max(last, line), 0);
}

interface Sectioned {
  readonly sections?: readonly {
    readonly offset?: { readonly line?: unknown };
    readonly map?: Sectioned;
  }[];
}

/** The value of a member that occurs once; undefined where there is none, or it is not what `endOf` is about. */
function member(
  text: Buffer,
  name: string,
  endOf: (text: Buffer, start: number) => number | undefined,
): Range | undefined {
  const at = keyOf(text, name, 0);
  if (at < 0) return undefined;
  const colon = afterSpace(text, at + name.length + 2);
  if (text[colon] !== COLON) return undefined;
  const start = afterSpace(text, colon + 1);
  const end = endOf(text, start);
  return end === undefined || keyOf(text, name, end) >= 0 ? undefined : { start, end };
}

/** Inside a string each quote has a backslash before it: what has none is a string of its own. */
function keyOf(text: Buffer, name: string, from: number): number {
  const key = `"${name}"`;
  let at = text.indexOf(key, from);
  while (at > 0 && text[at - 1] === BACKSLASH) at = text.indexOf(key, at + 1);
  return at;
}

/** The end of an array of strings, in which there may be `null`. */
function endOfStrings(text: Buffer, start: number): number | undefined {
  if (text[start] !== OPEN) return undefined;
  let at = start + 1;
  for (;;) {
    at = afterSpace(text, at);
    if (text[at] === CLOSE) return at + 1;
    if (text[at] === COMMA) at += 1;
    else if (text[at] === QUOTE) at = endOfString(text, at);
    else if (text.toString('latin1', at, at + 4) === 'null') at += 4;
    else return undefined;
  }
}

function endOfString(text: Buffer, start: number): number {
  for (let at = start + 1; ; at += 1) {
    at = text.indexOf(QUOTE!, at);
    if (at < 0) return text.length;
    let backslashes = 0;
    while (text[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
}

/** The end of a string that means what it says. */
function endOfPlainString(text: Buffer, start: number): number | undefined {
  if (text[start] !== QUOTE) return undefined;
  const end = endOfString(text, start);
  return text.subarray(start, end).includes(BACKSLASH!) ? undefined : end;
}

function afterSpace(text: Buffer, from: number): number {
  let at = from;
  while (text[at] === 0x20 || text[at] === 0x0a || text[at] === 0x0d || text[at] === 0x09) at += 1;
  return at;
}

const without = (text: Buffer, { start, end }: Range): Buffer =>
  Buffer.concat([text.subarray(0, start), Buffer.from('null'), text.subarray(end)]);
