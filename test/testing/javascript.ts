import { it } from 'vitest';
import { debugs } from './support.ts';

export const SUM_TS = `interface Pair {
  a: number;
  b: number;
}

export const sum = ({ a, b }: Pair): number => {
  return a + b; // code
};
`;

/** All that titles may hold, for a runner whose functions are there for all files, or imported. */
export const tests = (imports: string, sum: string): string => `${imports}
${sum}

it('adds', () => console.log('RUN adds'));
describe('numbers (all) of [it]', () => {
  it('adds', () => {
    const pair = { a: 1, b: 2 };
    const result = sum(pair); // test
    console.log('RUN numbers adds');
    if (result !== 3) throw new Error('not the sum');
  });
  it('adds more', () => console.log('RUN numbers adds more'));
  it('costs $x "y" \\'z\\' 100% a|b ^ a/b', () => console.log('RUN odd'));
  it(\`is \${1 + 1}\`, () => console.log('RUN computed'));
  it('takes its time', async () => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    console.log('RUN slow');
  });
});
describe('others', () => {
  it('adds', () => console.log('RUN others adds'));
});
`;

export const PARAMETERS = `
describe.each([['small'], ['large']])('%s numbers', (size) => {
  it.each([{ a: 1 }, { a: 2 }])('are $a', ({ a }) => console.log(\`RUN \${size} \${a}\`));
  it('have names', () => console.log(\`RUN \${size} names\`));
});
`;

const ALL = ['adds', 'numbers adds', 'numbers adds more', 'odd', 'computed', 'slow', 'others adds'];
const NUMBERS = ALL.slice(1, -1);

/** The same of every runner, that of a project whose tests are in `name`. */
export function runsWhatIsClicked(runner: string, name: string, code: string, make: () => string): void {
  it('runs the one test that is clicked, stopping in it and in the code that it tests', () =>
    debugs(make(), name, {
      runner,
      clicked: "  it('adds'",
      stops: [
        [name, 'test'],
        [code, 'code'],
      ],
      runs: ['numbers adds'],
    }));
  it('runs a test whose title would be a pattern', () =>
    debugs(make(), name, { runner, clicked: "it('costs", runs: ['odd'] }));
  it('runs a test whose title is computed', () =>
    debugs(make(), name, { runner, clicked: 'it(`is', runs: ['computed'] }));
  it('runs a suite, for as long as it takes', () =>
    debugs(make(), name, { runner, clicked: "describe('numbers", runs: NUMBERS }));
  it('runs the whole file, and no other', () => debugs(make(), name, { runner, runs: ALL }));
}
