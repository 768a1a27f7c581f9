import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program of `bench/programs/`, with the breakpoint that all contenders get in it. */
export interface BenchProgram {
  readonly path: string;
  readonly line: number;
}

export function benchProgram(name: 'stop' | 'loop', directory: string): BenchProgram {
  const path = join(directory, `${name}.cjs`);
  const lines = readFileSync(path, 'utf8').split('\n');
  return { path, line: lines.findIndex((text) => text.endsWith('// breakpoint')) + 1 };
}
