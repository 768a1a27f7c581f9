import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from './prices.js';

const items = [{ name: 'cable', price: 700, count: 3 }];

test('without a coupon, it is what the items cost', () => {
  assert.equal(total({ items }), 2100);
});

test('a coupon takes off what it promises', () => {
  assert.equal(total({ items, coupon: 'TEN' }), 1890);
});

test('a coupon that nobody knows takes nothing off', () => {
  assert.equal(total({ items, coupon: 'TENN' }), 2100);
});
