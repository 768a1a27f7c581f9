import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launchSettings } from '../../extension/testing/tests-in.ts';
import { files } from '../support/fixtures.ts';
import { project, testsOf } from '../testing/support.ts';

const TEST = "it('is', () => {});\n";
const PACKAGE = { bin: 'bin.js' };
const installed = (...names: readonly string[]) =>
  Object.fromEntries(
    names.flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify(PACKAGE)],
      [`node_modules/${name}/bin.js`, ''],
    ]),
  );
const manifest = (content: object) => ({ 'package.json': JSON.stringify(content) });

async function runnerOf(
  contents: Readonly<Record<string, string>>,
  name: string,
): Promise<string | undefined> {
  const directory = files({ '.git/HEAD': '', ...contents });
  return (await testsOf(join(directory, name), directory))?.runner.name;
}

describe('the runner of a JavaScript file', () => {
  const all = installed('jest', 'mocha', 'vitest');

  it.each([
    ['a dependency', manifest({ devDependencies: { mocha: '1' } }), 'mocha'],
    ['a script', manifest({ devDependencies: { mocha: '1', jest: '1' }, scripts: { test: 'jest' } }), 'jest'],
    ['a file', { ...manifest({ scripts: { test: 'jest' } }), '.mocharc.yml': '' }, 'mocha'],
    ['settings in package.json', manifest({ jest: {}, devDependencies: { vitest: '1' } }), 'jest'],
  ])('is told by %s', async (_, contents, runner) => {
    expect(await runnerOf({ ...all, ...contents, 'a.test.js': TEST }, 'a.test.js')).toBe(runner);
  });

  it('is the one of the nearest package', async () => {
    const contents = {
      ...manifest({ devDependencies: { jest: '1' } }),
      'packages/a/package.json': JSON.stringify({ devDependencies: { mocha: '1' } }),
      'packages/a/test/a.js': TEST,
    };
    expect(await runnerOf({ ...all, ...contents }, 'packages/a/test/a.js')).toBe('mocha');
  });

  it('is the one that the file imports from', async () => {
    const contents = {
      ...manifest({ devDependencies: { jest: '1' } }),
      'a.js': `import { it } from 'node:test';\n${TEST}`,
    };
    expect(await runnerOf({ ...all, ...contents }, 'a.js')).toBe('node:test');
  });

  it.each([
    ['is not installed', manifest({ devDependencies: { jest: '1' } }), 'a.test.js', TEST],
    ['is none of ours', all, 'a.test.js', `import { it } from 'bun:test';\n${TEST}`],
    ['is not named', all, 'a.test.js', TEST],
    ['has nothing to do with the file', { ...all, ...manifest({ jest: {} }) }, 'contest.js', TEST],
    ['has nothing to run', { ...all, ...manifest({ jest: {} }) }, 'a.test.js', 'export {};'],
  ])('is nobody where it %s', async (_, contents, name, source) => {
    expect(await runnerOf({ ...contents, [name]: source }, name)).toBe(undefined);
  });

  it('is started as the script of its project starts it', async () => {
    const directory = project({
      '.git/HEAD': '',
      'packages/a/package.json': JSON.stringify({
        devDependencies: { vitest: '1' },
        scripts: {
          test: 'cross-env NODE_OPTIONS="--import tsx --no-warnings" vitest --config vitest.unit.ts --ui',
        },
      }),
      'packages/a/src/a.test.ts': TEST,
    });
    const file = join(directory, 'packages/a/src/a.test.ts');
    const settings = await launchSettings((await testsOf(file, directory))!, undefined, file);
    expect(settings).toMatchObject({
      name: 'a.test.ts (vitest)',
      cwd: join(directory, 'packages/a'),
      runtimeArgs: ['--import', 'tsx', '--no-warnings'],
    });
    expect((settings.args as string[]).slice(0, 4)).toEqual(['run', '--config', 'vitest.unit.ts', file]);
  });
});

describe('the runner of a Python file', () => {
  const SOURCE = 'def test_a(): pass\nclass B(unittest.TestCase):\n    def test_c(self): pass\n';
  const environment = (packages: readonly string[], settings = '') => ({
    '.venv/pyvenv.cfg': settings,
    ...Object.fromEntries(packages.map((name) => [`.venv/lib/python3.12/site-packages/${name}`, ''])),
  });
  const settingsOf = async (contents: Readonly<Record<string, string>>) => {
    const directory = files({ '.git/HEAD': '', 'test_a.py': SOURCE, ...contents });
    const file = join(directory, 'test_a.py');
    const tests = await testsOf(file, directory, join(directory, '.venv/bin/python'));
    const settings = tests && (await launchSettings(tests, undefined, file));
    return { names: tests?.items.length, module: settings?.module, args: settings?.args };
  };

  it('is pytest, if that is in its environment', async () => {
    expect(await settingsOf(environment(['pytest/x']))).toEqual({
      names: 3,
      module: 'pytest',
      args: ['test_a.py', '--capture=no'],
    });
  });

  it('is unittest otherwise, for what it finds', async () => {
    expect(await settingsOf(environment([]))).toEqual({ names: 2, module: 'unittest', args: ['test_a'] });
  });

  it('keeps plugins out of the way that are in its environment', async () => {
    const packages = ['pytest/x', 'pytest_cov/x', 'pytest_timeout.py', 'xdist/x'];
    expect((await settingsOf(environment(packages))).args).toEqual([
      'test_a.py',
      '--capture=no',
      '--no-cov',
      '--timeout=0',
      '--numprocesses=0',
    ]);
  });

  it('is nobody without an interpreter', async () => {
    const directory = files({ 'test_a.py': SOURCE });
    expect(await testsOf(join(directory, 'test_a.py'), directory)).toBe(undefined);
  });
});
