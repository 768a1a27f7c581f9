import { describe, test } from 'vitest';
import { corpusOf } from './corpus.ts';
import { targets } from './targets.ts';

describe.each(Object.entries(targets))('the reader of %s', (name, { seeds, run }) => {
  test('copes with every input that was ever of interest', () => {
    for (const input of [...seeds, ...corpusOf(name)]) run(input);
  });
});
