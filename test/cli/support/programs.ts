import { files } from '../../support/fixtures.ts';

/** A program with a loop, and a function that it calls with 1, 2, 3. Its exit code is its first argument, or 0. */
export const COUNTER = `const total = { sum: 0 };
function add(value) {
  total.sum += value; // add
  return total.sum;
}
for (let i = 1; i <= 3; i += 1) {
  console.log('sum', add(i));
}
console.error('done'); // done
process.exitCode = Number(process.argv[2] ?? 0);
`;

/** A directory with the counter in it; gone after the test. */
export const counterDirectory = (): string => files({ 'counter.js': COUNTER });
