import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A program of `bench/programs/`, with the breakpoint that all contenders get in it. */
export interface BenchProgram {
  readonly path: string;
  readonly line: number;
}

export function benchProgram(name: 'stop' | 'loop'): BenchProgram {
  const path = fileURLToPath(new URL(`../programs/${name}.cjs`, import.meta.url));
  const line =
    readFileSync(path, 'utf8')
      .split('\n')
      .findIndex((text) => text.endsWith('// breakpoint')) + 1;
  return { path, line };
}
