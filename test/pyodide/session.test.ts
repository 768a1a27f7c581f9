import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FILES } from '../../adapter/pyodide/distribution.ts';
import { dropSpare } from '../../adapter/pyodide/spare-worker.ts';
import { connect, launchArguments, type Settings } from '../support/session.ts';
import { serve } from './support/web-server.ts';
import { wheelOf } from './support/wheel.ts';

const HOME = 'node_modules/pyodide';
const WHEEL = wheelOf('tandem_answers', { 'tandem_answers.py': 'answer = 42' });
const LOST = wheelOf('tandem_lost', {});

let place: string;
/** Pyodide, with packages of ours in its distribution. */
let pyodide: string;

function program(text: string): string {
  const path = join(place, 'program.py');
  writeFileSync(path, text);
  return path;
}

/** Runs it to its end: what it wrote, and what the user was told. */
async function run(settings: Settings) {
  const client = await connect({ supportsProgressReporting: true });
  const launched = client.request('launch', launchArguments({ inProcess: true, pyodide, ...settings }));
  launched.catch(() => {});
  await Promise.race([client.waitFor('initialized'), launched]);
  await client.request('configurationDone', {});
  await launched;
  await client.waitFor('terminated');
  return {
    stdout: client.output('stdout'),
    stderr: client.output('stderr'),
    console: client.output('console'),
  };
}

// On Windows there is no in-process Python.
describe.skipIf(process.platform === 'win32')('a Python program that runs in-process', () => {
  /** One place for all tests here: the first time that Python is loaded from one takes longer. */
  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), 'tandem-in-process-'));
    vi.stubEnv('XDG_CACHE_HOME', join(place, 'cache'));
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']) vi.stubEnv(name, '');
    pyodide = join(place, 'pyodide');
    mkdirSync(pyodide);
    const lock = JSON.parse(readFileSync(join(HOME, 'pyodide-lock.json'), 'utf8'));
    lock.packages = { tandem_answers: WHEEL.entry, tandem_lost: LOST.entry };
    for (const name of FILES) {
      if (name === 'pyodide-lock.json') writeFileSync(join(pyodide, name), JSON.stringify(lock));
      else symlinkSync(join(process.cwd(), HOME, name), join(pyodide, name));
    }
  });

  afterAll(() => {
    dropSpare();
    vi.unstubAllEnvs();
    rmSync(place, { recursive: true });
  });

  it('says what it fetches, and fetches it once', async () => {
    const { address, asked } = await serve((_, response) => response.end(WHEEL.bytes));
    const settings = {
      program: program('import tandem_answers\nprint(tandem_answers.answer)'),
      pyodidePackages: address,
    };
    const first = await run(settings);
    expect(first).toMatchObject({ stdout: '42\n', stderr: '' });
    expect(first.console).toContain(`The program imports tandem_answers: fetched from ${address}, and kept.`);
    const second = await run(settings);
    expect(second).toMatchObject({ stdout: '42\n', console: '' });
    expect(asked).toEqual([`/${WHEEL.file}`]);
  });

  it('takes packages of Python alone from the environment beside the program', async () => {
    const site = join(place, '.venv', 'lib', 'python3.12', 'site-packages');
    mkdirSync(site, { recursive: true });
    mkdirSync(join(place, '.venv', 'bin'));
    writeFileSync(join(place, '.venv', 'pyvenv.cfg'), '');
    writeFileSync(join(place, '.venv', 'bin', 'python'), '', { mode: 0o755 });
    writeFileSync(join(site, 'helpful.py'), 'def help():\n  return __file__');
    const { stdout } = await run({ program: program('import helpful\nprint(helpful.help())') });
    expect(stdout).toBe(`${join(site, 'helpful.py')}\n`);
  });

  it('tells in the traceback why a package is not there', async () => {
    const { stderr } = await run({
      program: program('def late():\n  import tandem_lost\nlate()'),
      pyodidePackages: false,
    });
    expect(stderr).toMatch(
      /^Traceback .*\n.*program.py", line 3, in <module>\n(?:.*\n)+ {2}File ".*program.py", line 2, in late\n.*import tandem_lost\nModuleNotFoundError: No module named 'tandem_lost'\nThe package "tandem_lost" is not on this machine/,
    );
  });

  it('is cancelled where its progress is shown', async () => {
    const { address } = await serve((_, response) => void response.write('never all of it'));
    const client = await connect({ supportsProgressReporting: true });
    // What npm has installed is not the one that is asked for here.
    const launched = client.request(
      'launch',
      launchArguments({ inProcess: true, program: program('pass'), pyodide: address }),
    );
    launched.catch(() => {});
    const { progressId, title } = await client.waitFor('progressStart');
    expect(title).toBe('Fetching Python');
    await client.request('cancel', { progressId });
    await expect(launched).rejects.toMatchObject({ code: 'session.cancelled' });
    await client.waitFor('progressEnd');
    await client.waitFor('terminated');
  });

  it('ends with its session while something is fetched', async () => {
    const { address } = await serve((_, response) => void response.write('never all of it'));
    const launching = await connect();
    const asked = { inProcess: true, program: program('pass'), pyodide: address };
    const launched = launching.request('launch', launchArguments(asked));
    launched.catch(() => {});
    await expect.poll(() => launching.output('console')).toContain(address);
    await launching.request('disconnect', {});
    await expect(launched).rejects.toMatchObject({ code: 'session.ended' });

    const importing = await connect({ supportsProgressReporting: true });
    const settings = { inProcess: true, program: program('import tandem_lost'), pyodide };
    const runs = importing.request('launch', launchArguments({ ...settings, pyodidePackages: address }));
    await importing.waitFor('initialized');
    await importing.request('configurationDone', {});
    await runs;
    await importing.waitFor('progressStart', ({ title }) => title === 'Fetching tandem_lost');
    await importing.request('disconnect', {});
  });

  it('says before anything starts what is wrong with a directory', async () => {
    const started = run({ program: program('pass'), pyodide: join(place, 'cache') });
    await expect(started).rejects.toMatchObject({ code: 'pyodide.missing' });
  });
});
