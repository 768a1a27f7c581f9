import { expect, it } from 'vitest';
import { Ring } from '../../extension/ring.ts';

it('keeps the last ones, the oldest first, and says how many are gone', () => {
  const ring = new Ring<number>(3);
  for (const number of [1, 2]) ring.push(number);
  expect([[...ring], ring.dropped]).toEqual([[1, 2], 0]);
  for (const number of [3, 4, 5, 6, 7]) ring.push(number);
  expect([[...ring], ring.dropped]).toEqual([[5, 6, 7], 4]);
});
