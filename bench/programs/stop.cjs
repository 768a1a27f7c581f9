// What the debuggers are measured on: ten frames deep, with the variables that real programs have.
'use strict';

class Order {
  constructor(id, items) {
    this.id = id;
    this.items = items;
  }

  get total() {
    return this.items.reduce((sum, { price, count }) => sum + price * count, 0);
  }
}

function makeOrders(count) {
  return Array.from({ length: count }, (_, id) => {
    const items = Array.from({ length: 3 }, (_, item) => ({
      name: `item ${item}`,
      price: 10 * item,
      count: item,
    }));
    return new Order(id, items);
  });
}

function summarise(orders) {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const names = new Set(orders.flatMap(({ items }) => items.map(({ name }) => name)));
  const options = { currency: 'EUR', digits: 2, nested: { deep: [1, 2, 3] } };
  const label = `${orders.length} orders`;
  let sum = 0;
  sum += orders[0].total; // breakpoint
  sum += orders[1].total;
  sum += orders[2].total;
  sum += orders[3].total;
  sum += orders[4].total;
  sum += orders[5].total;
  sum += orders[6].total;
  return { label, sum, options, orders: byId.size, names: names.size };
}

function descend(depth, orders) {
  return depth === 0 ? summarise(orders) : descend(depth - 1, orders);
}

descend(8, makeOrders(40));
