import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** So long, in milliseconds, is kept what nobody uses: an older Tandem may be there, and use it again. */
export const UNUSED_AFTER_MS = 90 * 24 * 3_600_000;

/**
 * What is in a directory counts as old from when it was written, or used last. Never rejects: what cannot be removed, or is
 * removed by somebody else at the same time, is in nobody's way.
 */
export async function removeOld(
  directory: string,
  ageMs: number,
  isMeant: (name: string) => boolean = () => true,
): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names.filter(isMeant)) {
    const path = join(directory, name);
    const found = await stat(path).catch(() => undefined);
    if (!found || Date.now() - found.mtimeMs <= ageMs) continue;
    await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

/** Of what is not ours to change nobody keeps an account. */
export async function markUsed(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
}
