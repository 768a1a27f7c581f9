import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Found } from './found.ts';

/** In the order of the columns. */
export const COLUMNS = [
  'Tandem external',
  'Tandem in-process',
  'js-debug',
  'debugpy',
  'codelldb',
  'delve',
] as const;

export type ColumnName = (typeof COLUMNS)[number];

export function readAnswers(name: ColumnName): Found {
  return JSON.parse(readFileSync(fileOf(name), 'utf8')) as Found;
}

export function writeAnswers(name: ColumnName, found: Found): void {
  writeFileSync(fileOf(name), `${JSON.stringify(found, undefined, 2)}\n`);
}

function fileOf(name: ColumnName): string {
  const file = `answers/${name.toLowerCase().replaceAll(' ', '-')}.json`;
  return fileURLToPath(new URL(file, import.meta.url));
}
