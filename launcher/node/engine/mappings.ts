import type { Column0 } from './positions.ts';

/** One piece of generated code, and where it came from: `source` is {@link NONE} for what comes from nowhere. */
export interface Segment {
  readonly line: number;
  readonly column: number;
  readonly source: number;
  readonly sourceLine: number;
  readonly sourceColumn: number;
  /** Index of the name it had in the source, or {@link NONE}. */
  readonly name: number;
  /** Where the next one begins in the generated line; undefined for the last. */
  readonly end: Column0 | undefined;
}

/** Segments between two marks. More make lookups slower, fewer take more memory. */
const STRIDE = 64;

/**
 * A mark is what has to be known to start reading in the middle: the offset in the text, the line, what the five numbers
 * have added up to, and, to be found by, the column of the segment that is read first.
 */
const MARK = { offset: 0, line: 1, sums: 2, first: 7, size: 8 } as const;

/** No source, no name. */
export const NONE = -1;

const COMMA = 44;
const SEMICOLON = 59;
const CONTINUES = 32;

const digits = new Uint8Array(256);
for (const [value, char] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  digits[char.charCodeAt(0)] = value;
}

/**
 * The `mappings` of a source map, as they are written. They are gone through once, which leaves a mark every so many
 * segments; from there on they are read again for each question. A map has millions of segments, of which a session asks
 * for a handful: as objects they would take ten times the memory, and a second.
 */
export class Mappings {
  readonly #text: Uint8Array;
  #marks = new Int32Array(1024 * MARK.size);
  #count = 0;
  /** By source, the stretches between marks in which it occurs. */
  readonly #stretches: number[][] = [];
  /** Segments of each line in the order of their columns, as every reader takes it for granted. */
  isSorted = true;

  /** @param text In ASCII. */
  constructor(text: Uint8Array) {
    this.#text = text;
    this.#goThrough();
  }

  /** The first segment that begins exactly at a generated position, or else the last before it in its line. */
  at(line: number, column: number): Segment | undefined {
    let found: Segment | undefined;
    for (const segment of this.#line(line, column)) {
      if (segment.column > column || found?.column === column) break;
      found = segment;
    }
    return found;
  }

  /** The last segment that begins exactly at a generated position, or else the first behind it in its line. */
  from(line: number, column: number): Segment | undefined {
    let found: Segment | undefined;
    for (const segment of this.#line(line, column)) {
      if (segment.column < column) continue;
      if (found && segment.column > column) break;
      found = segment;
    }
    return found;
  }

  /** What was generated from a source, in the order of the generated code. */
  *of(source: number): Generator<Segment> {
    for (const stretch of this.#stretches[source] ?? []) {
      for (const segment of this.#read(stretch, stretch + 1)) {
        if (segment.source === source) yield segment;
      }
    }
  }

  /** The segments of a line, from one at or before a column on. */
  *#line(line: number, column: number): Generator<Segment> {
    for (const segment of this.#read(this.#markBefore(line, column), this.#count)) {
      if (segment.line > line) return;
      if (segment.line === line) yield segment;
    }
  }

  /** The last mark strictly before a position: several segments may begin there. */
  #markBefore(line: number, column: number): number {
    const marks = this.#marks;
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const mark = middle * MARK.size;
      const markedLine = marks[mark + MARK.line]!;
      if (markedLine < line || (markedLine === line && marks[mark + MARK.first]! < column)) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Reads from one mark to another. */
  *#read(from: number, to: number): Generator<Segment> {
    if (this.#count === 0) return;
    const text = this.#text;
    const marks = this.#marks;
    const mark = from * MARK.size;
    const stop = to < this.#count ? marks[to * MARK.size + MARK.offset]! : text.length;
    const sums = marks.slice(mark + MARK.sums, mark + MARK.first);
    let line = marks[mark + MARK.line]!;
    for (let at = marks[mark + MARK.offset]!; at < stop; ) {
      if (isSeparator(text[at]!)) {
        if (text[at] === SEMICOLON) {
          line += 1;
          sums[0] = 0;
        }
        at += 1;
        continue;
      }
      let fields = 0;
      for (; at < text.length && !isSeparator(text[at]!); fields += 1) {
        const [value, next] = numberAt(text, at);
        sums[fields]! += value;
        at = next;
      }
      const [column, source, sourceLine, sourceColumn, name] = sums as unknown as readonly number[];
      const hasNext = text[at] === COMMA && at + 1 < text.length;
      yield {
        line,
        column: column!,
        source: fields > 1 ? source! : NONE,
        sourceLine: sourceLine!,
        sourceColumn: sourceColumn!,
        name: fields > 4 ? name! : NONE,
        end: hasNext ? ((column! + numberAt(text, at + 1)[0]) as Column0) : undefined,
      };
    }
  }

  /** Written out by hand: it sees every character of the map, and there are tens of millions. */
  #goThrough(): void {
    const text = this.#text;
    const { length } = text;
    let line = 0;
    let column = 0;
    let source = 0;
    let sourceLine = 0;
    let sourceColumn = 0;
    let name = 0;
    let sinceMark = STRIDE;
    let lastSource = -1;
    for (let at = 0; at < length; ) {
      const char = text[at]!;
      if (char === SEMICOLON || char === COMMA) {
        at += 1;
        if (char === SEMICOLON) {
          line += 1;
          column = 0;
        }
        continue;
      }
      if (sinceMark === STRIDE) {
        const first = column + numberAt(text, at)[0];
        this.#mark([at, line, column, source, sourceLine, sourceColumn, name, first]);
        sinceMark = 0;
        lastSource = -1;
      }
      sinceMark += 1;
      let field = 0;
      while (at < length) {
        let digit = text[at]!;
        if (digit === COMMA || digit === SEMICOLON) break;
        digit = digits[digit]!;
        at += 1;
        let value = digit & 31;
        for (let shift = 5; (digit & CONTINUES) !== 0 && at < length; shift += 5) {
          digit = digits[text[at]!]!;
          at += 1;
          value |= (digit & 31) << shift;
        }
        value = signed(value);
        if (field === 0) {
          if (value < 0) this.isSorted = false;
          column += value;
        } else if (field === 1) source += value;
        else if (field === 2) sourceLine += value;
        else if (field === 3) sourceColumn += value;
        else name += value;
        field += 1;
      }
      if (field > 1 && source !== lastSource) {
        lastSource = source;
        this.#stretchOf(source);
      }
    }
  }

  #mark(values: readonly number[]): void {
    const at = this.#count * MARK.size;
    if (at === this.#marks.length) {
      const larger = new Int32Array(2 * at);
      larger.set(this.#marks);
      this.#marks = larger;
    }
    this.#marks.set(values, at);
    this.#count += 1;
  }

  /** Notes that a source occurs in the stretch that begins at the last mark. */
  #stretchOf(source: number): void {
    this.#stretches[source] ??= [];
    const stretches = this.#stretches[source];
    if (stretches.at(-1) !== this.#count - 1) stretches.push(this.#count - 1);
  }
}

const isSeparator = (char: number): boolean => char === COMMA || char === SEMICOLON;

/** A number, and where the next one begins. */
function numberAt(text: Uint8Array, start: number): [value: number, next: number] {
  let at = start;
  let value = 0;
  for (let shift = 0; at < text.length; shift += 5) {
    const digit = digits[text[at]!]!;
    at += 1;
    value |= (digit & 31) << shift;
    if ((digit & CONTINUES) === 0) break;
  }
  return [signed(value), at];
}

/** The sign is in the last bit. */
const signed = (value: number): number => ((value & 1) === 0 ? value >>> 1 : -(value >>> 1));
