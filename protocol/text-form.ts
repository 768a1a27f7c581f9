import { errors } from './errors.ts';
import { DEFAULT_MAX_PAYLOAD } from './frame.ts';
import { joined } from './joined.ts';

/**
 * What every line of ours begins with: a record separator (RFC 7464), which no program prints, and what a person sees.
 * It is found anywhere, so a message may follow half a line of output.
 */
const MARK = Uint8Array.from(
  [0x1e, ...'DBGP: '].map((part) => (typeof part === 'number' ? part : part.charCodeAt(0))),
);
const NEWLINE = 0x0a;
const RETURN = 0x0d;
/** At the end of a line: the next line of ours goes on with the same message. JSON never ends with it. */
const CONTINUED = 0x5c;

/**
 * Longest line that is written, in bytes. POSIX promises that a pipe takes so many in one piece, so that whatever else
 * is written to it does not get between.
 */
export const MAX_LINE = 512;

const MAX_PART = MAX_LINE - MARK.length - 2;

/** One message as lines: `RS "DBGP: " part "\" LF` for each part but the last, `RS "DBGP: " part LF` for that. */
export function encodeLines(payload: Uint8Array): Uint8Array {
  const parts = Math.max(1, Math.ceil(payload.length / MAX_PART));
  const lines = new Uint8Array(payload.length + parts * (MARK.length + 2) - 1);
  let at = 0;
  for (let part = 0; part < parts; part += 1) {
    const bytes = payload.subarray(part * MAX_PART, (part + 1) * MAX_PART);
    lines.set(MARK, at);
    lines.set(bytes, at + MARK.length);
    at += MARK.length + bytes.length;
    if (part < parts - 1) lines[at++] = CONTINUED;
    lines[at++] = NEWLINE;
  }
  return lines;
}

/** What a stream that is shared with a program's output is made of. Both may share memory with the chunk they came in. */
export type Piece =
  | { readonly output: Uint8Array; readonly payload?: never }
  | { readonly payload: Uint8Array; readonly output?: never };

/**
 * Cuts a byte stream into messages and what is none: output, which comes out byte for byte as it went in, as soon as it
 * is known not to be ours. Work and memory are linear in the input. A violation throws a `TandemError` (`frame.*`); all
 * further input is refused with the same one.
 */
export class LineDecoder {
  /** Longest accepted payload in bytes. May be changed at any time; a message that has begun keeps its limit. */
  maxPayload: number;
  /** How much of the mark was seen at the end of the last chunk: it may yet turn out to be output. */
  #marked = 0;
  /** Inside a line of ours. */
  #inLine = false;
  /** What there is of a message; it may be between two lines. */
  #message: { readonly limit: number; readonly parts: Uint8Array[]; length: number } | undefined;
  #failure: Error | undefined;

  constructor(maxPayload = DEFAULT_MAX_PAYLOAD) {
    this.maxPayload = maxPayload;
  }

  /** Feeds one chunk and yields what it completes. Must be drained before the next call. */
  *push(chunk: Uint8Array): Generator<Piece, void, undefined> {
    if (this.#failure) throw this.#failure;
    try {
      let rest = chunk;
      while (rest.length > 0)
        rest = this.#inLine ? yield* this.#readLine(rest) : yield* this.#passOutput(rest);
    } catch (failure) {
      this.#failure = failure as Error;
      this.#message = undefined;
      throw failure;
    }
  }

  /** Call when the stream has ended: yields what was held back, and throws when it ended inside a message. */
  *end(): Generator<Piece, void, undefined> {
    if (this.#failure) return;
    if (this.#marked > 0) yield { output: MARK.slice(0, this.#marked) };
    this.#marked = 0;
    if (this.#message) throw errors.frameTruncated();
  }

  /** Yields what comes before the next mark, and returns what comes behind it. */
  *#passOutput(chunk: Uint8Array): Generator<Piece, Uint8Array, undefined> {
    let carried = this.#marked;
    this.#marked = 0;
    let matched = carried;
    let at = 0;
    for (;;) {
      if (matched === 0) {
        at = chunk.indexOf(MARK[0]!, at);
        if (at < 0) {
          yield { output: chunk };
          return NOTHING;
        }
      }
      while (matched < MARK.length && at < chunk.length && chunk[at] === MARK[matched]) {
        matched += 1;
        at += 1;
      }
      if (matched === MARK.length || at === chunk.length) break;
      if (carried > 0) yield { output: MARK.slice(0, carried) };
      carried = 0;
      matched = 0;
    }
    const before = at - (matched - carried);
    if (before > 0) yield { output: chunk.subarray(0, before) };
    this.#inLine = matched === MARK.length;
    if (this.#inLine) this.#message ??= { limit: this.maxPayload, parts: [], length: 0 };
    else this.#marked = matched;
    return chunk.subarray(at);
  }

  /** Takes in what there is of a line, yields the message that it ends, and returns what comes behind it. */
  *#readLine(chunk: Uint8Array): Generator<Piece, Uint8Array, undefined> {
    const message = this.#message!;
    const end = chunk.indexOf(NEWLINE);
    const part = end < 0 ? chunk : chunk.subarray(0, end);
    if (part.length > 0) message.parts.push(part);
    message.length += part.length;
    if (end >= 0) {
      this.#inLine = false;
      // A terminal writes one before each end of a line.
      this.#drop(RETURN);
      if (!this.#drop(CONTINUED)) this.#message = undefined;
    }
    if (message.length > message.limit) throw errors.frameTooLong(message.length, message.limit);
    if (this.#message === undefined) yield { payload: joined(message.parts, message.length) };
    return end < 0 ? NOTHING : chunk.subarray(end + 1);
  }

  /** Takes the last byte of the message away, if it is this one. */
  #drop(byte: number): boolean {
    const { parts } = this.#message!;
    const last = parts.at(-1);
    if (last?.at(-1) !== byte) return false;
    if (last.length > 1) parts[parts.length - 1] = last.subarray(0, -1);
    else parts.pop();
    this.#message!.length -= 1;
    return true;
  }
}

const NOTHING = new Uint8Array(0);
