import { expect, it } from 'vitest';
import { ownersOf, tellingOf } from '../../extension/values/members.ts';

it('a path hangs on all that is before its dots', () => {
  expect(ownersOf('order.items?.first.#price')).toEqual(['order.items?.first', 'order.items', 'order']);
  expect(ownersOf('order')).toEqual([]);
});

it('a path that ends too early is told by what is nothing', () => {
  const values = new Map([
    ['sum', '9900'],
    ['coupon', 'undefined'],
    ['coupon.percent', null],
    ['order', '{id: 1, customer: null}'],
    ['order.customer', 'null'],
    ['order.customer.address', null],
    ['order.customer.address.city', null],
    ['order.lazy', null],
    ['self', '<Shop>'],
    ['self.cart', 'None'],
    ['self.cart.total', null],
    ['nobody', null],
    ['text', "'undefined'"],
    ['text.size', null],
  ]);
  const told = (path: string) => tellingOf(path, values);
  expect(told('sum')).toBe('sum');
  expect(told('coupon')).toBe('coupon');
  expect(told('coupon.percent')).toBe('coupon');
  expect(told('order.customer.address.city')).toBe('order.customer');
  expect(told('self.cart.total')).toBe('self.cart');
  expect(['order.lazy', 'nobody', 'text.size'].map(told)).toEqual([undefined, undefined, undefined]);
});
