import { expect, test } from 'vitest';
import { countOf } from '../../protocol/count-of.ts';

test('one is told as one, and more or none as several', () => {
  expect([0, 1, 2].map((count) => countOf(count, 'line'))).toEqual(['0 lines', '1 line', '2 lines']);
  expect([1, 2].map((count) => countOf(count, 'process', 'processes'))).toEqual(['1 process', '2 processes']);
});
