import { describe, expect, it } from 'vitest';
import { npmScripts } from '../../extension/testing/scan/npm-scripts.ts';

describe('npm scripts', () => {
  it('are found where they stand', () => {
    const text = '{\n  "name": "a",\n  "scripts": {\n    "dev": "node .",\n    "test:all": "a && b"\n  }\n}';
    const found = npmScripts(text)!;
    expect(text.slice(found.start)).toMatch(/^"scripts"/);
    expect(found.scripts.map(({ name, command, start }) => [name, command, text[start]])).toEqual([
      ['dev', 'node .', '"'],
      ['test:all', 'a && b', '"'],
    ]);
  });

  it('are found while somebody is writing', () => {
    expect(npmScripts('{ "scripts": { "a": "b", "c": , "d": "e"')?.scripts.map(({ name }) => name)).toEqual([
      'a',
      'd',
    ]);
  });

  it.each(['', '[]', '{', '{ "scripts": 1 }', '{ "scripts": {} }', '{ "a": { "scripts": { "b": "c" } } }'])(
    'are not there in %j',
    (text) => {
      expect(npmScripts(text)).toBe(undefined);
    },
  );
});
