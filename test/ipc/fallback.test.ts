import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { connect } from '../../ipc/connect.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import { files } from '../support/fixtures.ts';
import { bundled } from './bundled.ts';
import { expectNoLeaks } from './support.ts';

const posix = process.platform !== 'win32';
/** Root may do everything, so that what is about permissions is tried as somebody else. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Where this Node is out of reach for others, it is not they who are tried. */
const runsForAll = posix && spawnSync(process.execPath, ['-e', ''], NOBODY).status === 0;

interface Outcome {
  readonly endpoint: string;
  readonly notices: readonly string[];
}

/** What came of "auto" for another user, in this environment. */
function listenAsAnother(env: NodeJS.ProcessEnv): Outcome {
  const program = bundled('listen-as-another.fixture.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [program], { env, encoding: 'utf8', ...NOBODY });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Outcome;
}

/** Listens in this process with these directories, and says what was told. */
async function listenIn(env: { TMPDIR?: string; XDG_RUNTIME_DIR?: string }): Promise<Outcome> {
  vi.stubEnv('TMPDIR', env.TMPDIR);
  vi.stubEnv('XDG_RUNTIME_DIR', env.XDG_RUNTIME_DIR);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { listener, notices } = await TransportFactory.createListener({ transport: 'auto' });
  (await connect(listener.endpoint)).destroy();
  await listener.close();
  const { endpoint } = listener;
  return { endpoint: endpoint.transport === 'unix' ? endpoint.path : endpoint.transport, notices };
}

const told = (reason: RegExp) => ({
  endpoint: expect.stringMatching(/^tcp/),
  notices: [expect.stringMatching(new RegExp(`${reason.source}.* Using 127\\.0\\.0\\.1:\\d+ instead\\.$`))],
});

describe.runIf(posix)('"auto" takes TCP, and says why, where a Unix socket cannot be made:', () => {
  expectNoLeaks();

  test('the temporary directory has a long name', async () => {
    const long = join(files({}), 'x'.repeat(120));
    mkdirSync(long);
    expect(await listenIn({ TMPDIR: long })).toEqual(
      told(/^The socket path ".*" is longer than the \d+ bytes/),
    );
    expect(readdirSync(long)).toEqual([]);
  });

  test('the runtime directory has a long name', async () => {
    const long = join(files({}), 'x'.repeat(120));
    mkdirSync(long, { mode: 0o700 });
    expect(await listenIn({ XDG_RUNTIME_DIR: long })).toEqual(told(/^The socket path ".*" is longer than/));
    expect(readdirSync(long)).toEqual([]);
  });

  test('the temporary directory is missing', async () => {
    expect(await listenIn({ TMPDIR: '/does/not/exist' })).toEqual(told(/ENOENT/));
  });

  test('the temporary directory is a file', async () => {
    expect(await listenIn({ TMPDIR: join(files({ file: '' }), 'file') })).toEqual(told(/ENOTDIR/));
  });

  test.runIf(existsSync('/proc/self'))('its file system holds none', async () => {
    expect(await listenIn({ TMPDIR: '/proc' })).toEqual(told(/^No private directory .* could be made/));
  });

  test.runIf(existsSync('/sys/kernel'))('its file system lets nothing be made', async () => {
    expect(await listenIn({ TMPDIR: '/sys' })).toEqual(told(/^No private directory .* could be made/));
  });

  test.runIf(runsForAll)('the temporary directory is not to be written to', () => {
    const directory = files({});
    chmodSync(directory, 0o555);
    expect(listenAsAnother({ TMPDIR: directory })).toEqual(told(/EACCES/));
  });

  test.runIf(runsForAll)('the temporary directory is not to be entered', () => {
    const directory = files({});
    chmodSync(directory, 0o000);
    expect(listenAsAnother({ TMPDIR: directory })).toEqual(told(/EACCES/));
  });

  test.runIf(runsForAll && 'uid' in NOBODY)('the temporary directory belongs to another user', () => {
    const directory = files({});
    chmodSync(directory, 0o777);
    const { endpoint, notices } = listenAsAnother({ TMPDIR: directory });
    expect(endpoint).toMatch(/^tcp:/);
    expect(notices[0]).toMatch(/is not safe: other users may rename what is in it/);
  });

  test('everybody may rename what is in the temporary directory', async () => {
    const directory = files({});
    chmodSync(directory, 0o777);
    expect(await listenIn({ TMPDIR: directory })).toEqual(
      told(/is not safe: other users may rename what is in it/),
    );
  });
});

describe.runIf(posix)('a Unix socket is made all the same:', () => {
  expectNoLeaks();

  test('in a temporary directory for everybody, as /tmp is', async () => {
    const directory = files({});
    chmodSync(directory, 0o1777);
    expect(dirname(dirname((await listenIn({ TMPDIR: directory })).endpoint))).toBe(directory);
  });

  test('where a symbolic link leads, which may lead elsewhere later', async () => {
    const directory = files({ 'real/file': '' });
    symlinkSync(join(directory, 'real'), join(directory, 'link'));
    const { endpoint, notices } = await listenIn({ TMPDIR: join(directory, 'link') });
    expect(dirname(dirname(endpoint))).toBe(join(directory, 'real'));
    expect(notices).toEqual([]);
  });

  test.runIf(runsForAll && 'uid' in NOBODY)('not in a runtime directory that is another user’s', () => {
    const [runtime, temporary] = [files({}), files({})];
    chmodSync(runtime, 0o777);
    chmodSync(temporary, 0o1777);
    const { endpoint } = listenAsAnother({ XDG_RUNTIME_DIR: runtime, TMPDIR: temporary });
    expect(endpoint.startsWith(`unix:${temporary}/`)).toBe(true);
  });
});
