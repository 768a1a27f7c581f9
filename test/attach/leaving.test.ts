import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { attach } from '../support/attach.ts';
import { files, lineOf, program } from '../support/fixtures.ts';
import { ownMeetingPlace, WaitingProgram } from '../support/waiting-program.ts';

beforeEach(() => {
  vi.stubEnv('XDG_RUNTIME_DIR', ownMeetingPlace());
  return () => vi.unstubAllEnvs();
});

/** Tells on demand (a line on its standard input) how much memory it holds, in bytes. */
const HOLDING = `let count = 0;
function turn() {
  count += 1; // turn
}
setInterval(turn, 2);
process.stdin.on('data', () => {
  for (let i = 0; i < 4; i += 1) gc();
  console.log('holds', process.memoryUsage().heapUsed, process.memoryUsage().rss);
});
`;

describe('a program that a debugger has left', () => {
  it('holds no more memory after fifty of them', async () => {
    const file = program(HOLDING);
    const waiting = new WaitingProgram(file, { nodeArgs: ['--expose-gc'] });
    const endpoint = await waiting.waits();
    const visit = async () => {
      const client = await attach({ endpoint }, { [file]: [{ line: lineOf(file, 'turn') }] });
      const { threadId } = await client.waitFor('stopped');
      const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
      await client.request('scopes', { frameId: stackFrames[0]!.id });
      await client.request('disconnect', {});
    };
    const held = async () => {
      waiting.stdout = '';
      waiting.child.stdin!.write('\n');
      const [, heap, all] = await waiting.says(/holds (\d+) (\d+)\n/);
      return { heap: Number(heap), all: Number(all) };
    };
    // What V8 and the first engines need for good.
    for (let i = 0; i < 10; i += 1) await visit();
    const before = await held();
    for (let i = 0; i < 50; i += 1) await visit();
    const after = await held();
    expect(after.heap - before.heap).toBeLessThan(500_000);
    expect(after.all - before.all).toBeLessThan(40_000_000);
  });

  it('is silent about conditions that were compiled into what it has loaded meanwhile', async () => {
    const directory = files({
      'main.js': `setInterval(() => {
  if (globalThis.load) require('./late.js').turn(); // main
}, 2);
`,
      'late.js': `let count = 0;
exports.turn = () => {
  count += 1; // turn
  if (count % 50 === 0) console.log('count', count);
};
`,
    });
    const [main, late] = [join(directory, 'main.js'), join(directory, 'late.js')];
    const waiting = new WaitingProgram(main);
    const endpoint = await waiting.waits();
    const client = await attach(
      { endpoint },
      {
        [main]: [{ line: lineOf(main, 'main'), condition: 'globalThis.load', hitCondition: '3' }],
        [late]: [
          { line: lineOf(late, 'turn'), condition: 'count === 70' },
          { line: lineOf(late, 'turn') + 1, logMessage: 'log {count}' },
        ],
      },
    );
    await client.request('evaluate', { expression: 'globalThis.load = true', context: 'repl' });
    const stopAt = async () => {
      const { threadId } = await client.waitFor('stopped');
      const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
      await client.request('continue', { threadId: threadId! });
      return `${stackFrames[0]!.source!.name}:${stackFrames[0]!.line}`;
    };
    expect(await stopAt()).toBe(`main.js:${lineOf(main, 'main')}`);
    expect(await stopAt()).toBe(`late.js:${lineOf(late, 'turn')}`);
    await client.waitFor('output', ({ output }) => output === 'log 70\n');
    const story = (await client.send('tandem.breakpointStory', {})) as { text: string };
    expect(story.text).toMatch(/is compiled into the program/);
    await client.request('disconnect', {});
    await waiting.runs();
    const again = await attach({ endpoint }, { [late]: [{ line: lineOf(late, 'turn') }] });
    const { threadId } = await again.waitFor('stopped');
    expect(await again.request('threads', {})).toMatchObject({ threads: [{ id: threadId, name: 'main' }] });
  });

  it('runs on from wherever it was: a step, a pause, an exception, a worker of it', async () => {
    const directory = files({
      'main.js': `const { Worker } = require('node:worker_threads');
new Worker(require.resolve('./worker.js')).on('message', (n) => {
  try { throw new Error('caught'); } catch {}
  console.log('worker', n); // heard
});
`,
      'worker.js': `const { parentPort } = require('node:worker_threads');
let n = 0;
setInterval(() => {
  n += 1; // turn
  parentPort.postMessage(n);
}, 5);
`,
    });
    const [main, worker] = [join(directory, 'main.js'), join(directory, 'worker.js')];
    const waiting = new WaitingProgram(main);
    const endpoint = await waiting.waits();
    await waiting.runs();
    for (const stop of ['worker', 'step', 'exception', 'pause'] as const) {
      const file = stop === 'worker' ? worker : main;
      const line = lineOf(file, stop === 'worker' ? 'turn' : 'heard');
      const client = await attach(
        { endpoint },
        stop === 'worker' || stop === 'step' ? { [file]: [{ line }] } : {},
      );
      if (stop === 'exception') await client.request('setExceptionBreakpoints', { filters: ['all'] });
      if (stop === 'pause') await client.request('pause', { threadId: 1 });
      const { threadId } = await client.waitFor('stopped');
      if (stop === 'step') await client.request('next', { threadId: threadId! });
      await client.request('disconnect', {});
      await waiting.runs();
    }
  });
});
