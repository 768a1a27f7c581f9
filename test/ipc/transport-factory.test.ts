import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FramedConnection } from '../../ipc/connection.ts';
import type { Endpoint, TransportConfig } from '../../ipc/transport-config.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import { command, expectNoLeaks, LIMIT_MS, messages, TRANSPORTS } from './support.ts';

const posix = process.platform !== 'win32';
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** The path of a listener that is on a Unix socket. */
function socketPath(endpoint: Endpoint): string {
  if (endpoint.transport !== 'unix') throw new Error(`not a Unix socket: ${endpoint.transport}`);
  return endpoint.path;
}

expectNoLeaks();

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tandem-test-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

describe.each(TRANSPORTS)('a listener over %s', (transport) => {
  test('is found by its endpoint and by nobody after it has closed', async () => {
    const { listener, launcherArgs, notices } = await TransportFactory.createListener({ transport });
    expect(launcherArgs.slice(0, 2)).toEqual(['--ipc', transport]);
    expect(notices).toEqual([]);
    await using connection = await TransportFactory.createConnection(listener.endpoint, 'adapter');
    await using peer = new FramedConnection(await listener.waitForClient(LIMIT_MS), 'launcher');
    connection.send(command(1));
    expect(await messages(peer, 1)).toEqual([command(1)]);
    await listener.close();
    await expect(TransportFactory.createConnection(listener.endpoint, 'adapter')).rejects.toMatchObject({
      code: 'ipc.connectFailed',
    });
  });
});

describe.runIf(posix)('a Unix socket', () => {
  test('is 0600 in a directory of its own that is 0700, and goes with it', async () => {
    const { listener } = await TransportFactory.createListener({ transport: 'auto' });
    const path = socketPath(listener.endpoint);
    expect(mode(path)).toBe('600');
    expect(mode(dirname(path))).toBe('700');
    expect(readdirSync(dirname(path))).toHaveLength(1);
    await listener.close();
    expect(existsSync(dirname(path))).toBe(false);
  });

  test('has another name each time', async () => {
    await using first = (await TransportFactory.createListener({ transport: 'unix' })).listener;
    await using second = (await TransportFactory.createListener({ transport: 'unix' })).listener;
    expect(dirname(socketPath(first.endpoint))).not.toBe(dirname(socketPath(second.endpoint)));
  });

  test('lives in XDG_RUNTIME_DIR when that is ours alone, else in the temporary directory', async () => {
    const runtime = join(directory, 'runtime');
    const temporary = join(directory, 'tmp');
    mkdirSync(runtime, { mode: 0o700 });
    mkdirSync(temporary);
    vi.stubEnv('TMPDIR', temporary);
    const parentFor = async (xdg: string | undefined) => {
      vi.stubEnv('XDG_RUNTIME_DIR', xdg);
      await using listener = (await TransportFactory.createListener({ transport: 'unix' })).listener;
      return dirname(dirname(socketPath(listener.endpoint)));
    };
    expect(await parentFor(runtime)).toBe(runtime);
    expect(await parentFor(undefined)).toBe(temporary);
    expect(await parentFor(join(directory, 'missing'))).toBe(temporary);
    expect(await parentFor('relative')).toBe(temporary);
    const shared = join(directory, 'shared');
    mkdirSync(shared);
    expect(await parentFor(shared)).toBe(temporary);
  });

  test('at a path of the user is 0600 too, and only the socket is removed', async () => {
    const path = join(directory, 's');
    const { listener } = await TransportFactory.createListener({ transport: 'unix', path });
    expect(mode(path)).toBe('600');
    await listener.close();
    expect(existsSync(path)).toBe(false);
    expect(existsSync(directory)).toBe(true);
  });

  test('never takes the place of a file that is there', async () => {
    const path = join(directory, 's');
    writeFileSync(path, 'precious');
    await expect(TransportFactory.createListener({ transport: 'unix', path })).rejects.toMatchObject({
      code: 'ipc.listenFailed',
    });
    expect(existsSync(path)).toBe(true);
  });

  test.each(['relative/s', '', '\0abstract', '/run/\0'])('is refused at %j', async (path) => {
    await expect(TransportFactory.createListener({ transport: 'unix', path })).rejects.toMatchObject({
      code: 'ipc.endpointInvalid',
    });
  });

  test('is removed when its owner exits without closing it', () => {
    const fixture = fileURLToPath(new URL('forgetful-owner.fixture.ts', import.meta.url));
    const run = spawnSync(process.execPath, ['--import', 'tsx', fixture, join(directory, 's')], {
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    const [made, explicit] = JSON.parse(run.stdout) as [string, string];
    expect(explicit).toBe(join(directory, 's'));
    expect(existsSync(explicit)).toBe(false);
    expect(existsSync(dirname(made))).toBe(false);
  });
});

describe.runIf(posix)('a Unix socket that cannot be made', () => {
  const tooLong = 'x'.repeat(120);

  test.each<[string, () => TransportConfig, string]>([
    [
      'the path is too long',
      () => ({ transport: 'auto', path: join(directory, tooLong) }),
      'ipc.socketPathTooLong',
    ],
    [
      'its directory is missing',
      () => ({ transport: 'auto', path: join(directory, 'no', 's') }),
      'ipc.listenFailed',
    ],
    [
      'the temporary directory is unusable',
      () => {
        vi.stubEnv('XDG_RUNTIME_DIR', undefined);
        vi.stubEnv('TMPDIR', join(directory, 'missing'));
        return { transport: 'auto' };
      },
      'ipc.runtimeDirectory',
    ],
    [
      'the temporary directory has a long name',
      () => {
        vi.stubEnv('XDG_RUNTIME_DIR', undefined);
        vi.stubEnv('TMPDIR', join(directory, tooLong));
        mkdirSync(join(directory, tooLong));
        return { transport: 'auto' };
      },
      'ipc.socketPathTooLong',
    ],
  ])(
    'because %s becomes TCP under "auto", with a notice, and an error otherwise',
    async (_, configure, code) => {
      const config = configure();
      await using listener = await (async () => {
        const { listener, launcherArgs, notices } = await TransportFactory.createListener(config);
        expect(launcherArgs.slice(0, 4)).toEqual(['--ipc', 'tcp', '--ipc-host', '127.0.0.1']);
        expect(notices).toEqual([expect.stringMatching(/ Using 127\.0\.0\.1:\d+ instead\.$/)]);
        return listener;
      })();
      await using connection = await TransportFactory.createConnection(listener.endpoint, 'launcher');
      expect(connection.closed).toBe(false);
      await expect(TransportFactory.createListener({ ...config, transport: 'unix' })).rejects.toMatchObject({
        code,
      });
      const left = readdirSync(directory, { recursive: true });
      expect(left.filter((name) => String(name).includes('tandem-'))).toEqual([]);
    },
  );
});

describe('a TCP port', () => {
  test('is bound to loopback and chosen by the system', async () => {
    await using listener = (await TransportFactory.createListener({ transport: 'tcp' })).listener;
    expect(listener.endpoint).toMatchObject({ transport: 'tcp', host: '127.0.0.1' });
    expect(listener.endpoint).not.toMatchObject({ port: 0 });
  });

  test.each(['127.0.0.1', '127.1.2.3', 'localhost'])('may be on %s', async (host) => {
    await using listener = (await TransportFactory.createListener({ transport: 'tcp', host })).listener;
    expect(listener.endpoint).toMatchObject({ transport: 'tcp' });
  });

  test.each(['0.0.0.0', '::', '192.0.2.1', 'example.com', '127.1', '', '::ffff:192.0.2.1'])(
    'is refused on "%s"',
    async (host) => {
      await expect(TransportFactory.createListener({ transport: 'tcp', host })).rejects.toMatchObject({
        code: 'ipc.hostNotLoopback',
      });
    },
  );

  test('open to the network needs leave, warns, and is dialled on loopback', async () => {
    const { listener, launcherArgs, notices } = await TransportFactory.createListener({
      transport: 'tcp',
      host: '0.0.0.0',
      allowNonLoopback: true,
    });
    await listener.close();
    expect(notices).toEqual([expect.stringContaining('which other machines can reach')]);
    expect(launcherArgs).toEqual([
      '--ipc',
      'tcp',
      '--ipc-host',
      '127.0.0.1',
      '--ipc-port',
      expect.any(String),
    ]);
  });
});

describe('a transport of another platform', () => {
  test('is refused on both sides', async () => {
    const config: TransportConfig = posix
      ? { transport: 'pipe', pipeName: 'p' }
      : { transport: 'unix', path: '/p' };
    const refusal = { code: 'ipc.transportUnavailable' };
    await expect(TransportFactory.createListener(config)).rejects.toMatchObject(refusal);
    await expect(TransportFactory.createConnection(config, 'launcher')).rejects.toMatchObject(refusal);
  });
});
