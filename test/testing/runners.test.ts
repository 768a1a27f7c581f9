import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest';
import { findJest } from '../support/jest.ts';
import { environmentAt, findPytest } from '../support/pytest.ts';
import { debugs, MODULES, project } from './support.ts';

const SUM_TS = `interface Pair {
  a: number;
  b: number;
}

export const sum = ({ a, b }: Pair): number => {
  return a + b; // code
};
`;

/** All that titles may hold, for a runner whose functions are there for all files, or imported. */
const tests = (imports: string, sum: string): string => `${imports}
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

const PARAMETERS = `
describe.each([['small'], ['large']])('%s numbers', (size) => {
  it.each([{ a: 1 }, { a: 2 }])('are $a', ({ a }) => console.log(\`RUN \${size} \${a}\`));
  it('have names', () => console.log(\`RUN \${size} names\`));
});
`;

const ALL = ['adds', 'numbers adds', 'numbers adds more', 'odd', 'computed', 'slow', 'others adds'];
const NUMBERS = ALL.slice(1, -1);

/** The same of every runner, that of a project whose tests are in `name`. */
function runsWhatIsClicked(runner: string, name: string, code: string, make: () => string): void {
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

/** Skips what cannot be had here. */
const beforeEachNeeds = (it: () => string | undefined): void =>
  beforeEach(({ skip }) => skip(it() === undefined, 'cannot be installed here'));

describe('vitest', () => {
  const source = tests("import { describe, it } from 'vitest';", "import { sum } from './sum.ts';");
  const make = (more: Readonly<Record<string, string>> = {}) =>
    project({
      'package.json': JSON.stringify({ devDependencies: { vitest: '*' } }),
      'vitest.config.mjs': 'export default { test: { testTimeout: 200, pool: "threads" } };',
      'src/sum.ts': SUM_TS,
      'src/sum.test.ts': source,
      'src/other.test.ts': source.replaceAll('RUN', 'RUN of another file'),
      ...more,
    });
  runsWhatIsClicked('vitest', 'src/sum.test.ts', 'src/sum.ts', make);

  it('runs tests with parameters', () =>
    debugs(make({ 'src/each.test.ts': source.split('\n', 1)[0] + PARAMETERS }), 'src/each.test.ts', {
      runner: 'vitest',
      clicked: 'it.each',
      runs: ['small 1', 'small 2', 'large 1', 'large 2'],
    }));

  it('is known by its configuration where its functions are there for all files', () =>
    debugs(
      project({
        'vitest.config.mjs': 'export default { test: { globals: true } };',
        'package.json': JSON.stringify({ devDependencies: { vitest: '*', mocha: '*' } }),
        'src/global.test.ts': "it('is', () => console.log('RUN global'));\n",
      }),
      'src/global.test.ts',
      { runner: 'vitest', clicked: 'it(', runs: ['global'] },
    ));
});

describe('mocha', () => {
  const source = tests('', "const { sum } = require('../sum.js');");
  runsWhatIsClicked('mocha', 'test/sum.spec.js', 'sum.js', () =>
    project({
      'package.json': JSON.stringify({
        devDependencies: { mocha: '*' },
        scripts: { test: 'mocha --parallel' },
      }),
      '.mocharc.json': JSON.stringify({ timeout: 200, parallel: true }),
      'sum.js': 'exports.sum = ({ a, b }) => {\n  return a + b; // code\n};\n',
      'test/sum.spec.js': source,
      'test/other.spec.js': source.replaceAll('RUN', 'RUN of another file'),
    }),
  );

  it('runs TypeScript with what the test script loads', () =>
    debugs(
      project({
        'package.json': JSON.stringify({
          devDependencies: { mocha: '*' },
          scripts: { test: 'c8 mocha --import=tsx "test/**/*.ts"' },
        }),
        'sum.ts': SUM_TS,
        'test/sum.spec.ts': tests('', "import { sum } from '../sum.ts';"),
      }),
      'test/sum.spec.ts',
      {
        runner: 'mocha',
        clicked: "  it('adds'",
        stops: [
          ['test/sum.spec.ts', 'test'],
          ['sum.ts', 'code'],
        ],
        runs: ['numbers adds'],
      },
    ));
});

describe('jest', () => {
  let jest: string | undefined;
  beforeAll(() => {
    jest = findJest();
  }, 300_000);
  const source = tests('', "const { sum } = require('./sum');");
  const make = (more: Readonly<Record<string, string>> = {}) =>
    project(
      {
        'package.json': JSON.stringify({ jest: { testTimeout: 200, collectCoverage: true } }),
        'src/sum.js': 'exports.sum = ({ a, b }) => {\n  return a + b; // code\n};\n',
        'src/sum.test.js': source,
        'src/other.test.js': source.replaceAll('RUN', 'RUN of another file'),
        ...more,
      },
      jest ? dirname(dirname(dirname(jest))) : MODULES,
    );
  beforeEachNeeds(() => jest);
  runsWhatIsClicked('jest', 'src/sum.test.js', 'src/sum.js', make);

  it('runs tests with parameters', () =>
    debugs(make({ 'src/each.test.js': PARAMETERS }), 'src/each.test.js', {
      runner: 'jest',
      clicked: 'it.each',
      runs: ['small 1', 'small 2', 'large 1', 'large 2'],
    }));
});

const TEST_SUM_PY = `import unittest
from code_under_test import total


class TestNumbers(unittest.TestCase):
    """def test_not(self): it's not"""

    def test_adds(self):
        result = total([1, 2])  # test
        print("RUN numbers adds")
        self.assertEqual(result, 3)

    def test_adds_more(self):
        print("RUN numbers adds more")


class TestOthers(unittest.TestCase):
    def test_adds(self):
        print("RUN others adds")
`;
const CODE_PY = 'def total(numbers):\n    return sum(numbers)  # code\n';
const PYTEST_PY = `import pytest


@pytest.mark.parametrize("a", [1, 2])
def test_with(a):
    print("RUN with", a)


class TestPlain:
    class TestDeep:
        def test_here(self):
            print("RUN deep")
`;

describe('pytest', () => {
  let python: string | undefined;
  beforeAll(() => {
    python = findPytest();
  }, 300_000);
  beforeEachNeeds(() => python);
  const make = () =>
    project({
      'pyproject.toml': '',
      'code_under_test.py': CODE_PY,
      'tests/test_sum.py': TEST_SUM_PY,
      'tests/test_plain.py': PYTEST_PY,
    });

  it('runs the one test that is clicked, stopping in it and in the code that it tests', () =>
    debugs(
      make(),
      'tests/test_sum.py',
      {
        runner: 'pytest',
        clicked: 'def test_adds(self):\n        result',
        stops: [
          ['tests/test_sum.py', 'test'],
          ['code_under_test.py', 'code'],
        ],
        runs: ['numbers adds'],
      },
      python,
    ));

  it('runs a test with all of its parameters', () =>
    debugs(
      make(),
      'tests/test_plain.py',
      { runner: 'pytest', clicked: 'def test_with', runs: ['with 1', 'with 2'] },
      python,
    ));

  it('runs a class in a class', () =>
    debugs(
      make(),
      'tests/test_plain.py',
      { runner: 'pytest', clicked: 'class TestDeep', runs: ['deep'] },
      python,
    ));
});

describe('unittest', () => {
  let home: string;
  let python: string | undefined;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'tandem-venv-'));
    python = environmentAt(home, ['--without-pip']);
  }, 60_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  beforeEachNeeds(() => python);

  it('runs the one test that is clicked, stopping in it and in the code that it tests', () =>
    debugs(
      project({ 'code_under_test.py': CODE_PY, 'tests/test_sum.py': TEST_SUM_PY }),
      'tests/test_sum.py',
      {
        runner: 'unittest',
        clicked: 'def test_adds(self):\n        result',
        stops: [
          ['tests/test_sum.py', 'test'],
          ['code_under_test.py', 'code'],
        ],
        runs: ['numbers adds'],
      },
      python,
    ));

  it('runs a class of a file in a directory that cannot be imported', () =>
    debugs(
      project({ 'my-tests/code_under_test.py': CODE_PY, 'my-tests/test_sum.py': TEST_SUM_PY }),
      'my-tests/test_sum.py',
      { runner: 'unittest', clicked: 'class TestNumbers', runs: ['numbers adds', 'numbers adds more'] },
      python,
    ));
});
