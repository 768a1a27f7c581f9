import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { removeOld } from './tidy.ts';

/** So old, in milliseconds, is no draft that somebody still writes. */
const ABANDONED_AFTER_MS = 3_600_000;

/**
 * Makes a directory of files that is there as a whole or not at all, whoever else makes it at the same time, and whenever
 * one of them is killed. The directory around it must be there.
 *
 * @param isWhole whether what is there already will do
 */
export async function putDirectory(
  directory: string,
  files: ReadonlyMap<string, Uint8Array>,
  isWhole: () => boolean,
): Promise<void> {
  await sweep(directory);
  const draft = await mkdtemp(`${directory}.`);
  try {
    for (const [name, bytes] of files) await writeThrough(join(draft, name), bytes);
    if (!isWhole()) await replace(directory, draft);
  } catch (error) {
    // Somebody else was faster.
    if (!isWhole()) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** As {@link putDirectory}, for one file. */
export async function putFile(path: string, bytes: Uint8Array): Promise<void> {
  await sweep(path);
  const draft = await mkdtemp(`${path}.`);
  try {
    await writeThrough(join(draft, basename(path)), bytes);
    await rename(join(draft, basename(path)), path);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** What is there is not whole: it would be in the way. */
async function replace(directory: string, draft: string): Promise<void> {
  const old = await mkdtemp(`${directory}.`);
  try {
    await rename(directory, join(old, 'old')).catch(() => {});
    await rename(draft, directory);
  } finally {
    await rm(old, { recursive: true, force: true });
  }
}

/** A name must not come to the disk before what it names. */
async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Removes the drafts of those who were killed. */
const sweep = (path: string): Promise<void> =>
  removeOld(dirname(path), ABANDONED_AFTER_MS, (name) => name.startsWith(`${basename(path)}.`));
