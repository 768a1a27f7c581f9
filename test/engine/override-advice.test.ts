import { expect, it } from 'vitest';
import { advisedOverride, adviseOverride } from '../../launcher/node/engine/override-advice.ts';

it('reads from a message what was written into it', () => {
  const setting = adviseOverride('/build/"x"/src/a.ts', '/home/me/app/src/a.ts');
  expect(setting).toBe('"sourceMapPathOverrides": { "/build/\\"x\\"/*": "/home/me/app/*" }');
  expect(advisedOverride(`If that is this file, set ${setting}.`)).toEqual({
    pattern: '/build/"x"/*',
    place: '/home/me/app/*',
  });
});

it('finds no advice where none was given', () => {
  expect(advisedOverride('The file has only 3 lines.')).toBeUndefined();
});
