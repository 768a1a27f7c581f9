import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { PackageDesk } from '../../adapter/pyodide/package-desk.ts';
import type { ShowProgress } from '../../adapter/util/progress.ts';
import { errors } from '../../protocol/errors.ts';
import type { Work } from './support/python-worker.ts';
import { serve, type WebServer } from './support/web-server.ts';
import { compiledModule, type Wheel, wheelOf } from './support/wheel.ts';

const WHEELS = [
  wheelOf('plain', { 'plain.py': 'answer = 42' }),
  wheelOf(
    'above',
    { 'above/__init__.py': 'from plain import answer\nfrom . import below', 'above/below.py': '' },
    ['plain'],
  ),
  wheelOf('compiled', {
    'compiled/__init__.py': 'from . import _core',
    'compiled/_core.cpython-314-wasm32-emscripten.so': compiledModule('_core'),
  }),
  wheelOf('lost', { 'lost.py': '' }),
];

let worker: Worker;
let place: string;
let directory: string;
let cache: string;
let environment: string;
let titles: string[];
let notes: string[];
let cancels: boolean;
let ports: MessagePort[];

/** One Python for all programs here: to load it takes seconds. */
beforeAll(async () => {
  const bundle = await build({
    entryPoints: ['test/pyodide/support/python-worker.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  worker = new Worker(bundle.outputFiles[0]!.text, { eval: true });
  await once(worker, 'message');
}, 120_000);

afterAll(() => worker.terminate());

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'tandem-packages-'));
  directory = join(place, 'pyodide');
  cache = join(place, 'cache');
  environment = join(place, 'site-packages');
  mkdirSync(directory);
  mkdirSync(environment);
  const packages = Object.fromEntries(WHEELS.map(({ entry }, index) => [`p${index}`, entry]));
  const lock = { packages: { ...packages, plain: packages.p0 } };
  writeFileSync(join(directory, 'pyodide-lock.json'), JSON.stringify(lock));
  titles = [];
  notes = [];
  ports = [];
  cancels = false;
  for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']) vi.stubEnv(name, '');
});

afterEach(() => {
  for (const port of ports) port.close();
  vi.unstubAllEnvs();
  rmSync(place, { recursive: true });
});

const progress: ShowProgress = (title, work) => {
  titles.push(title);
  const controller = new AbortController();
  if (cancels) controller.abort(errors.cancelled());
  return work(() => {}, controller.signal);
};

const distribution = (wheels: readonly Wheel[] = WHEELS): Promise<WebServer> =>
  serve((request, response) => {
    const wheel = wheels.find(({ file }) => request.url === `/full/${file}`);
    if (wheel) response.end(wheel.bytes);
    else response.writeHead(404).end();
  });

/** As for a new program: the Python that it is given to run resolves with `said`, or a traceback. */
async function python(asked: string | boolean): Promise<(code: string) => Promise<string>> {
  const notify = (text: string) => void notes.push(text);
  const desk = new PackageDesk({ directory, asked, cwd: place, progress, notify, cache });
  const { port1, port2 } = new MessageChannel();
  ports.push(port1);
  const bell = new Int32Array(new SharedArrayBuffer(4));
  port1.on('message', async (question) => {
    port1.postMessage(await desk.answer(question));
    Atomics.add(bell, 0, 1);
    Atomics.notify(bell, 0);
  });
  await done({ desk: port2, bell, environment }, [port2]);
  return (code) => done(code);
}

async function done(work: Work, transferred: readonly MessagePort[] = []): Promise<string> {
  worker.postMessage(work, transferred);
  return (await once(worker, 'message'))[0];
}

it('brings a package when it is imported, behind what it needs, and keeps it for the next program', async () => {
  const { address, asked } = await distribution();
  const run = await python(`${address}/full`);
  expect(await run('import above; said = above.answer')).toBe('42');
  expect(asked.toSorted()).toEqual(['/full/above-1.0-py3-none-any.whl', '/full/plain-1.0-py3-none-any.whl']);
  expect(titles).toEqual(['Fetching plain, above']);
  expect(notes).toEqual([expect.stringContaining('plain, above')]);
  expect(await run('import importlib.metadata; said = importlib.metadata.version("above")')).toBe('1.0');
  const another = await python(`${address}/full`);
  expect(await another('def late():\n  import plain\n  return plain.answer\nsaid = late()')).toBe('42');
  expect(asked).toHaveLength(2);
});

it('brings what is compiled', async () => {
  const { address } = await distribution();
  const run = await python(`${address}/full/`);
  expect(await run('import compiled; said = compiled._core.__name__')).toBe('compiled._core');
});

it('says in the traceback why a package cannot be had, and asks no second time', async () => {
  const { address, asked } = await distribution(WHEELS.slice(0, 1));
  const run = await python(`${address}/full`);
  const said = await run('try:\n  import lost\nexcept ImportError:\n  pass\nimport lost');
  expect(said).toMatch(
    /^Traceback .*\n {2}File "main.py", line 5, in <module>\nModuleNotFoundError: No module named 'lost'\nThe package "lost" could not be fetched from .*404/,
  );
  expect(asked).toHaveLength(1);
  expect(await run('import nobody')).toBe(
    'Traceback (most recent call last):\n  File "main.py", line 1, in <module>\nModuleNotFoundError: No module named \'nobody\'\n',
  );
  expect(readdirSync(join(cache, 'packages'))).toEqual([]);
});

it('uses nothing that is not the right file, and says when it was cancelled or is not allowed', async () => {
  const wrong = WHEELS.map((wheel) => ({ ...wheel, bytes: Buffer.from('something else') }));
  const { address, asked } = await distribution(wrong);
  const run = await python(`${address}/full`);
  expect(await run('import plain')).toContain('its checksum is another one');
  cancels = true;
  expect(await run('import compiled')).toContain('cancelled');
  expect(asked).toHaveLength(1);
  const offline = await python(false);
  expect(await offline('import plain')).toContain('"pyodidePackages": false');
});

it('takes packages from a directory, and those of the environment that are Python alone', async () => {
  const wheels = join(place, 'wheels');
  mkdirSync(wheels);
  writeFileSync(join(wheels, WHEELS[0]!.file), WHEELS[0]!.bytes);
  mkdirSync(join(environment, 'mine-2.0.dist-info'));
  writeFileSync(join(environment, 'mine-2.0.dist-info', 'METADATA'), 'Name: mine\nVersion: 2.0\n');
  writeFileSync(
    join(environment, 'mine.py'),
    'import importlib.metadata\nversion = importlib.metadata.version("mine")',
  );
  for (const name of ['plain', 'foreign']) {
    mkdirSync(join(environment, name));
    writeFileSync(join(environment, name, '__init__.py'), 'from . import core');
    writeFileSync(join(environment, name, 'core.cpython-312-x86_64-linux-gnu.so'), '');
  }
  const run = await python('wheels');
  expect(await run('import mine; said = mine.version')).toBe('2.0');
  expect(await run('import plain; said = plain.answer')).toBe('42');
  expect(await run('import foreign')).toContain('compiled for another Python');
  expect(await run('import lost')).toContain(`is not in "${wheels}"`);
  expect(titles).toEqual(['Fetching lost']);
});
