import { LOGGED_REFERENCES } from './numbers.ts';

/**
 * What a program's launcher says about a piece of the program's output, beside the bytes themselves: `text` was written
 * as it is; the others came of calls of the console, and `group`, `groupCollapsed` begin what `groupEnd` ends. `clear`
 * and `groupEnd` have no bytes. `logPoint` is not the program's: the engine wrote it on the user's behalf. `reading` says
 * that the program has begun to read its standard input.
 */
const RECORD_KINDS = [
  'text',
  'log',
  'group',
  'groupCollapsed',
  'groupEnd',
  'clear',
  'logPoint',
  'reading',
] as const;

export type RecordKind = (typeof RECORD_KINDS)[number];

export interface OutputRecord {
  readonly kind: RecordKind;
  /** Number, up to {@link LAST_ENTRY}, of the call whose arguments the program keeps for a while; 0 where there is nothing to look into. */
  readonly entry: number;
  /** How many spaces the console's groups have put before each line. */
  readonly indent: number;
  /** Who called, `url:line:column` as V8 counts in messages: from 1, before any source map. Empty where nobody knows. */
  readonly site: string;
}

/** After this one, entries are numbered from 1 again. */
export const LAST_ENTRY = LOGGED_REFERENCES.count / 2 - 1;

/** So many calls' arguments are kept for whoever opens them in the debug console: as many as V8 itself would keep. */
export const KEPT_ENTRIES = 1000;

/**
 * A record in a byte stream is an application program command of ECMA-48 before its bytes; the key, which only this
 * session knows, tells it from anything that the program itself may write:
 *
 *     ESC _ key ; number of bytes ; sequence number ; kind ; entry ; indent ; site ESC \
 */
export const frameStart = (key: string): string => `\x1b_${key};`;
export const FRAME_END = '\x1b\\';

/** One frame holds no longer header than that, in bytes; a site that would not fit is left out. */
export const MAX_HEADER = 8192;

/** Numbers of the kinds on the wire. */
const NUMBERS = Object.fromEntries(RECORD_KINDS.map((kind, index) => [kind, index])) as Record<
  RecordKind,
  number
>;

/** The header of a record that `bytes` bytes follow. `seq` numbers all records of a program, over both streams. */
export function frameHeader(start: string, record: OutputRecord, bytes: number, seq: number): string {
  const { kind, entry, indent, site } = record;
  return `${start}${bytes};${seq};${NUMBERS[kind]};${entry};${indent};${site}${FRAME_END}`;
}

/** The kind that a number on the wire stands for. */
export const recordKind = (number: number): RecordKind | undefined => RECORD_KINDS[number];

export interface Frame {
  readonly record: OutputRecord;
  readonly bytes: number;
  readonly seq: number;
}

/** Reads what is between `frameStart` and `FRAME_END`; undefined when it is no header after all. */
export function parseHeader(header: string): Frame | undefined {
  const match = /^(\d+);(\d+);(\d+);(\d+);(\d+);(.*)$/s.exec(header);
  const kind = match && recordKind(Number(match[3]));
  if (!match || !kind) return undefined;
  const [, bytes, seq, , entry, indent, site] = match;
  return {
    record: { kind, entry: Number(entry), indent: Number(indent), site: site! },
    bytes: Number(bytes),
    seq: Number(seq),
  };
}

/**
 * How the engine asks the launcher in a thread of the program: the console's inner, symbol-keyed write function, called
 * with this first argument, answers instead of writing.
 */
export const OUTPUT_HOOK = 'tandem:output';
/** As Node describes the symbol. */
export const OUTPUT_HOOK_SYMBOL = 'kWriteToConsole';

/**
 * So much may be posted and unread, in bytes: then the program waits, as it would at a full pipe. Both sides count in one
 * shared integer.
 */
export const MAX_UNREAD = 8 * 1024 * 1024;

/** What a posted write counts: a small one is more trouble than its bytes. */
export const unreadSize = (bytes: number): number => bytes + 200;

/** What the preload of an in-process program posts for each write, instead of a frame. */
export type PostedWrite = readonly [stream: 0 | 1, bytes: Uint8Array, record?: OutputRecord];
