import { readFile } from 'node:fs/promises';
import { errors, TandemError } from '../../protocol/errors.ts';
import type { ShowProgress } from '../util/progress.ts';
import { openCache } from './cache-directory.ts';
import { FILES, lacks } from './distribution.ts';
import { download } from './download.ts';
import { isIntact } from './integrity.ts';
import { inMegabytes } from './megabytes.ts';
import type { Pinned } from './pinned.ts';
import { isAddress } from './places.ts';
import { putDirectory } from './put-in-place.ts';
import { filesIn } from './tarball.ts';
import { removeOld, UNUSED_AFTER_MS } from './tidy.ts';

/** Several times what it is. */
const MAX_BYTES = 64 * 1024 * 1024;

export interface Fetching {
  readonly pinned: Pinned;
  /** The path of npm's tarball, or its address. */
  readonly tarball: string;
  readonly cache: string;
  /** Where it is unpacked to, in the cache. */
  readonly directory: string;
  readonly progress: ShowProgress;
}

/** Gets Pyodide onto this machine. Nothing of it is touched, not even unpacked, before it is known to be the right one. */
export async function fetchPyodide({ pinned, tarball, cache, directory, progress }: Fetching): Promise<void> {
  openCache(cache);
  await removeOld(cache, UNUSED_AFTER_MS, (name) => name.startsWith('pyodide-'));
  await progress('Fetching Python', async (tell, signal) => {
    const bytes = isAddress(tarball)
      ? await fromNetwork(tarball, signal, (done, total) => tell(inMegabytes(done, total)))
      : await readFile(tarball);
    if (!isIntact(bytes, pinned.integrity)) throw errors.pyodideWrong(tarball, pinned.version);
    const files = await filesIn(bytes, FILES);
    signal.throwIfAborted();
    await place(directory, files);
  });
}

async function fromNetwork(
  address: string,
  signal: AbortSignal,
  onBytes: (done: number, total: number | undefined) => void,
): Promise<Buffer> {
  try {
    return await download(address, { signal, maxBytes: MAX_BYTES, onBytes });
  } catch (error) {
    if (error instanceof TandemError) throw error;
    throw errors.pyodideUnreachable(address, (error as Error).message);
  }
}

async function place(directory: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  try {
    await putDirectory(directory, files, () => lacks(directory) === undefined);
  } catch (error) {
    throw errors.pyodideCacheUnusable(directory, (error as Error).message);
  }
}
