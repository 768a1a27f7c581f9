const orders = [
  {
    id: 1,
    customer: 'Ada',
    items: [
      { name: 'keyboard', price: 4900, count: 1 },
      { name: 'cable', price: 700, count: 3 },
    ],
  },
  {
    id: 2,
    customer: 'Grace',
    coupon: 'TEN',
    items: [
      { name: 'compiler', price: 12000, count: 1 },
      { name: 'manual', price: 2500, count: 2 },
    ],
  },
  {
    id: 3,
    customer: 'Linus',
    coupon: 'TENN',
    items: [{ name: 'kernel', price: 9900, count: 1 }],
  },
];

/** As a database would: later. */
export async function loadOrders() {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return orders;
}
