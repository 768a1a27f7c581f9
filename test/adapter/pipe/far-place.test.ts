import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, connect as dial } from 'node:net';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listenThere } from '../../../adapter/pipe/far-listener.ts';
import { parseLauncherArgs } from '../../../ipc/launcher-args.ts';
import { program } from '../../support/fixtures.ts';
import { gone } from '../../support/session.ts';
import { command, docker, enter, ssh } from './support.ts';

const file = (content: string): string => deflateRawSync(content).toString('base64');

describe('A far place is entered', () => {
  test('through a command that runs the words behind it', async () => {
    const { place, said } = await enter([docker(), 'exec', '-i', 'web']);
    expect(place.hello).toMatchObject({ directory: '/', platform: process.platform });
    expect(said()).toBe('');
  });

  test('through ssh, which has a shell read its words once more, and a profile that prints', async () => {
    const { place, said } = await enter([ssh(), 'host']);
    expect(place.hello.platform).toBe(process.platform);
    expect(said()).toBe('Welcome to the far host\nno newline\n');
  });

  test('through anything that says that it joins its words', async () => {
    const shell = command('shell', 'exec sh -c "$*"');
    const { place } = await enter({ command: shell, args: ['exec'], quoteArgs: true });
    expect(place.hello.platform).toBe(process.platform);
  });

  test('with a runtime whose path has spaces', async () => {
    const runtime = command('my node', `exec "${process.execPath}" "$@"`);
    const { place } = await enter([ssh(), 'host'], { runtime });
    expect(place.hello.platform).toBe(process.platform);
  });

  test('while the command talks on both of its streams', async () => {
    const talkative = command('docker', '(while echo out; do echo err >&2; done) &\nexec "$@"');
    const { place, said } = await enter([talkative]);
    const far = program('x'.repeat(500_000));
    const { stream } = await place.request('read', { path: far });
    expect((await text(place.stream(stream))).length).toBe(500_000);
    expect(said()).toContain('out\n');
    expect(said()).toContain('err\n');
  });
});

describe('In a far place the agent', () => {
  test('connects to what listens there, and brings its last words', async () => {
    const server = createServer((socket) => {
      socket.once('data', (data) => socket.end(`you said ${data}`));
    });
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as { port: number };
    const { place } = await enter([docker(), 'web']);
    const stream = await place.connect({ transport: 'tcp', host: '127.0.0.1', port });
    stream.write('hello');
    expect(await text(stream)).toBe('you said hello');
  });

  test('says who does not listen', async () => {
    const { place } = await enter([docker(), 'web']);
    await expect(place.connect({ transport: 'unix', path: '/nobody/here' })).rejects.toMatchObject({
      code: 'ipc.connectFailed',
    });
  });

  test('takes in who connects', async () => {
    const { place } = await enter([docker(), 'web']);
    const { launcherArgs } = await place.request('listen', {});
    const endpoint = parseLauncherArgs(launcherArgs) as { path: string };
    place.onClient((stream) => stream.once('data', (data) => stream.end(`welcome, ${data}`)));
    const socket = dial(endpoint.path);
    socket.write('you');
    expect(await text(socket)).toBe('welcome, you');
  });

  test('is missed by who waits for what it does', async () => {
    const { place } = await enter([docker(), 'web']);
    const { listener } = await listenThere(place);
    const waiting = listener.waitForClient(Number.POSITIVE_INFINITY);
    const reading = place.request('holder', { port: 1 });
    process.kill(place.hello.pid, 'SIGKILL');
    await expect(waiting).rejects.toMatchObject({ code: 'pipe.ended' });
    await expect(place.request('programs', {})).rejects.toMatchObject({ code: 'pipe.ended' });
    await reading.catch(() => {});
  });

  test('writes files for its user alone, which are gone when it is', async () => {
    const { place } = await enter([docker(), 'web']);
    const { directory } = await place.request('write', { files: { 'a.cjs': file('text') } });
    const path = join(directory, 'a.cjs');
    expect(readFileSync(path, 'utf8')).toBe('text');
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(statSync(directory).mode & 0o077).toBe(0);
    await place[Symbol.asyncDispose]();
    expect(existsSync(join(directory, '..'))).toBe(false);
    await gone(place.hello.pid);
  });

  test('removes what one has left that was killed', async () => {
    const { place: killed } = await enter([docker(), 'web']);
    const { directory } = await killed.request('write', { files: { 'a.cjs': file('text') } });
    process.kill(killed.hello.pid, 'SIGKILL');
    await gone(killed.hello.pid);
    expect(existsSync(directory)).toBe(true);
    const { place } = await enter([docker(), 'web']);
    await place.request('programs', {});
    expect(existsSync(directory)).toBe(false);
  });

  test('ends, and leaves nothing, when the command is killed', async () => {
    const pidFile = program('');
    const relay = command('ssh', `echo $$ > ${pidFile}\nshift\ncat | setsid sh -c "$*"`);
    const { place } = await enter([relay, 'host']);
    const { directory } = await place.request('write', { files: { 'a.cjs': file('text') } });
    process.kill(-Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
    await gone(place.hello.pid);
    expect(existsSync(directory)).toBe(false);
  });

  test('fetches a large file as it is', async () => {
    const { place } = await enter([docker(), 'web']);
    const path = program(randomBytes(6_000_000).toString('latin1'));
    const { stream } = await place.request('read', { path });
    const far = await buffer(place.stream(stream));
    expect(far.equals(readFileSync(path))).toBe(true);
  });
});

describe('A command that leads nowhere is told as what it is', () => {
  const failing = (said: string, exitCode = 1): string =>
    command('docker', `echo '${said}' >&2; exit ${exitCode}`);
  const failure = (pipe: Parameters<typeof enter>[0], options?: Parameters<typeof enter>[1]) =>
    enter(pipe, options).then(
      () => undefined,
      (error: { code: string; message: string }) => error,
    );

  test.each([
    ['No such container: web', 'pipe.placeMissing'],
    ['Error response from daemon: No such container: web', 'pipe.placeMissing'],
    ['Error from server (NotFound): pods "web-1" not found', 'pipe.placeMissing'],
    ['Error response from daemon: container 0123abcd is not running', 'pipe.placeStopped'],
    ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock.', 'pipe.unreachable'],
    ['ssh: connect to host far port 22: Connection refused', 'pipe.unreachable'],
    ['ssh: Could not resolve hostname far: Name or service not known', 'pipe.unreachable'],
    ['me@far: Permission denied (publickey,password).', 'pipe.refused'],
    ['Host key verification failed.', 'pipe.refused'],
    ['the input device is not a TTY', 'pipe.terminal'],
    ['exec: "node": executable file not found in $PATH: unknown', 'pipe.nodeMissing'],
    ['something else', 'pipe.commandFailed'],
  ])('%s', async (said, code) => {
    const error = await failure([failing(said), 'exec', '-i', 'web']);
    expect(error).toMatchObject({ code });
    if (code !== 'pipe.terminal') expect(error?.message).toContain(said);
  });

  test.each([[[]], [{}]])('there is none at all: %j', async (pipe) => {
    expect(await failure(pipe)).toMatchObject({ code: 'pipe.unset' });
  });

  test('there is no such command', async () => {
    expect(await failure(['no-such-command-here'])).toMatchObject({ code: 'pipe.commandNotFound' });
  });

  test('there is no Node', async () => {
    expect(await failure([ssh(), 'host'], { runtime: 'no-such-node' })).toMatchObject({
      code: 'pipe.nodeMissing',
    });
  });

  test('Node may not be run', async () => {
    expect(await failure([ssh(), 'host'], { runtime: '/etc/passwd' })).toMatchObject({
      code: 'pipe.nodeUnusable',
    });
  });

  test('Node is too old', async () => {
    const old = command('node', `echo; echo 'DBGP: {"node":"v14.1.0"}'; cat > /dev/null`);
    expect(await failure([docker(), 'web'], { runtime: old })).toMatchObject({ code: 'pipe.nodeTooOld' });
  });

  test('there is a terminal in between', async () => {
    const tty = command('ssh', `shift 2\nexec script -qec "$*" /dev/null`);
    expect(await failure([tty, '-t', 'host'])).toMatchObject({ code: 'pipe.terminal' });
  });

  test('nobody says anything', async () => {
    const silent = command('docker', 'echo "Password:" >&2; exec cat');
    const error = await failure([silent], { limit: 200 });
    expect(error).toMatchObject({ code: 'pipe.silent' });
    expect(error?.message).toContain('Password:');
  });
});
