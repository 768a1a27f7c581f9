import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('corpus', import.meta.url));

/** The inputs that are kept for a target: each of them came to where none before it had. */
export function corpusOf(target: string): Buffer[] {
  const directory = join(home, target);
  if (!existsSync(directory)) return [];
  return readdirSync(directory).map((name) => readFileSync(join(directory, name)));
}

/** Returns the path. */
export function keep(target: string, input: Uint8Array): string {
  const directory = join(home, target);
  mkdirSync(directory, { recursive: true });
  const name = createHash('sha256').update(input).digest('hex').slice(0, 12);
  const file = join(directory, `${name}.bin`);
  writeFileSync(file, input);
  return file;
}
