import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `work` runs a program that writes its result, as JSON, into the file. */
export async function withResultFile<Result>(work: (file: string) => Promise<unknown>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-bench-'));
  try {
    const file = join(folder, 'result.json');
    await work(file);
    return JSON.parse(await readFile(file, 'utf8')) as Result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
