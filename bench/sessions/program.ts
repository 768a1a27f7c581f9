import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';

/** A program that is measured, with the breakpoint that all contenders get in it. */
export interface BenchProgram {
  readonly path: string;
  readonly line: number;
  /** The file that the breakpoint is in; the program itself, unless said otherwise. */
  readonly source?: string;
  /** What it asks besides: a condition, say. */
  readonly traits?: Omit<DebugProtocol.SourceBreakpoint, 'line'>;
  /** Breakpoints in other files, set before. */
  readonly more?: readonly { readonly source: string; readonly lines: readonly number[] }[];
  /** Exception filters; none unless said otherwise. */
  readonly filters?: readonly string[];
}

/** `file` has one line that ends with the comment `breakpoint`, or with another mark. */
export function benchProgram(file: string, directory: string, mark = 'breakpoint'): BenchProgram {
  const path = join(directory, file);
  const lines = readFileSync(path, 'utf8').split('\n');
  const line = lines.findIndex((text) => /\/\/ |# /.test(text) && text.endsWith(` ${mark}`)) + 1;
  if (line === 0) throw new Error(`${file} has no line that ends with the comment "${mark}"`);
  return { path, line };
}
