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

export const LOGS = `const user = { name: 'Ada', tags: ['x', 'y'] };
console.log(user);
user.seen = true; // stop
process.stdin.once('data', (text) => {
  console.log('hello ' + String(text).trim());
  process.exit();
});
`;
