import { readFile } from 'node:fs/promises';
import {
  AnyMap,
  decodedMappings,
  GREATEST_LOWER_BOUND,
  LEAST_UPPER_BOUND,
  originalPositionFor,
  type SourceMapInput,
  type TraceMap,
  traceSegment,
} from '@jridgewell/trace-mapping';
import type { MapSettings } from './map-settings.ts';
import { pathOfUrl, type SourceKey, sourceKey, urlOfPath } from './paths.ts';
import { type Column0, isBefore, type Position, position } from './positions.ts';
import type { SourcePaths } from './source-paths.ts';

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
  /** The text inside the map, where it has one. */
  readonly content: string | undefined;
}

/** How far below a line without code a breakpoint may slide to the next line that has some. */
const MAX_SLIDE = 1000;

/** A source map whose sources are files. Lookups decode it on first use. */
export class SourceMap {
  /** Where it was read from: a URL, or the script's own for an inline map. */
  readonly url: string;
  readonly #map: TraceMap;
  readonly #sources: (MappedSource | undefined)[];
  readonly #indexByKey = new Map<SourceKey, number>();
  readonly #indexByUrl = new Map<string, number>();
  readonly #segments = new Map<number, Segment[][]>();

  /** Throws when the JSON is not a source map. */
  constructor(json: SourceMapInput, url: string, baseUrl: string, paths: SourcePaths) {
    this.url = url;
    this.#map = AnyMap(json, baseUrl);
    this.#sources = this.#map.resolvedSources.map((source, index) => {
      this.#indexByUrl.set(source, index);
      const raw = this.#map.sources[index];
      const root = this.#map.sourceRoot;
      const file = raw ? paths.fileOf({ raw, root, url: source, mapFile: pathOfUrl(baseUrl) }) : undefined;
      if (!file) return undefined;
      const mapped = { url: source, path: file, content: this.#map.sourcesContent?.[index] ?? undefined };
      this.#indexByKey.set(sourceKey(file), index);
      return mapped;
    });
  }

  /** Whether it tells the names that something was renamed from. */
  get hasNames(): boolean {
    return this.#map.names.length > 0;
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
    const needle = { line: at.line + 1, column: at.column };
    let found = originalPositionFor(this.#map, { ...needle, bias: GREATEST_LOWER_BOUND });
    // A preamble of the compiler's on the same line belongs to the first thing that follows.
    if (found.source === null) found = originalPositionFor(this.#map, { ...needle, bias: LEAST_UPPER_BOUND });
    if (found.source === null) return undefined;
    const source = this.#sources[this.#indexByUrl.get(found.source)!];
    return source && { source, ...position(found.line - 1, found.column) };
  }

  /** What the author calls what is named at a generated position. */
  nameAt(at: Position): string | undefined {
    const [column, , , , name] = traceSegment(this.#map, at.line, at.column) ?? [];
    return column === at.column && name !== undefined ? this.#map.names[name] : undefined;
  }

  hasName(name: string): boolean {
    return this.#map.names.includes(name);
  }

  /** Whether one piece of the map ends, and another begins, exactly at a generated position. */
  isSeam(at: Position): boolean {
    if (at.column === 0 || traceSegment(this.#map, at.line, at.column)?.[0] !== at.column) return false;
    return traceSegment(this.#map, at.line, at.column - 1) !== null;
  }

  /** The generated position of the first line at or after `from` that has code, or undefined. */
  toGenerated(key: SourceKey, from: Position): Position | undefined {
    const index = this.#indexByKey.get(key);
    if (index === undefined) return undefined;
    const lines = this.#segmentsOf(index);
    const last = Math.min(lines.length - 1, from.line + MAX_SLIDE);
    for (let line: number = from.line; line <= last; line += 1) {
      const column = line === from.line ? from.column : 0;
      const segments = lines[line]?.filter((segment) => segment.column >= column) ?? [];
      if (segments.length > 0) return statementOf(column > 0 ? leftmost(segments) : segments);
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
        .filter(({ column }) => {
          const at = position(from.line + offset, column);
          return !isBefore(at, from) && isBefore(at, to);
        })
        .map(({ generated, end }) => ({ start: generated, end })),
    );
  }

  /** For each line of a source, what was generated from it. Made once, when somebody asks. */
  #segmentsOf(index: number): Segment[][] {
    let lines = this.#segments.get(index);
    if (!lines) {
      lines = [];
      for (const [line, segments] of decodedMappings(this.#map).entries()) {
        for (const [at, segment] of segments.entries()) {
          if (segment.length === 1 || segment[1] !== index) continue;
          const [generatedColumn, , originalLine, column] = segment;
          lines[originalLine] ??= [];
          lines[originalLine].push({
            column,
            generated: position(line, generatedColumn),
            end: segments[at + 1]?.[0] as Column0 | undefined,
          });
        }
      }
      this.#segments.set(index, lines);
    }
    return lines;
  }
}

interface Segment {
  /** In the source. */
  readonly column: number;
  readonly generated: Position;
  /** Where the next one begins in the generated line; undefined for the last. */
  readonly end: Column0 | undefined;
}

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
  for (const { generated } of segments) {
    const others = byLine.get(generated.line);
    if (others) others.push(generated);
    else byLine.set(generated.line, [generated]);
  }
  const [most] = [...byLine.values()].sort((a, b) => b.length - a.length);
  return most!.reduce((first, next) => (isBefore(next, first) ? next : first));
}

/** Those of the first column: who asks for a column means what is written there. */
function leftmost(segments: readonly Segment[]): readonly Segment[] {
  const first = Math.min(...segments.map(({ column }) => column));
  return segments.filter(({ column }) => column === first);
}

/** A map could not be used, and why: a person reads it on the breakpoint that waits for it. */
export class SourceMapProblem extends Error {
  override readonly name = 'SourceMapProblem';
}

/** Reads maps that scripts name by `sourceMappingURL`: `data:` URLs, files, nothing over the network. */
export async function loadSourceMap(
  scriptUrl: string,
  mapUrl: string,
  settings: MapSettings,
): Promise<SourceMap> {
  const refusal = settings.refusal(scriptUrl);
  if (refusal) throw new SourceMapProblem(refusal);
  const { paths } = settings;
  if (mapUrl.startsWith('data:')) return parse(inlineText(mapUrl), scriptUrl, baseOf(scriptUrl), paths);
  const file = mapFile(scriptUrl, mapUrl);
  if (!file) throw new SourceMapProblem(`the source map ${mapUrl} is not a local file`);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new SourceMapProblem(`the source map ${file} cannot be read: ${(error as Error).message}`);
  }
  return parse(text, file, urlOfPath(file), paths);
}

/** The file that a script names as its map; undefined for a map that is in the script, or not on this machine. */
export function mapFile(scriptUrl: string, mapUrl: string): string | undefined {
  const url = mapUrl.startsWith('data:') ? undefined : resolveUrl(mapUrl, baseOf(scriptUrl));
  return url && pathOfUrl(url);
}

function baseOf(scriptUrl: string): string {
  const file = pathOfUrl(scriptUrl);
  return file ? urlOfPath(file) : scriptUrl;
}

function resolveUrl(url: string, base: string): string | undefined {
  try {
    return new URL(url, base).href;
  } catch {
    return undefined;
  }
}

function inlineText(dataUrl: string): string {
  const comma = dataUrl.indexOf(',');
  const payload = dataUrl.slice(comma + 1);
  return dataUrl.slice(0, comma).endsWith(';base64')
    ? Buffer.from(payload, 'base64').toString('utf8')
    : decodeURIComponent(payload);
}

function parse(text: string, url: string, base: string, paths: SourcePaths): SourceMap {
  try {
    // The prefix is an old guard against cross-site script inclusion; the format allows it.
    return new SourceMap(JSON.parse(text.replace(/^\)\]\}'[^\n]*\n/, '')), url, base, paths);
  } catch (error) {
    throw new SourceMapProblem(`the source map ${url} is broken: ${(error as Error).message}`);
  }
}
