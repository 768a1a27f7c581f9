import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join as path } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listeningPorts } from '../../../adapter/processes/listening-ports.ts';
import { streamChannel } from '../../support/dap-channel.ts';
import { DapClient } from '../../support/dap-client.ts';
import { files, lineOf, program } from '../../support/fixtures.ts';
import { expectEnd, type Settings } from '../../support/session.ts';
import { standalone } from '../../support/standalone.ts';
import { type Attached, attach, join, RunningProgram } from './support.ts';

const TICKING = `
let count = 0;
setInterval(() => {
  count += 1; // tick
}, 10);
console.log('ready');
`;

/** Waits until a program that runs comes to a line, and says what it has there. */
async function stopAt(
  { client, attached }: Attached,
  file: string,
  marker: string,
  expression: string,
): Promise<string> {
  const line = lineOf(file, marker);
  const { breakpoints } = await client.request('setBreakpoints', {
    source: { path: file },
    breakpoints: [{ line }],
  });
  expect(breakpoints).toMatchObject([{ verified: true, line }]);
  await client.request('configurationDone', {});
  await attached;
  const { threadId, reason } = await client.waitFor('stopped');
  expect(reason).toBe('breakpoint');
  const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
  expect(stackFrames[0]).toMatchObject({ source: { path: file }, line });
  return (await client.request('evaluate', { expression, frameId: stackFrames[0]!.id })).result;
}

/** Resolves when nothing of a debugger is left in a process: no port, no thread of ours. */
async function leftAlone({ pid }: { readonly pid: number }, threads: number): Promise<void> {
  while (readdirSync(`/proc/${pid}/task`).length > threads)
    await new Promise((resolve) => setImmediate(resolve));
  expect(await listeningPorts(pid)).toEqual([]);
}

const threadsOf = ({ pid }: { readonly pid: number }): number => readdirSync(`/proc/${pid}/task`).length;

describe.each(['program.cjs', 'program.mjs'])('a process that runs (%s)', (name) => {
  it('stops at a breakpoint, and runs on without a trace when it is left', async () => {
    const file = program(TICKING, name);
    const running = await RunningProgram.start(['--inspect-port=9229', file]);
    const threads = threadsOf(running);
    const attached = await attach({ processId: running.pid });
    expect(await stopAt(attached, file, 'tick', 'count > 0')).toBe('true');
    expect(await listeningPorts(running.pid)).toEqual([]);
    await attached.client.request('disconnect', {});
    await leftAlone(running, threads);
    expect(running.isAlive).toBe(true);
    // Again, and by a text, as a picker has it.
    const again = await attach({ processId: String(running.pid) });
    expect(await stopAt(again, file, 'tick', 'typeof count')).toBe("'number'");
    await again.client.request('disconnect', {});
    await leftAlone(running, threads);
  });
});

const BUSY = `
console.log('ready');
let rounds = 0;
for (const end = Date.now() + 60_000; Date.now() < end; ) {
  rounds += 1; // round
}
`;
const IDLE = `
require('node:net').createServer((socket) => {
  socket.end('hello'); // asked
}).listen(0, '127.0.0.1', function () { console.log('port', this.address().port, 'ready'); });
`;

describe('a process that runs', () => {
  it('may be in a loop that does not end', async () => {
    const file = program(BUSY);
    const running = await RunningProgram.start([file]);
    const attached = await attach({ processId: running.pid });
    expect(await stopAt(attached, file, 'round', 'rounds > 0')).toBe('true');
    await attached.client.request('disconnect', {});
    expect(await listeningPorts(running.pid)).toEqual([]);
    expect(running.isAlive).toBe(true);
  });

  it('may wait for events', async () => {
    const file = program(IDLE);
    const running = await RunningProgram.start([file]);
    const { client, attached } = await attach({ processId: running.pid });
    await client.request('setBreakpoints', {
      source: { path: file },
      breakpoints: [{ line: lineOf(file, 'asked') }],
    });
    await client.request('configurationDone', {});
    await attached;
    const port = Number(/port (\d+)/.exec(running.output)![1]);
    const asked = fetch(`http://127.0.0.1:${port}`).catch(() => {});
    await client.waitFor('stopped');
    await client.request('disconnect', {});
    await asked;
  });

  it('shows the workers that it has, and those that it starts', async () => {
    const directory = files({
      'worker.cjs': `require('node:worker_threads').parentPort.on('message', (value) => {\n  console.log(value); // told\n});`,
      'program.cjs': `
        const { Worker } = require('node:worker_threads');
        const start = () => new Worker(__dirname + '/worker.cjs');
        const first = start().on('online', () => console.log('ready'));
        setInterval(() => first.postMessage('again'), 10);
        process.once('SIGUSR2', () => { start(); });`,
    });
    const running = await RunningProgram.start([path(directory, 'program.cjs')]);
    const threads = threadsOf(running);
    const attached = await attach({ processId: running.pid });
    const file = path(directory, 'worker.cjs');
    expect(await stopAt(attached, file, 'told', 'value')).toBe("'again'");
    const { client } = attached;
    const names = async (): Promise<string[]> =>
      (await client.request('threads', {})).threads.map((thread) => thread.name);
    expect(await names()).toEqual(['main', expect.stringMatching(/^worker\.cjs \[\d\]$/)]);
    running.process.kill('SIGUSR2');
    await client.waitFor('thread', ({ reason, threadId }) => reason === 'started' && threadId === 3);
    expect(await names()).toHaveLength(3);
    await client.request('disconnect', {});
    await leftAlone(running, threads + 1);
  });

  it('tells how it has ended', async () => {
    const file = program(
      "process.once('SIGUSR2', () => process.exit(7)); setInterval(() => {}, 1000); console.log('ready');",
    );
    const running = await RunningProgram.start([file]);
    const client = await join({ processId: running.pid });
    const exited = once(running.process, 'exit');
    running.process.kill('SIGUSR2');
    await expectEnd(client, 7);
    expect(await exited).toEqual([7, null]);
    expect(running.output).not.toContain('Waiting for the debugger');
  });

  it('ends when that is asked for', async () => {
    const running = await RunningProgram.start([program(TICKING)]);
    const client = await join({ processId: running.pid });
    const exited = once(running.process, 'exit');
    await client.request('disconnect', { terminateDebuggee: true });
    expect(await exited).toEqual([null, 'SIGTERM']);
  });

  it('runs on by itself when its debugger is killed while it is stopped', async () => {
    const file = program(`${TICKING}\nsetInterval(() => console.log('alive'), 20);`);
    const running = await RunningProgram.start([file]);
    const threads = threadsOf(running);
    const adapter = spawn(process.execPath, [path(standalone, 'adapter.js')]);
    onTestFinished(() => void adapter.kill('SIGKILL'));
    const client = new DapClient(streamChannel(adapter.stdout, adapter.stdin));
    await client.request('initialize', { adapterID: 'tandem' });
    const attached = client.request('attach', { processId: running.pid } as Settings as never);
    attached.catch(() => {});
    await client.waitFor('initialized');
    await stopAt({ client, attached }, file, 'tick', 'count');
    running.skip();
    adapter.kill('SIGKILL');
    await running.printed('alive');
    await leftAlone(running, threads);
  });

  it('may have two debuggers', async () => {
    const file = program(TICKING);
    const running = await RunningProgram.start([file]);
    const threads = threadsOf(running);
    const both = await Promise.all([attach({ processId: running.pid }), attach({ processId: running.pid })]);
    const [one, other] = both;
    for (const { client, attached } of both) {
      await client.request('configurationDone', {});
      await attached;
    }
    expect(await stopAt(one!, file, 'tick', 'count > 0')).toBe('true');
    await other!.client.waitFor('stopped');
    await one!.client.request('disconnect', {});
    // V8 lets a program go on when one of those leaves who have stopped it.
    await other!.client.waitFor('continued');
    expect(await stopAt(other!, file, 'tick', 'count > 0')).toBe('true');
    await other!.client.request('disconnect', {});
    await leftAlone(running, threads);
  });

  it('keeps an inspector that was open before', async () => {
    const file = program(TICKING);
    const running = await RunningProgram.start(['--inspect=0', file]);
    const [before] = (await listeningPorts(running.pid))!;
    const attached = await attach({ processId: running.pid });
    expect(await stopAt(attached, file, 'tick', 'count > 0')).toBe('true');
    await attached.client.request('disconnect', {});
    expect(await listeningPorts(running.pid)).toEqual([before]);
  });

  it('is not asked for an inspector where it listens for something else', async () => {
    const file = program(
      "require('node:http').createServer((asked) => console.log('asked for', asked.url)).listen(0, () => console.log('ready'));",
    );
    const running = await RunningProgram.start([file]);
    await join({ processId: running.pid });
    expect(running.output).not.toContain('asked for');
  });
});

/** Prints what a program can see of its process, whenever it is asked to. */
const SELF = `
const events = ['exit', 'worker', 'message', 'SIGTERM', 'uncaughtException'];
process.on('worker', () => console.log('a worker!'));
const { reallyExit, emit, _kill } = process;
const seen = () => JSON.stringify({
  env: process.env,
  keys: Object.getOwnPropertyNames(process).sort(),
  globals: Reflect.ownKeys(globalThis).map(String).sort(),
  listeners: events.map((name) => process.listenerCount(name)),
  replaced: [process.reallyExit !== reallyExit, process.emit !== emit, process._kill !== _kill],
  handles: process.getActiveResourcesInfo(),
  cache: Object.keys(require.cache),
});
process.on('SIGUSR2', () => {
  gc();
  console.log('seen', seen(), process.memoryUsage().heapUsed, 'end');
});
setInterval(() => {}, 1000);
console.log('ready');
`;

describe('a process that was attached to twenty times', () => {
  it('is what it was, and has not grown', async () => {
    const file = program(SELF, 'program.cjs');
    const running = await RunningProgram.start(['--expose-gc', file]);
    const look = async (): Promise<{ seen: string; heap: number; files: number; threads: number }> => {
      running.skip();
      running.process.kill('SIGUSR2');
      await running.printed('end\n');
      const [, seen = '', heap] = /.*seen (.*) (\d+) end/.exec(running.last)!;
      const files = readdirSync(`/proc/${running.pid}/fd`).length;
      return { seen, heap: Number(heap), files, threads: threadsOf(running) };
    };
    // Node opens streams of its own when it is looked at first.
    await look();
    const before = await look();
    let early = before;
    for (let round = 1; round <= 20; round += 1) {
      const client = await join({ processId: running.pid });
      await client.request('disconnect', {});
      await leftAlone(running, before.threads);
      if (round === 3) early = await look();
    }
    const after = await look();
    expect(JSON.parse(after.seen)).toEqual(JSON.parse(before.seen));
    expect({ files: after.files, threads: after.threads }).toEqual({
      files: early.files,
      threads: early.threads,
    });
    expect(after.heap - early.heap).toBeLessThan(17 * 20_000);
    expect(running.output).not.toContain('a worker!');
  });
});
