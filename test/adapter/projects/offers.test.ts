import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../adapter/launch/configuration.ts';
import { type Offer, offersOf } from '../../../adapter/projects/offers.ts';
import { PATIENT } from '../../../adapter/projects/patient-tests.ts';

const made: string[] = [];

afterEach(async () => {
  await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true })));
});

/** What is offered in a folder with these files, `in` a part of it. What is no text is written as JSON. */
async function offered(files: Readonly<Record<string, unknown>>, part = ''): Promise<Offer[]> {
  const folder = await mkdtemp(join(tmpdir(), 'offers-'));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  const offers = await offersOf(join(folder, part));
  for (const { configuration } of offers) {
    const { name: _, ...settings } = configuration;
    expect(() => parseConfiguration(settings)).not.toThrow();
  }
  return offers;
}

const of = (purpose: Offer['purpose'], offers: readonly Offer[]): object[] =>
  offers.filter((offer) => offer.purpose === purpose).map(({ configuration }) => configuration);

const names = (offers: readonly Offer[]): string[] => offers.map(({ configuration }) => configuration.name);

describe('what a folder is offered', () => {
  it('is nothing where there is nothing to run', async () => {
    expect(await offered({ 'notes.md': '# Notes' })).toEqual([]);
    expect(await offersOf(join(tmpdir(), 'not-there'))).toEqual([]);
  });

  it.each([
    [
      'what package.json calls it',
      { 'package.json': { main: './lib/shop' }, 'lib/shop.js': '' },
      'lib/shop.js',
    ],
    ['the one of a directory', { 'package.json': { main: 'lib' }, 'lib/index.js': '' }, 'lib/index.js'],
    [
      'a usual one where that is not built',
      { 'package.json': { main: 'dist/a.js' }, 'src/index.ts': '' },
      'src/index.ts',
    ],
    ['a usual one without a package.json', { 'server.mjs': '' }, 'server.mjs'],
    ['of Python', { 'main.py': 'print()' }, 'main.py'],
  ])('is its main program: %s', async (_, files, program) => {
    expect(await offered(files)).toEqual([
      {
        purpose: 'program',
        configuration: { name: `Debug ${program}`, program: `\${workspaceFolder}/${program}` },
      },
    ]);
  });

  it('is its scripts, without those that npm runs by itself', async () => {
    const scripts = { build: 'x', prebuild: 'x', prepare: 'x', dev: 'x', 'dev:api': 'x', preview: 'x' };
    const offers = await offered({ 'package.json': { scripts } });
    expect(names(offers)).toEqual([
      'Debug npm run dev',
      'Debug npm run dev:api',
      'Debug npm run preview',
      'Debug npm run build',
    ]);
    expect(of('script', offers)).toEqual([
      { name: 'Debug npm run build', runtimeExecutable: 'npm', runtimeArgs: ['run', 'build'] },
    ]);
  });

  it.each([
    ['pnpm', { 'pnpm-lock.yaml': '', 'part/package.json': { scripts: { dev: 'x' } } }],
    ['yarn', { 'yarn.lock': '', 'part/package.json': { scripts: { dev: 'x' } } }],
    [
      'npm',
      { 'yarn.lock': '', 'part/package-lock.json': '', 'part/package.json': { scripts: { dev: 'x' } } },
    ],
    ['pnpm', { 'part/package.json': { packageManager: 'pnpm@10.1.0', scripts: { dev: 'x' } } }],
  ])('is run by %s where the project is', async (manager, files) => {
    expect(names(await offered(files, 'part'))).toEqual([`Debug ${manager} run dev`]);
  });

  it.each([
    ['vitest', 'vitest/vitest.mjs', ['run', ...PATIENT.vitest], []],
    ['jest', 'jest/bin/jest.js', PATIENT.jest, ['--runTestsByPath']],
    ['mocha', 'mocha/bin/mocha.js', PATIENT.mocha, []],
  ])('is its tests with %s, installed here or above', async (name, program, args, ofFile) => {
    const files = {
      [`node_modules/${program}`]: '',
      'part/package.json': { devDependencies: { [name]: '*' } },
    };
    const offers = await offered(files, 'part');
    const path = `\${workspaceFolder}/../node_modules/${program}`;
    expect(of('tests', offers)).toMatchObject([{ program: path, args }]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the editor that fills it in.
    expect(of('testFile', offers)).toMatchObject([{ program: path, args: [...args, ...ofFile, '${file}'] }]);
  });

  it('is no test runner that is not installed', async () => {
    expect(await offered({ 'package.json': { devDependencies: { vitest: '*' } } })).toEqual([]);
  });

  it('is the tests that Node itself runs', async () => {
    const scripts = { test: 'tsc && node --import tsx --test' };
    const offers = await offered({ 'package.json': { scripts } });
    expect(of('tests', offers)).toEqual([{ name: 'Debug Tests with node --test', runtimeArgs: ['--test'] }]);
  });

  it.each([
    { 'pytest.ini': '' },
    { 'tests/conftest.py': '' },
    { 'pyproject.toml': '[tool.pytest.ini_options]\n' },
    { 'requirements-dev.txt': 'pytest>=8\n' },
  ])('is its tests with pytest: %j', async (files) => {
    expect(names(await offered(files))).toEqual([
      'Debug Tests with pytest',
      'Debug Tests of Current File with pytest',
    ]);
  });

  it('is no pytest where another thing is in pyproject.toml', async () => {
    expect(await offered({ 'pyproject.toml': '[tool.black]\n' })).toEqual([]);
  });

  it.each([
    [{ 'manage.py': '' }, { name: 'Debug Django', args: ['runserver', '--noreload'] }],
    [
      { 'app/main.py': 'from fastapi import FastAPI\n\napi: FastAPI = FastAPI()\n' },
      { name: 'Debug FastAPI', module: 'uvicorn', args: ['app.main:api'] },
    ],
    [
      { 'app/__init__.py': 'import flask\nweb = flask.Flask(__name__)\n' },
      { name: 'Debug Flask', module: 'flask', env: { FLASK_APP: 'app:web' } },
    ],
  ])('is the server of a framework: %j', async (files, configuration) => {
    const offers = await offered(files);
    expect(of('server', offers)).toMatchObject([configuration]);
    expect(of('program', offers)).toEqual([]);
  });

  it.each([
    '{ "scripts": ',
    '[]',
    '{ "main": 1, "scripts": "none", "devDependencies": ["vitest"] }',
    { scripts: { dev: 1 } },
  ])('does not depend on a package.json that is good: %j', async (text) => {
    expect(await offered({ 'package.json': text })).toEqual([]);
  });
});
