import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, lineOf } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { Debuggee } from './support.ts';

const ENDLESS = 'const a = 1; // here\nfor (;;);';
/** In Node 22 nothing reaches a worker in such a loop. */
const INTERRUPTIBLE = !process.version.startsWith('v22.');
const STATES = [
  ['stopped', "setTimeout(() => console.log('not reached')); // here"],
  ['idle', 'const a = 1; // here\nsetInterval(() => {}, 1000);'],
  ['in a loop without end', ENDLESS],
].filter(([, source]) => INTERRUPTIBLE || source !== ENDLESS) as [state: string, source: string][];

const MAIN = `
const { Worker } = require('node:worker_threads');
const [file, ...names] = process.argv.slice(2);
for (const name of names) {
  const worker = new Worker(__dirname + '/' + file, name === '-' ? {} : { name });
  worker.on('exit', (code) => console.log('exit', name, code));
}
`;

/**
 * A program that starts workers of those names, each stopped on the line "here". Only in a process of its own: the workers
 * of a program that is itself a worker cannot be told from those of others in the same process.
 */
async function start(worker: string, names: readonly string[]) {
  const directory = files({ 'main.js': MAIN, 'worker.js': worker });
  const file = join(directory, 'worker.js');
  const debuggee = await Debuggee.start({
    program: join(directory, 'main.js'),
    args: ['worker.js', ...names],
    breakpoints: { [file]: [{ line: lineOf(file, 'here') }] },
  });
  const ids: number[] = [];
  for (const _ of names) ids.push((await debuggee.client.waitFor('stopped')).threadId!);
  return { client: debuggee.client, ids };
}

describe('with pauseAllThreads, threads', () => {
  it('stop with the first that does, and go on with it unless that is asked for alone', async () => {
    const directory = files({
      'main.js':
        "new (require('node:worker_threads').Worker)(__dirname + '/worker.js'); setInterval(() => Date.now(), 1);",
      'worker.js': 'setInterval(() => {\n  Date.now(); // here\n}, 50);',
    });
    const file = join(directory, 'worker.js');
    const { client } = await Debuggee.start({
      program: join(directory, 'main.js'),
      pauseAllThreads: true,
      breakpoints: { [file]: [{ line: lineOf(file, 'here') }] },
    });
    const top = async (threadId: number) =>
      (await client.request('stackTrace', { threadId })).stackFrames[0]!.source!.name;
    const stops = async () => {
      const first = await client.waitFor('stopped', ({ reason }) => reason === 'breakpoint');
      const along = { threadId: 1, reason: 'pause', preserveFocusHint: true };
      expect(await client.waitFor('stopped', ({ reason }) => reason === 'pause')).toMatchObject(along);
      return first.threadId!;
    };

    const worker = await stops();
    expect([await top(worker), await top(1)]).toEqual(['worker.js', 'main.js']);
    expect(await client.request('continue', { threadId: worker })).toEqual({ allThreadsContinued: true });
    expect(await client.waitFor('continued')).toMatchObject({ threadId: 1 });

    expect(await stops()).toBe(worker);
    const alone = { threadId: worker, singleThread: true };
    expect(await client.request('continue', alone)).toEqual({ allThreadsContinued: false });
    await client.waitFor('stopped', ({ reason }) => reason === 'breakpoint');
    expect(await top(1)).toBe('main.js');
    await client.request('disconnect', {});
  });
});

describe('workers', () => {
  it('are threads with the name they were given, or that of their file', async () => {
    const { client, ids } = await start('const a = 1; // here', ['resizer', '-']);
    const { threads } = await client.request('threads', {});
    expect(threads.map(({ name }) => name).sort()).toEqual([
      'main',
      expect.stringMatching(/^resizer \[\d+\]$/),
      expect.stringMatching(/^worker\.js \[\d+\]$/),
    ]);
    for (const threadId of ids) await client.request('continue', { threadId });
    await expectEnd(client, 0);
  });

  it('stop, step and run on each by itself', async () => {
    const { client, ids } = await start('const a = 1; // here\nconst b = a;\n', ['one', 'two']);
    const [one, two] = ids as [number, number];
    await client.request('next', { threadId: one, singleThread: true });
    expect(await client.waitFor('stopped')).toMatchObject({ threadId: one, reason: 'step' });
    const line = async (threadId: number) =>
      (await client.request('stackTrace', { threadId })).stackFrames[0]!.line;
    expect([await line(one), await line(two)]).toEqual([2, 1]);
    const answer = await client.request('continue', { threadId: one, singleThread: true });
    expect(answer).toEqual({ allThreadsContinued: false });
    await client.waitFor('thread', ({ reason, threadId }) => reason === 'exited' && threadId === one);
    expect(await line(two)).toBe(1);
    await client.request('continue', { threadId: two });
    await expectEnd(client, 0);
  });

  it.each(STATES)('can be ended while they are %s', async (state, source) => {
    const { client, ids } = await start(source, ['ended', 'other']);
    const [first, second] = ids as [number, number];
    if (state !== 'stopped') await client.request('continue', { threadId: first });
    await client.request('terminateThreads', { threadIds: [first] });
    await client.waitFor('thread', ({ reason, threadId }) => reason === 'exited' && threadId === first);
    await client.request('terminateThreads', { threadIds: [second] });
    await expectEnd(client, 0);
    expect(client.output('stdout').split('\n').sort()).toEqual(['', 'exit ended 1', 'exit other 1']);
  });

  it.skipIf(INTERRUPTIBLE)('that cannot be ended are told of', async () => {
    const { client, ids } = await start(ENDLESS, ['endless']);
    await client.request('continue', { threadId: ids[0]! });
    await client.request('terminateThreads', { threadIds: [ids[0]!] });
    await client.waitFor('output', ({ output }) => output.includes('does not end'));
    await client.request('disconnect', {});
    await client.waitFor('terminated');
  });

  it('are ended by themselves; the main thread is not', async () => {
    const { client, ids } = await start('const a = 1; // here', ['one']);
    await expect(client.request('terminateThreads', { threadIds: [1] })).rejects.toMatchObject({
      code: 'engine.threadIsMain',
    });
    await client.request('continue', { threadId: ids[0]! });
    await expectEnd(client, 0);
  });
});
