import { symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { files, lineOf } from '../support/fixtures.ts';
import { findJest } from '../support/jest.ts';
import { launch, type Settings } from '../support/session.ts';

const modules = resolve('node_modules');

const SUM = `exports.sum = ({ a, b }) => {
  const result = a + b; // code
  return result;
};
`;
const SUM_ES = SUM.replace('exports.sum =', 'export const sum =');
const SUM_TS = `interface Pair { a: number; b: number }

${SUM_ES.replace('({ a, b })', '({ a, b }: Pair): number')}`;

const test = (imports: string): string => `${imports}

it('adds', () => {
  const pair = { a: 1, b: 2 }; // test
  if (sum(pair) !== 3) throw new Error('not the sum');
});
`;

const REQUIRE = "const { sum } = require('./sum.cjs');";
const IMPORT = "import { sum } from './sum.mjs';";

/** A project with a test, beside what it tests and what is installed. */
function project(contents: Readonly<Record<string, string>>, installed = modules): string {
  const directory = files({ 'sum.cjs': SUM, 'sum.mjs': SUM_ES, 'sum.ts': SUM_TS, ...contents });
  symlinkSync(installed, join(directory, 'node_modules'), 'junction');
  return directory;
}

/** Runs a project's tests as its user would, with breakpoints in two files; both must stop the very first run. */
async function stopsInBoth(directory: string, [tests, code]: readonly [string, string], settings: Settings) {
  const { client, launched } = await launch({ cwd: directory, ...settings });
  const marks = [
    [join(directory, tests), 'test'],
    [join(directory, code), 'code'],
  ] as const;
  for (const [path, mark] of marks) {
    const breakpoints = [{ line: lineOf(path, mark) }];
    await client.request('setBreakpoints', { source: { path }, breakpoints });
  }
  await client.request('setExceptionBreakpoints', { filters: [] });
  await client.request('configurationDone', {});
  await launched;
  const stops: string[] = [];
  for (const _ of marks) {
    const { threadId, reason } = await client.waitFor('stopped');
    const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
    stops.push(`${reason} ${basename(stackFrames[0]!.source!.path!)}:${stackFrames[0]!.line}`);
    await client.request('continue', { threadId: threadId! });
  }
  expect(stops).toEqual(marks.map(([path, mark]) => `breakpoint ${basename(path)}:${lineOf(path, mark)}`));
  await client.waitFor('terminated');
  expect(await client.waitFor('exited')).toEqual({ exitCode: 0 });
}

describe('node:test', () => {
  const source = test(`import { it } from 'node:test';\n${IMPORT}`);

  it('runs a file', async () => {
    const directory = project({ 'sum.test.mjs': source });
    await stopsInBoth(directory, ['sum.test.mjs', 'sum.mjs'], { program: join(directory, 'sum.test.mjs') });
  });

  it('runs all files, each in a process of its own', async () => {
    const directory = project({
      'sum.test.mjs': source,
      'other.test.cjs': "require('node:test').it('is', () => {});",
    });
    await stopsInBoth(directory, ['sum.test.mjs', 'sum.mjs'], { runtimeArgs: ['--test'] });
  });

  it('runs below npm', async () => {
    const scripts = { test: 'node --test' };
    const directory = project({ 'sum.test.mjs': source, 'package.json': JSON.stringify({ scripts }) });
    await stopsInBoth(directory, ['sum.test.mjs', 'sum.mjs'], {
      runtimeExecutable: 'npm',
      runtimeArgs: ['test'],
    });
  });
});

describe('vitest', () => {
  it.each(['forks', 'threads', 'vmThreads', 'vmForks'])('runs TypeScript in %s', async (pool) => {
    const directory = project({
      'sum.test.ts': test(
        "import { it } from 'vitest';\nimport { sum } from './sum.ts';\n\ntype Unused = { a: 1 };",
      ),
      'vitest.config.mjs': 'export default {};',
    });
    await stopsInBoth(directory, ['sum.test.ts', 'sum.ts'], {
      program: join(directory, 'node_modules/vitest/vitest.mjs'),
      args: ['run', `--pool=${pool}`],
    });
  });
});

describe('mocha', () => {
  it.each([
    ['sum.spec.cjs', 'sum.cjs', REQUIRE, []],
    ['sum.spec.mjs', 'sum.mjs', IMPORT, []],
    ['sum.spec.cjs', 'sum.cjs', REQUIRE, ['--parallel']],
    ['sum.spec.mjs', 'sum.mjs', IMPORT, ['--parallel']],
  ])('runs $0, with $3', async (tests, code, imports, options) => {
    const directory = project({ [tests]: test(imports), 'other.spec.cjs': "it('is', () => {});" });
    await stopsInBoth(directory, [tests, code], {
      program: join(directory, 'node_modules/mocha/bin/mocha.js'),
      args: [...options, tests, 'other.spec.cjs'],
    });
  });
});

describe('jest', () => {
  let jest: string | undefined;
  beforeAll(() => {
    jest = findJest();
  }, 300_000);

  it.for([
    ['in one process', ['--runInBand']],
    ['in processes', ['--maxWorkers=2']],
    ['in workers', ['--maxWorkers=2', '--workerThreads']],
  ] as const)('runs %s', async ([_, options], { skip }) => {
    if (!jest) return skip('Jest cannot be installed here');
    const others = Object.fromEntries(
      ['a', 'b', 'c'].map((name) => [`${name}.test.js`, "it('is', () => {});"]),
    );
    const directory = project(
      {
        'sum.js': SUM,
        'sum.test.js': test("const { sum } = require('./sum');"),
        'package.json': '{}',
        ...others,
      },
      dirname(dirname(dirname(jest))),
    );
    await stopsInBoth(directory, ['sum.test.js', 'sum.js'], {
      program: join(directory, 'node_modules/jest/bin/jest.js'),
      args: [...options, `--cacheDirectory=${join(directory, 'cache')}`],
    });
  });
});
