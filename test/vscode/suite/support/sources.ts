/** Adds in a loop, and ends with a code of its own. */
export const COUNTER = `function add(limit) {
  let sum = 0;
  for (let i = 1; i <= limit; i += 1) {
    sum += i; // loop
  }
  return sum; // return
}

console.log('sum', add(3)); // call
process.exitCode = 3;
`;

/** Types that have to go before it can run. */
export const TYPED = `interface Shape {
  readonly name: string;
  readonly sides: number;
}

function describe(shape: Shape): void {
  const text: string = \`\${shape.name} has \${shape.sides} sides\`;
  console.log(text); // described
}

describe({ name: 'square', sides: 4 });
`;

/** Something to look at, for the screenshots. */
export const ORDERS = `const orders = [
  { customer: 'Ada', items: [{ name: 'tea', price: 4.5 }, { name: 'scone', price: 3 }] },
  { customer: 'Grace', items: [{ name: 'coffee', price: 3.8 }] },
];

function invoice(order) {
  const total = order.items.reduce((sum, { price }) => sum + price, 0);
  const text = \`\${order.customer} pays \${total.toFixed(2)}\`;
  console.log(text); // stop
}

for (const order of orders) {
  invoice(order);
}
`;

export const LOGS = `const user = { name: 'Ada', tags: ['x', 'y'] };
console.log(user);
user.seen = true; // stop
process.stdin.once('data', (text) => {
  console.log('hello ' + String(text).trim());
  process.exit();
});
`;
