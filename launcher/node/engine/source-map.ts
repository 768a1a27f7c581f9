import type { TraceMap } from '@jridgewell/trace-mapping';
import { contentsIn, parseMap } from './map-text.ts';
import { type Mappings, NONE, type Segment } from './mappings.ts';
import { pathOfUrl, type SourceKey, sourceKey } from './paths.ts';
import { type Column0, isBefore, type Position, position } from './positions.ts';
import type { SourcePaths } from './source-paths.ts';

/** The text of a map, and where it is from. */
export interface MapText {
  readonly text: Buffer;
  readonly url: string;
  /** What the names of its sources are relative to. */
  readonly base: string;
  /** Reads it once more. */
  read(): Buffer;
}

/** A place in a source as the author wrote it. */
export interface OriginalPosition extends Position {
  readonly source: MappedSource;
}

/** One source that a map names. */
export interface MappedSource {
  /** As the map spells it, resolved against the map. */
  readonly url: string;
  /** Where it should lie on disk; it need not exist. */
  readonly path: string;
  /** The text inside the map, where it has one. Reads the map again. */
  readonly content: string | undefined;
}

/** How far below a line without code a breakpoint may slide to the next line that has some. */
const MAX_SLIDE = 1000;

/** A source map whose sources are files. */
export class SourceMap {
  /** Where it was read from: a URL, or the script's own for an inline map. */
  readonly url: string;
  readonly #names: TraceMap;
  readonly #mappings: Mappings;
  readonly #sources: (MappedSource | undefined)[];
  readonly #indexByKey = new Map<SourceKey, number>();
  readonly #segments = new Map<number, Segment[][]>();

  /** Throws when the text is not a source map. */
  constructor({ read, text, url, base }: MapText, paths: SourcePaths) {
    this.url = url;
    const { names, mappings } = parseMap(text, base);
    this.#names = names;
    this.#mappings = mappings;
    const contents = once(() => contentsOf(read, base));
    this.#sources = names.resolvedSources.map((source, index) => {
      const raw = names.sources[index];
      const root = names.sourceRoot;
      const file = raw ? paths.fileOf({ raw, root, url: source, mapFile: pathOfUrl(base) }) : undefined;
      if (!file) return undefined;
      this.#indexByKey.set(sourceKey(file), index);
      return {
        url: source,
        path: file,
        get content() {
          return contents()[index] ?? undefined;
        },
      };
    });
  }

  /** Whether it tells the names that something was renamed from. */
  get hasNames(): boolean {
    return this.#names.names.length > 0;
  }

  get sources(): readonly MappedSource[] {
    return this.#sources.filter((source) => source !== undefined);
  }

  source(key: SourceKey): MappedSource | undefined {
    const index = this.#indexByKey.get(key);
    return index === undefined ? undefined : this.#sources[index];
  }

  /** What the author wrote at a generated position, or undefined for code that no source accounts for. */
  toOriginal(at: Position): OriginalPosition | undefined {
    const before = this.#mappings.at(at.line, at.column);
    // A preamble of the compiler's on the same line belongs to the first thing that follows.
    const found = isMapped(before) ? before : this.#mappings.from(at.line, at.column);
    if (!isMapped(found)) return undefined;
    const source = this.#sources[found.source];
    return source && { source, ...position(found.sourceLine, found.sourceColumn) };
  }

  /** What the author calls what is named at a generated position. */
  nameAt(at: Position): string | undefined {
    const { column, name = NONE } = this.#mappings.at(at.line, at.column) ?? {};
    return column === at.column && name !== NONE ? this.#names.names[name] : undefined;
  }

  hasName(name: string): boolean {
    return this.#names.names.includes(name);
  }

  /** Whether one piece of the map ends, and another begins, exactly at a generated position. */
  isSeam(at: Position): boolean {
    if (at.column === 0 || this.#mappings.at(at.line, at.column)?.column !== at.column) return false;
    return this.#mappings.at(at.line, at.column - 1) !== undefined;
  }

  /**
   * The generated position of the first line at or after `from` that has code, or undefined. On the line of `from`, it
   * is that of the first code at or behind the column, or of the last before it.
   */
  toGenerated(key: SourceKey, from: Position): Position | undefined {
    const index = this.#indexByKey.get(key);
    if (index === undefined) return undefined;
    const lines = this.#segmentsOf(index);
    const last = Math.min(lines.length - 1, from.line + MAX_SLIDE);
    for (let line: number = from.line; line <= last; line += 1) {
      const column = line === from.line ? from.column : 0;
      const all = lines[line] ?? [];
      const segments = all.filter((segment) => segment.sourceColumn >= column);
      if (segments.length > 0) return statementOf(column > 0 ? leftmost(segments) : segments);
      // Behind all that came of its line, a column is nearer to the last of that than to another line.
      if (all.length > 0) return statementOf(rightmost(all));
    }
    return undefined;
  }

  /** What was generated from the text between two positions, in the order of that text. */
  spans(key: SourceKey, from: Position, to: Position): GeneratedSpan[] {
    const index = this.#indexByKey.get(key);
    if (index === undefined) return [];
    const lines = this.#segmentsOf(index).slice(from.line, to.line + 1);
    return lines.flatMap((segments = [], offset) =>
      segments
        .filter(({ sourceColumn }) => {
          const at = position(from.line + offset, sourceColumn);
          return !isBefore(at, from) && isBefore(at, to);
        })
        .map((segment) => ({ start: generatedPosition(segment), end: segment.end })),
    );
  }

  /** For each line of a source, what was generated from it. Made once, when somebody asks. */
  #segmentsOf(index: number): Segment[][] {
    let lines = this.#segments.get(index);
    if (!lines) {
      lines = [];
      for (const segment of this.#mappings.of(index)) {
        lines[segment.sourceLine] ??= [];
        lines[segment.sourceLine]!.push(segment);
      }
      this.#segments.set(index, lines);
    }
    return lines;
  }
}

const isMapped = (segment: Segment | undefined): segment is Segment =>
  segment !== undefined && segment.source !== NONE;

const generatedPosition = ({ line, column }: Segment): Position => position(line, column);

/** A piece of one generated line; without an end it goes on to the line's. */
export interface GeneratedSpan {
  readonly start: Position;
  readonly end: Column0 | undefined;
}

/**
 * Where the statement of a source line begins in the generated code. A line may have left traces elsewhere (the name of
 * an exported function in a table at the top, for one); the statement itself is where most of the line went.
 */
function statementOf(segments: readonly Segment[]): Position {
  const byLine = new Map<number, Position[]>();
  for (const segment of segments) {
    const generated = generatedPosition(segment);
    const others = byLine.get(generated.line);
    if (others) others.push(generated);
    else byLine.set(generated.line, [generated]);
  }
  const [most] = [...byLine.values()].sort((a, b) => b.length - a.length);
  return most!.reduce((first, next) => (isBefore(next, first) ? next : first));
}

/** Those of the first column: who asks for a column means what is written there. */
function leftmost(segments: readonly Segment[]): readonly Segment[] {
  const first = Math.min(...segments.map(({ sourceColumn }) => sourceColumn));
  return segments.filter(({ sourceColumn }) => sourceColumn === first);
}

function rightmost(segments: readonly Segment[]): readonly Segment[] {
  const last = Math.max(...segments.map(({ sourceColumn }) => sourceColumn));
  return segments.filter(({ sourceColumn }) => sourceColumn === last);
}

/** The texts of the sources, which were passed over: hardly anybody asks, and they are most of a map. */
function contentsOf(read: () => Buffer, base: string): readonly (string | null)[] {
  try {
    return contentsIn(read(), base);
  } catch {
    // It is not there any more, or it is just being written.
    return [];
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
