import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findServer, SERVER_VARIABLE } from '../../automation/discovery/find-server.ts';
import { publish, publishingDirectory } from '../../ipc/discovery.ts';
import { formatEndpoint } from '../../ipc/endpoint.ts';
import { deadPid } from '../ipc/dead-pid.ts';
import { privatePlaces } from '../support/private-places.ts';

const isPosix = process.platform !== 'win32';
/** Two processes that live as long as this test does. */
const [OURS, PARENT] = [process.pid, process.ppid];

let home: string;
let directory: string;

beforeEach(() => {
  ({ home } = privatePlaces());
  mkdirSync(join(home, 'work/app/src'), { recursive: true });
  directory = publishingDirectory();
});

/** A folder of the test. */
const at = (path: string): string => join(home, 'work', path);

/** As that process would have published itself; returns the file. */
function published(kind: 'window' | 'server', pid: number, folders: string[], name = 'a name'): string {
  const file = join(directory, `${kind}-${pid}.json`);
  const publication = {
    pid,
    kind,
    name,
    folders: folders.map(at),
    endpoint: `unix:/of/${pid}`,
    token: `token of ${pid}`,
    version: '0',
    startedAt: 1,
  };
  writeFileSync(file, JSON.stringify(publication), { mode: 0o600 });
  return file;
}

const find = (query: Parameters<typeof findServer>[0]) =>
  findServer({ env: {}, cwd: home, ...query }).publication?.pid;
const failsWith = (code: string, ...hints: string[]) =>
  expect.objectContaining({ code, hint: expect.stringMatching(new RegExp(hints.join('[^]*'))) });

describe('the task server', () => {
  it('is the one whose folder the working directory is in, the deepest of several', () => {
    published('window', OURS, ['']);
    published('server', PARENT, ['other', 'app']);
    expect(find({ cwd: at('app/src') })).toBe(PARENT);
    expect(find({ cwd: at('app') })).toBe(PARENT);
    expect(find({ cwd: at('') })).toBe(OURS);
    expect(find({ folder: at('app') })).toBe(PARENT);
    expect(find({ folder: 'app', cwd: at('') })).toBe(PARENT);
  });

  it('is not one whose folder only begins with the same letters', () => {
    published('window', OURS, ['ap']);
    expect(() => find({ cwd: at('app') })).toThrow(failsWith('discovery.none', `${OURS}  window "a name"`));
  });

  it.runIf(isPosix)('is found by whatever name its folder has', () => {
    symlinkSync(at('app'), at('link'));
    published('window', OURS, ['link']);
    expect(find({ cwd: at('app/src') })).toBe(OURS);
    published('window', OURS, ['app']);
    expect(find({ cwd: at('link/src') })).toBe(OURS);
  });

  it('is told apart from another on the same folder: by its process id, of which the error tells', () => {
    published('window', OURS, ['app'], 'one');
    published('window', PARENT, ['app'], 'two');
    expect(() => find({ cwd: at('app/src') })).toThrow(
      failsWith('discovery.several', '--window', 'window "(one|two)"', 'window "(one|two)"'),
    );
    expect(find({ pid: PARENT })).toBe(PARENT);
    expect(() => find({ pid: 1 })).toThrow(failsWith('discovery.pidUnknown', `${OURS}`));
  });

  it('is the one of the terminal, wherever that is, unless another is asked for', () => {
    const env = { [SERVER_VARIABLE]: published('window', OURS, ['app']) };
    published('window', PARENT, ['']);
    expect(find({ env, cwd: at('') })).toBe(OURS);
    expect(find({ env, folder: at('') })).toBe(PARENT);
    expect(find({ env, pid: PARENT })).toBe(PARENT);
  });

  it('is found by the folder when the window of the terminal is gone', async () => {
    published('window', PARENT, ['']);
    const gone = published('window', await deadPid(), ['app']);
    expect(find({ env: { [SERVER_VARIABLE]: gone }, cwd: at('app') })).toBe(PARENT);
    expect(existsSync(gone)).toBe(false);
  });

  it('is not one that a file of another kind speaks of', () => {
    const file = join(directory, `program-${OURS}.json`);
    writeFileSync(file, '{}', { mode: 0o600 });
    expect(() => find({ env: { [SERVER_VARIABLE]: file } })).toThrow(failsWith('ipc.publicationInvalid', ''));
  });

  it('is where an endpoint says, which a token opens that is given or published', () => {
    published('server', OURS, ['app']);
    expect(findServer({ endpoint: `unix:/of/${OURS}`, env: {} }).token).toBe(`token of ${OURS}`);
    const { endpoint, token, publication } = findServer({ endpoint: 'tcp:box:4711', token: 'x', env: {} });
    expect([formatEndpoint(endpoint), token, publication]).toEqual(['tcp:box:4711', 'x', undefined]);
    expect(findServer({ endpoint: 'tcp:box:1', env: { TANDEM_TOKEN: 'y' } }).token).toBe('y');
    expect(() => find({ endpoint: 'tcp:box:4711' })).toThrow(
      failsWith('discovery.tokenUnknown', 'TANDEM_TOKEN'),
    );
  });

  it('is said to be missing with what to do, where there is none', () => {
    expect(() => find({ cwd: at('app') })).toThrow(failsWith('discovery.none', 'tandem serve'));
    published('window', OURS, []);
    expect(() => find({ cwd: at('app') })).toThrow(failsWith('discovery.none', 'no folder'));
  });
});

describe('what a window has published', () => {
  it('is not believed when its fields are not what they should be', () => {
    const [file, OWN] = [
      published('window', OURS, ['app']),
      { endpoint: 'unix:/x', token: 't', version: '0' },
    ];
    const text = { ...OWN, pid: OURS, startedAt: 1, name: 'n', folders: [], kind: 'window' };
    for (const wrong of [{ folders: 'app' }, { folders: [1] }, { name: 1 }, { kind: 'server' }]) {
      writeFileSync(file, JSON.stringify({ ...text, ...wrong }));
      expect(() => find({ pid: OURS })).toThrow(expect.objectContaining({ code: 'ipc.publicationInvalid' }));
    }
  });

  it('is replaced when its folders change', () => {
    const own = {
      endpoint: 'unix:/x',
      token: 't',
      version: '0',
      startedAt: 1,
      name: 'n',
      kind: 'window',
    } as const;
    publish(directory, 'window', { ...own, folders: [at('other')] });
    using published = publish(directory, 'window', { ...own, folders: [at('app')] });
    expect(find({ cwd: at('app') })).toBe(OURS);
    expect(existsSync(published.path)).toBe(true);
  });
});
