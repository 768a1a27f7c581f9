import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { publishedPlace } from '../../adapter/attach/place.ts';
import { CommandReceiver, CommandSender } from '../../ipc/command-channel.ts';
import { connect as dial } from '../../ipc/connect.ts';
import { FramedConnection } from '../../ipc/connection.ts';
import { Links } from '../../ipc/link/acceptor.ts';
import { dialLink } from '../../ipc/link/dialler.ts';
import { LOCAL } from '../../ipc/link/limits.ts';
import { attach, beginAttach } from '../support/attach.ts';
import { files, lineOf, program } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { ownMeetingPlace, WaitingProgram } from '../support/waiting-program.ts';
import { testWaiting } from './waiting-contract.ts';

const TICKING = `let count = 0;
function tick() {
  count += 1; // tick
  console.log('tick', count);
}
setInterval(tick, 5);
`;

let meetingPlace: string;

beforeEach(() => {
  meetingPlace = ownMeetingPlace();
  vi.stubEnv('XDG_RUNTIME_DIR', meetingPlace);
  return () => vi.unstubAllEnvs();
});

async function ticking(options?: ConstructorParameters<typeof WaitingProgram>[1]) {
  const file = program(TICKING);
  const waiting = new WaitingProgram(file, options);
  const endpoint = await waiting.waits();
  return { file, waiting, endpoint, breakpoints: { [file]: [{ line: lineOf(file, 'tick') }] } };
}

describe('a program that waits for debuggers', () => {
  testWaiting(ticking, () => meetingPlace);

  it('is not taken for a process of this machine unless it is known to be one', async () => {
    const { file, endpoint } = await ticking({ env: { TANDEM_TOKEN: 'secret' } });
    vi.stubEnv('XDG_RUNTIME_DIR', ownMeetingPlace());
    const client = await attach({ endpoint, token: 'secret' });
    expect(client.events('process')).toEqual([{ name: file, startMethod: 'attach', isLocalProcess: false }]);
    await client.request('disconnect', {});
  });

  it('tells its exit code, and leaves nothing behind', async () => {
    const waiting = new WaitingProgram(program("process.stdin.on('data', () => process.exit(7));"));
    const client = await attach({ endpoint: await waiting.waits() });
    waiting.child.stdin!.write('\n');
    await expectEnd(client, 7);
    expect(await waiting.exited).toBe(7);
    expect(readdirSync(join(meetingPlace, 'tandem'))).toEqual([]);
  });

  it('runs on when a client is cut off while it is stopped', async () => {
    const { file, waiting } = await ticking();
    const { endpoint, token } = publishedPlace(waiting.pid)!;
    const carrier = new FramedConnection(await dial(endpoint), 'adapter');
    const link = await dialLink({ dial: async () => carrier, token: token!, limits: LOCAL, opening: 'open' });
    onTestFinished(() => void link.close());
    const sender = new CommandSender(link);
    await sender.request('configure', {
      skipFiles: [],
      sourceMaps: { read: true, pathOverrides: {}, locations: null },
      showAsyncStacks: false,
      linesStartAt1: true,
      columnsStartAt1: true,
    });
    const source = { path: file };
    await sender.request('setBreakpoints', { source, breakpoints: [{ line: lineOf(file, 'tick') }] });
    await new Promise<void>((stopped) => sender.onEvent(({ event }) => event === 'stopped' && stopped()));
    sender[Symbol.dispose]();
    await carrier.close();
    await waiting.runs();
  });

  it('is joined by its port, by a name of the machine or with the token', async () => {
    const { endpoint, breakpoints } = await ticking({
      env: { TANDEM_LISTEN: 'tcp', TANDEM_TOKEN: 'agreed' },
    });
    const port = Number(endpoint.split(':').at(-1));
    for (const how of [{ port }, { port: String(port), host: 'localhost' }]) {
      const client = await attach(how, breakpoints);
      await client.waitFor('stopped');
      await client.request('disconnect', {});
    }
    vi.stubEnv('XDG_RUNTIME_DIR', ownMeetingPlace());
    const stranger = await attach({ port, token: 'agreed' }, breakpoints);
    await stranger.waitFor('stopped');
  });

  it('is shown with the names that its files have here', async () => {
    const { file, endpoint } = await ticking();
    const [localRoot, remoteRoot] = [files({ 'program.js': TICKING }), dirname(file)];
    const path = join(localRoot, 'program.js');
    const breakpoints = { [path]: [{ line: lineOf(file, 'tick') }] };
    const client = await attach({ endpoint, localRoot, remoteRoot }, breakpoints);
    const { threadId } = await client.waitFor('stopped');
    const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
    expect(stackFrames[0]!.source!.path).toBe(path);
  });

  it('says by its console what it says from now on, with values that can be opened', async () => {
    const file = program(`console.log('before');
setInterval(() => {
  if (!globalThis.speak) return;
  globalThis.speak = false;
  console.log('a %s of %d', 'pair', 2, { x: { y: 1 } }); // log
  console.error(new Error('failed'));
  console.group('outer');
  console.log([1, 2], 'rest');
  console.groupEnd();
  console.table([{ a: 1 }]);
  console.assert(false, 'so %s', 'it is');
  console.group();
  console.log('done');
}, 5);
`);
    const waiting = new WaitingProgram(file);
    const client = await attach({ endpoint: await waiting.waits() });
    await client.request('evaluate', { expression: 'globalThis.speak = true', context: 'repl' });
    await client.waitFor('output', ({ output }) => output === 'done\n');
    const said = client.outputEvents.filter(({ category }) => category !== 'console');
    expect(said.map(({ category, output, group }) => [category, output.split('\n')[0], group])).toEqual([
      ['stdout', 'a pair of 2 {x: {…}}', undefined],
      ['stderr', 'Error: failed', undefined],
      ['stdout', 'outer', 'start'],
      ['stdout', '(2) [1, 2] rest', undefined],
      ['stdout', '', 'end'],
      ['stdout', '┌─────────┬───┐', undefined],
      ['stderr', 'Assertion failed: so it is', undefined],
      ['stdout', '', 'start'],
      ['stdout', 'done', undefined],
    ]);
    expect(said[0]).toMatchObject({ line: lineOf(file, 'log'), source: { path: file } });
    const children = async (variablesReference: number) =>
      (await client.request('variables', { variablesReference })).variables;
    const [line] = await children(said[0]!.variablesReference!);
    const opened = await children(line!.variablesReference);
    expect(opened.map(({ name, value }) => `${name}: ${value}`)).toContain('x: {y: 1}');
    expect(client.output()).not.toContain('before');
    await client.request('disconnect', {});
    expect(waiting.stdout).toContain('a pair of 2 { x: { y: 1 } }');
  });

  it('is begun anew in the same session by leaving it and joining again', async () => {
    const { waiting, endpoint, breakpoints } = await ticking();
    const client = await attach({ endpoint }, breakpoints);
    await client.waitFor('stopped');
    await client.request('restart', {});
    await client.waitFor('stopped');
    expect(client.events('process').map(({ systemProcessId }) => systemProcessId)).toEqual([
      waiting.pid,
      waiting.pid,
    ]);
  });

  it('is joined again where it comes back, with its breakpoints, as under nodemon', async () => {
    const directory = files({
      'watch.js': `const { fork } = require('node:child_process');
const start = () => fork(require.resolve('./app.js')).on('exit', start);
start();
`,
      'app.js': `setInterval(() => {
  globalThis.end && process.exit(); // turn
}, 5);
process.on('disconnect', () => process.exit());
`,
    });
    const app = join(directory, 'app.js');
    const watch = new WaitingProgram(join(directory, 'watch.js'));
    const [, pid] = await watch.says(/^tandem attach (\d+) {2}# app\.js/m, 'stderr');
    const client = await attach(
      { processId: Number(pid), restart: { delay: 20 } },
      { [app]: [{ line: lineOf(app, 'turn') }] },
    );
    for (let life = 0; life < 3; life += 1) {
      const { threadId } = await client.waitFor('stopped');
      const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
      expect(stackFrames[0]).toMatchObject({ line: lineOf(app, 'turn') });
      const { id } = stackFrames[0]!;
      await client.request('evaluate', { expression: 'globalThis.end = true', frameId: id, context: 'repl' });
      await client.request('continue', { threadId: threadId! });
    }
    await client.waitFor('stopped');
    const pids = client.events('process').map(({ systemProcessId }) => systemProcessId);
    expect(new Set(pids).size).toBe(4);
    expect(client.eventNames).not.toContain('terminated');
    await client.request('disconnect', {});
  });

  it('is held before its first line when that is asked for, however many come before one is ready', async () => {
    const file = program("console.log('begun'); // first\nsetInterval(() => {}, 1000);\n");
    const waiting = new WaitingProgram(file, { env: { TANDEM_WAIT: '1' } });
    const endpoint = await waiting.waits();
    const { client } = await beginAttach({ endpoint });
    await client.request('disconnect', {});
    expect(waiting.stdout).toBe('');
    const second = await attach({ endpoint, stopOnEntry: true });
    expect((await second.waitFor('stopped')).reason).toBe('entry');
    expect(waiting.stdout).toBe('');
    await second.request('continue', { threadId: 1 });
    await waiting.says(/begun/);
  });

  it('shows the workers that it has, and those that it starts', async () => {
    const worker = `function work() {
  globalThis.n = (globalThis.n ?? 0) + 1; // work
}
setInterval(work, 5);
`;
    const directory = files({
      'main.js': `const { Worker } = require('node:worker_threads');
new Worker(require.resolve('./worker.js'), { name: 'early' });
setInterval(() => { if (globalThis.more) { globalThis.more = false; new Worker(require.resolve('./worker.js'), { name: 'late' }); } }, 5); // loop
`,
      'worker.js': worker,
    });
    const waiting = new WaitingProgram(join(directory, 'main.js'));
    const file = join(directory, 'worker.js');
    const client = await attach(
      { endpoint: await waiting.waits() },
      { [file]: [{ line: lineOf(file, 'work') }] },
    );
    const { threadId } = await client.waitFor('stopped');
    const names = async () => (await client.request('threads', {})).threads.map(({ name }) => name);
    expect((await names()).sort()).toEqual([expect.stringMatching(/^early/), 'main']);
    await client.request('setBreakpoints', { source: { path: file }, breakpoints: [] });
    await client.request('continue', { threadId: threadId! });
    await client.request('evaluate', { expression: 'globalThis.more = true' });
    await client.waitFor('thread', ({ reason }) => reason === 'started');
    await expect.poll(names).toContainEqual(expect.stringMatching(/^late/));
  });
});

describe('what keeps a debugger out is told by its cause', () => {
  const endpointOf = (server: Server) => `tcp:127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serving(server: Server): Promise<string> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return endpointOf(server);
  }

  const refused = (settings: object) => expect(beginAttach({ token: 'secret', ...settings })).rejects;

  it.each(['secret', undefined])('nobody listens there, whatever is known: %s', (token) =>
    refused({ endpoint: `unix:${join(meetingPlace, 'nobody')}`, token }).toMatchObject({
      code: 'attach.noProgram',
      message: expect.stringMatching(/nobody: there is no such socket\. /),
    }),
  );

  it('the program has died and left its file', async () => {
    const { waiting, endpoint } = await ticking();
    waiting.child.kill('SIGKILL');
    await waiting.exited;
    expect(existsSync(endpoint.slice('unix:'.length))).toBe(true);
    await refused({ endpoint }).toMatchObject({ code: 'attach.noProgram' });
  });

  it('the token is wrong, or unknown', async () => {
    const { endpoint } = await ticking();
    await refused({ endpoint }).toMatchObject({ code: 'attach.token' });
    vi.stubEnv('XDG_RUNTIME_DIR', ownMeetingPlace());
    await refused({ endpoint, token: undefined }).toMatchObject({ code: 'attach.tokenUnset' });
  });

  it('what listens there is something else', async () => {
    const endpoint = await serving(createHttpServer());
    await refused({ endpoint }).toMatchObject({ code: 'attach.stranger' });
    const closing = await serving(createServer((socket) => void socket.end()));
    await refused({ endpoint: closing }).toMatchObject({ code: 'attach.stranger' });
  });

  it('what listens there says nothing', async () => {
    const endpoint = await serving(createServer((socket) => void socket.resume()));
    await refused({ endpoint, timeout: 50 }).toMatchObject({ code: 'attach.noAnswer' });
  });

  it('the program was started with another version', async () => {
    const endpoint = await serving(
      createServer(async (socket) => {
        const links = new Links({ token: 'secret', limits: LOCAL, opening: 'open' });
        const carrier = new FramedConnection(socket, 'launcher');
        const { id } = (await links.receive(carrier)) as { id: string };
        const hello = { token: '', pid: 1, runtime: 'node', runtimeVersion: 'v99.0.0', version: '99.0.0' };
        new CommandReceiver(links.begin(carrier, id), () => {}).emit('hello', hello);
      }),
    );
    await refused({ endpoint }).toMatchObject({
      code: 'attach.version',
      message: expect.stringContaining('99.0.0'),
    });
  });
});
