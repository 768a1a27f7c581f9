// First orders are 10 % cheaper. Why is that of Grace, who has ordered before?
const STANDARD = { percent: 0, reasons: [] };

function discountFor(order) {
  const discount = STANDARD;
  if (order.isFirst) {
    discount.percent = 10;
    discount.reasons.push('first order');
  }
  return discount;
}

function priceOf(order) {
  const discount = discountFor(order);
  return order.sum - (order.sum * discount.percent) / 100;
}

const orders = [
  { customer: 'Ada', sum: 200, isFirst: true },
  { customer: 'Grace', sum: 100, isFirst: false },
];

for (const order of orders) {
  console.log(`${order.customer} pays ${priceOf(order)}`);
}
