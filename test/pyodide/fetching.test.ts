import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { cacheDirectory } from '../../adapter/pyodide/cache-directory.ts';
import { FILES } from '../../adapter/pyodide/distribution.ts';
import { findPyodide, type PyodideQuestion } from '../../adapter/pyodide/find-pyodide.ts';
import { deferred } from '../../adapter/util/deferred.ts';
import type { ShowProgress, Stage } from '../../adapter/util/progress.ts';
import { errors } from '../../protocol/errors.ts';
import { integrityOf, tarballOf } from './support/tarball.ts';
import { serve } from './support/web-server.ts';

const CONTENTS = FILES.map((name) => [name, `contents of ${name}`] as const);
const TARBALL = tarballOf([
  ...CONTENTS.map(([name, text]) => [`package/${name}`, text] as const),
  ['package/../../escaped.txt', 'not wanted'],
  ['package/console.html', 'not wanted'],
  ['package/pyodide.d.ts', '/etc/passwd', '2'],
]);
const PINNED = { version: '0.0.1', integrity: integrityOf(TARBALL) };

let cache: string;
let stages: Stage[];
let notes: string[];

beforeEach(() => {
  const place = mkdtempSync(join(tmpdir(), 'tandem-pyodide-'));
  onTestFinished(() => rmSync(place, { recursive: true }));
  cache = join(place, 'deeper', 'tandem');
  stages = [];
  notes = [];
  // A proxy of this machine must not come between.
  for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']) vi.stubEnv(name, '');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
});

const shown =
  (signal: AbortSignal = new AbortController().signal): ShowProgress =>
  (_title, work) =>
    work((stage) => stages.push(stage), signal);

const find = (asked: string | undefined, more: Partial<PyodideQuestion> = {}) =>
  findPyodide({
    asked,
    cwd: tmpdir(),
    progress: shown(),
    notify: (text) => notes.push(text),
    pinned: PINNED,
    cache,
    ...more,
  });

const tarballServer = (answer: RequestListener = (_, response) => response.end(TARBALL)) => serve(answer);

const directory = () => join(cache, 'pyodide-0.0.1');

function expectWhole(): void {
  for (const [name, text] of CONTENTS) expect(readFileSync(join(directory(), name), 'utf8')).toBe(text);
  expect(readdirSync(directory()).sort()).toEqual([...FILES].sort());
  expectNothingElse();
}

/** No draft, and nothing beside the cache. */
function expectNothingElse(): void {
  const left = readdirSync(join(cache, '..', '..'), { recursive: true }).map(String);
  const expected = ['deeper', 'deeper/tandem', 'deeper/tandem/pyodide-0.0.1'].map((name) => join(name));
  expect(
    left.filter((name) => !name.includes(join('pyodide-0.0.1', 'p')) && !expected.includes(name)),
  ).toEqual([]);
}

it('fetches once, tells how far it is, and takes what is there from then on', async () => {
  const { address, asked } = await tarballServer((_, response) => {
    response.setHeader('content-length', TARBALL.length);
    response.end(TARBALL);
  });
  expect(await find(`${address}/pyodide.tgz`)).toBe(directory());
  expectWhole();
  expect(stages.at(-1)?.percentage).toBe(100);
  expect(notes).toEqual([expect.stringContaining(`${address}/pyodide.tgz`)]);
  expect(await find(`${address}/pyodide.tgz`)).toBe(directory());
  expect(asked).toEqual(['/pyodide.tgz']);
});

it('follows a redirect', async () => {
  const { address } = await tarballServer((request, response) => {
    if (request.url === '/there') response.end(TARBALL);
    else response.writeHead(302, { location: '/there' }).end();
  });
  await find(`${address}/here`);
  expectWhole();
});

it('goes through the proxy that the environment names', async () => {
  const { address, asked } = await tarballServer();
  vi.stubEnv('HTTP_PROXY', address);
  await find('http://mirror.invalid/pyodide.tgz');
  expectWhole();
  expect(asked).toEqual(['http://mirror.invalid/pyodide.tgz']);
});

it('shows its credentials to the proxy alone', async () => {
  const seen: IncomingHttpHeaders[] = [];
  const { address } = await tarballServer((request, response) => {
    seen.push(request.headers);
    response.end(TARBALL);
  });
  vi.stubEnv('HTTP_PROXY', address.replace('://', '://me:p%40ss@'));
  await find('http://mirror.invalid/pyodide.tgz');
  const [headers] = seen;
  expect(headers).toMatchObject({
    host: 'mirror.invalid',
    'proxy-authorization': `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
  });
  expect(headers).not.toHaveProperty('authorization');
});

it('takes a tarball from the disk', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'tandem-tarball-')), 'pyodide.tgz');
  onTestFinished(() => rmSync(join(path, '..'), { recursive: true }));
  writeFileSync(path, TARBALL);
  await find(path);
  expectWhole();
});

it('uses nothing of what is not the right one', async () => {
  const other = tarballOf([['package/pyodide.mjs', 'something else']]);
  const { address } = await tarballServer((_, response) => response.end(other));
  await expect(find(address)).rejects.toMatchObject({ code: 'pyodide.wrong' });
  expectNothingElse();
});

it('tells of a connection that breaks off, and fetches all of it the next time', async () => {
  let breaks = true;
  const { address } = await tarballServer((_, response) => {
    if (breaks) {
      response.setHeader('content-length', TARBALL.length);
      response.write(TARBALL.subarray(0, TARBALL.length / 2), () => response.destroy());
    } else response.end(TARBALL);
  });
  await expect(find(address)).rejects.toMatchObject({
    code: 'pyodide.unreachable',
    message: expect.stringContaining('broke off'),
  });
  expectNothingElse();
  breaks = false;
  await find(address);
  expectWhole();
});

it('tells what the server says', async () => {
  const { address } = await tarballServer((_, response) => response.writeHead(404).end());
  await expect(find(address)).rejects.toThrow('answered 404 Not Found');
});

it('says what to do without a network', async () => {
  await expect(find('http://tandem.invalid/pyodide.tgz')).rejects.toMatchObject({
    code: 'pyodide.unreachable',
    message: expect.stringContaining('offline'),
    hint: expect.stringContaining('"pyodide"'),
  });
});

it('leaves nothing behind when it is cancelled', async () => {
  const begun = deferred();
  const { address } = await tarballServer((_, response) => {
    response.write(TARBALL.subarray(0, 100), () => begun.resolve());
  });
  const controller = new AbortController();
  const finding = find(address, { progress: shown(controller.signal) });
  await begun.promise;
  controller.abort(errors.cancelled());
  await expect(finding).rejects.toMatchObject({ code: 'session.cancelled' });
  expectNothingElse();
});

it('is not disturbed by others who fetch at the same time', async () => {
  const { address } = await tarballServer();
  await Promise.all([find(address), find(address), find(address)]);
  expectWhole();
});

it('puts right what somebody has broken, and removes the drafts of those who were killed', async () => {
  const { address } = await tarballServer();
  await find(address);
  rmSync(join(directory(), 'pyodide.asm.wasm'));
  mkdirSync(`${directory()}.old`);
  utimesSync(`${directory()}.old`, 0, 0);
  await find(address);
  expectWhole();
});

it('forgets the Pyodide of an older Tandem that nobody uses any more', async () => {
  const { address } = await tarballServer();
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  for (const name of ['pyodide-0.0.0', 'pyodide-0.0.2', 'other']) mkdirSync(join(cache, name));
  for (const name of ['pyodide-0.0.0', 'other']) utimesSync(join(cache, name), 0, 0);
  await find(address);
  expect(readdirSync(cache).sort()).toEqual(['other', 'pyodide-0.0.1', 'pyodide-0.0.2']);
});

it('is kept where each system keeps such things', () => {
  const home = homedir();
  expect(cacheDirectory({}, 'linux')).toBe(join(home, '.cache', 'tandem'));
  expect(cacheDirectory({ XDG_CACHE_HOME: '/elsewhere' }, 'linux')).toBe(join('/elsewhere', 'tandem'));
  expect(cacheDirectory({ XDG_CACHE_HOME: 'relative' }, 'linux')).toBe(join(home, '.cache', 'tandem'));
  expect(cacheDirectory({}, 'darwin')).toBe(join(home, 'Library', 'Caches', 'tandem'));
  expect(cacheDirectory({ LOCALAPPDATA: 'local' }, 'win32')).toBe(join('local', 'tandem', 'Cache'));
});

it.skipIf(process.platform === 'win32')('does not execute what others can write to', async () => {
  const { address, asked } = await tarballServer();
  mkdirSync(cache, { recursive: true });
  chmodSync(cache, 0o777);
  await expect(find(address)).rejects.toMatchObject({ code: 'pyodide.cacheUnusable' });
  expect(asked).toEqual([]);
});

it.skipIf(process.getuid === undefined || process.getuid() !== process.getgid?.())(
  "takes a group that is the user's alone for the user",
  async () => {
    const { address } = await tarballServer();
    mkdirSync(cache, { recursive: true });
    chmodSync(join(cache, '..'), 0o775);
    expect(await find(address)).toBe(directory());
  },
);

const OPEN_TO_OTHERS = [
  ['what it has fetched', () => directory()],
  ['the cache', () => cache],
  ['a directory above the cache', () => join(cache, '..')],
] as const;

it.skipIf(process.platform === 'win32').each(OPEN_TO_OTHERS)(
  'does not execute what is there already when others can write to %s',
  async (_, open) => {
    const { address } = await tarballServer();
    await find(address);
    chmodSync(open(), 0o777);
    await expect(find(address)).rejects.toMatchObject({ code: 'pyodide.cacheUnusable' });
    await expect(find(undefined)).rejects.toMatchObject({ code: 'pyodide.cacheUnusable' });
  },
);

it('takes the directory that is named, and says what it lacks', async () => {
  const { address } = await tarballServer();
  const whole = await find(address);
  expect(await find('pyodide-0.0.1', { cwd: cache })).toBe(whole);
  renameSync(whole, join(cache, 'package'));
  expect(await find(cache)).toBe(join(cache, 'package'));
  await expect(find(join(cache, '..'))).rejects.toThrow('has no pyodide.mjs');
  await expect(find('nowhere')).rejects.toThrow('does not exist');
});

it('takes what npm has installed with Tandem, if it is the same', async () => {
  const { version } = JSON.parse(readFileSync('node_modules/pyodide/package.json', 'utf8'));
  const pinned = { version, integrity: 'sha512-none' };
  expect(await find(undefined, { pinned })).toBe(join(process.cwd(), 'node_modules', 'pyodide'));
  expect(notes).toEqual([]);
});
