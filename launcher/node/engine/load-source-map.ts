import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { MapSettings } from './map-settings.ts';
import { pathOfUrl, urlOfPath } from './paths.ts';
import { type MapText, SourceMap } from './source-map.ts';
import type { SourcePaths } from './source-paths.ts';

/** A map could not be used, and why: a person reads it on the breakpoint that waits for it. */
export class SourceMapProblem extends Error {
  override readonly name = 'SourceMapProblem';
}

export type ReadFile = (file: string) => Promise<Buffer>;

interface Reading {
  /** For files that are not here. */
  readonly readElsewhere?: ReadFile | undefined;
  /** Aborted when nobody waits for the map any more. */
  readonly signal?: AbortSignal;
}

/** Reads maps that scripts name by `sourceMappingURL`: `data:` URLs, files, nothing over the network. */
export async function loadSourceMap(
  scriptUrl: string,
  mapUrl: string,
  settings: MapSettings,
  { readElsewhere, signal }: Reading = {},
): Promise<SourceMap> {
  const refusal = settings.refusal(scriptUrl);
  if (refusal) throw new SourceMapProblem(refusal);
  const { paths } = settings;
  if (mapUrl.startsWith('data:')) {
    const read = () => inlineText(mapUrl);
    return parse({ read, text: read(), url: scriptUrl, base: baseOf(scriptUrl) }, paths);
  }
  const file = mapFile(scriptUrl, mapUrl);
  if (!file) throw new SourceMapProblem(`the source map ${mapUrl} is not a local file`);
  const named = { url: file, base: urlOfPath(file) };
  try {
    const text = await unlessGivenUp(wholeFile(file), file, signal);
    return parse({ read: () => readFileSync(file), text, ...named }, paths);
  } catch (error) {
    if (error instanceof SourceMapProblem) throw error;
    const reading = readElsewhere?.(file).catch(() => undefined);
    const text = await unlessGivenUp(reading ?? Promise.resolve(undefined), file, signal);
    if (text) return parse({ read: () => text, text, ...named }, paths);
    throw new SourceMapProblem(`the source map ${file} cannot be read: ${(error as Error).message}`);
  }
}

/** The system may be in the middle of it for as long as it takes, which nobody has to wait for. */
function unlessGivenUp<T>(reading: Promise<T>, file: string, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    reading.then(resolve, reject);
    signal?.addEventListener('abort', () =>
      reject(new SourceMapProblem(`the source map ${file} was not read: it took long, and was cancelled`)),
    );
  });
}

/** At one go: `readFile` goes to the thread pool and back for each half megabyte. */
async function wholeFile(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(size), 0, size, 0);
    return bytesRead === size && size > 0 ? buffer : await file.readFile();
  } finally {
    await file.close();
  }
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

function inlineText(dataUrl: string): Buffer {
  const comma = dataUrl.indexOf(',');
  const payload = dataUrl.slice(comma + 1);
  return dataUrl.slice(0, comma).endsWith(';base64')
    ? Buffer.from(payload, 'base64')
    : Buffer.from(decodeURIComponent(payload));
}

function parse(map: MapText, paths: SourcePaths): SourceMap {
  try {
    return new SourceMap(map, paths);
  } catch (error) {
    throw new SourceMapProblem(`the source map ${map.url} is broken: ${(error as Error).message}`);
  }
}
