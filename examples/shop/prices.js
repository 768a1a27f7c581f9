const coupons = new Map([
  ['TEN', { percent: 10 }],
  ['HALF', { percent: 50 }],
]);

export function subtotal(items) {
  let sum = 0;
  for (const item of items) {
    sum += item.price * item.count;
  }
  return sum;
}

/** What remains to be paid, in cents. */
export function total(order) {
  const sum = subtotal(order.items);
  if (!order.coupon) return sum;
  const coupon = coupons.get(order.coupon);
  return sum - (sum * coupon.percent) / 100;
}
