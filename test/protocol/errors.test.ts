import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errors } from '../../protocol/errors.ts';

const TABLES = join(import.meta.dirname, '../../protocol/errors');
const DEFINITION = /^ {2}(?<name>\w+): define\(\s*'(?<code>[^']+)'/gm;

const defined = readdirSync(TABLES)
  .flatMap((file) => [...readFileSync(join(TABLES, file), 'utf8').matchAll(DEFINITION)])
  .map(({ groups }) => ({ name: groups!.name!, code: groups!.code! }));

test('every error of every table is there, under a name of its own', () => {
  expect(defined.map(({ name }) => name).sort()).toEqual(Object.keys(errors).sort());
});

test('no two errors have the same code', () => {
  const codes = defined.map(({ code }) => code);
  expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
});
