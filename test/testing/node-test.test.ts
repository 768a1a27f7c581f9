import { describe, it } from 'vitest';
import { debugs, project } from './support.ts';

/** Node 20 knows a test by its own name alone. */
const knowsFullNames = Number(process.versions.node.split('.')[0]) >= 22;

const SUM = `export const sum = (a, b) => {
  return a + b; // code
};
`;

const TESTS = `import assert from 'node:assert';
import test, { describe as group, it } from 'node:test';
import { sum } from './sum.mjs';

test('adds', () => {
  console.log('RUN adds');
});
test('adds more', () => console.log('RUN adds more'));
group('numbers', () => {
  it('adds', () => {
    const result = sum(1, 2); // test
    console.log('RUN numbers adds');
    assert.equal(result, 3);
  });
  it('takes (all) of [it] $x "y" \\'z\\' 100% a|b', () => console.log('RUN odd'));
  group('deep', () => {
    it('subtracts', () => console.log('RUN numbers deep subtracts'));
  });
});
group('others', () => {
  it('multiplies', () => console.log('RUN others multiplies'));
});
`;

const files = { 'sum.mjs': SUM, 'sum.test.mjs': TESTS };

describe('node:test', () => {
  const runner = 'node:test';

  it('runs the one test that is clicked, stopping in it and in the code that it tests', () =>
    debugs(project(files), 'sum.test.mjs', {
      runner,
      clicked: "  it('adds'",
      stops: [
        ['sum.test.mjs', 'test'],
        ['sum.mjs', 'code'],
      ],
      runs: knowsFullNames ? ['numbers adds'] : ['adds', 'numbers adds'],
    }));

  it('does not run tests of the same name in suites', () =>
    debugs(project(files), 'sum.test.mjs', {
      runner,
      clicked: "test('adds',",
      runs: knowsFullNames ? ['adds'] : ['adds', 'numbers adds'],
    }));

  it('runs a test whose title would be a pattern', () =>
    debugs(project(files), 'sum.test.mjs', { runner, clicked: "it('takes", runs: ['odd'] }));

  it('runs a suite in a suite', () =>
    debugs(project(files), 'sum.test.mjs', {
      runner,
      clicked: "group('deep'",
      runs: ['numbers deep subtracts'],
    }));

  it('runs a suite', () =>
    debugs(project(files), 'sum.test.mjs', {
      runner,
      clicked: "group('numbers'",
      runs: ['numbers adds', 'odd', 'numbers deep subtracts'],
    }));

  it('runs the whole file', () =>
    debugs(project(files), 'sum.test.mjs', {
      runner,
      runs: ['adds', 'adds more', 'numbers adds', 'odd', 'numbers deep subtracts', 'others multiplies'],
    }));

  it('runs TypeScript with what the test script loads', () =>
    debugs(
      project({
        'package.json': JSON.stringify({ scripts: { test: 'tsc && node --import ./setup.mjs --test' } }),
        'setup.mjs': "console.log('RUN setup');",
        'typed.test.ts':
          "import { it } from 'node:test';\nit('is typed', () => {\n  const one: number = 1; // test\n  console.log('RUN typed', one);\n});\n",
      }),
      'typed.test.ts',
      { runner, clicked: "it('is", stops: [['typed.test.ts', 'test']], runs: ['setup', 'typed 1'] },
    ));
});
