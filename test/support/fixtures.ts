import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

export const fixture = (name: string): string => resolve(import.meta.dirname, '../fixtures', name);

/** The line, from 1, that ends in the comment `// <marker>`. */
export function lineOf(file: string, marker: string): number {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  const index = lines.findIndex((line) => line.trimEnd().endsWith(`// ${marker}`));
  if (index < 0) throw new Error(`"${file}" has no line marked with "// ${marker}"`);
  return index + 1;
}

/** Files in a directory that is gone after the test; returns the directory. */
export function files(contents: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'tandem-fixture-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(contents)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return directory;
}

/** A program of its own file, gone after the test; returns its path. */
export const program = (source: string, name = 'program.js'): string => join(files({ [name]: source }), name);
