import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TandemClient } from '../../automation/client/client.ts';
import type { TaskServer } from '../../automation/server/task-server.ts';
import { HeadlessHost } from '../../automation/tasks/headless/headless-host.ts';
import { createTaskService } from '../../automation/tasks/task-service.ts';
import type { Outcome } from '../../protocol/tasks/task.ts';
import { files, lineOf } from '../support/fixtures.ts';
import { privatePlaces } from '../support/private-places.ts';
import { launcherDirectory } from '../support/standalone.ts';
import { serve } from './support/serving.ts';

const PROGRAM = `const cart = { items: [1, 2, 3], total: 0 };
function add(value) { // add
  cart.total += value; // sum
  return cart.total;
}
for (const value of cart.items) {
  add(value); // call
}
console.log(cart.total); // print
setInterval(() => {}, 10); // wait
`;

const folder = (): string => files({ 'program.js': PROGRAM });

async function serveFolder(directory: string, readOnly = false): Promise<TaskServer> {
  privatePlaces();
  const host = new HeadlessHost({ folders: [directory], session: { launcherDirectory } });
  const service = createTaskService(host, { readOnly });
  onTestFinished(() => service[Symbol.asyncDispose]());
  return serve(service, { folders: () => [directory], readOnly: () => readOnly });
}

async function connect({ endpoint, token }: TaskServer): Promise<TandemClient> {
  const client = await TandemClient.connect({ endpoint, token });
  onTestFinished(() => client.close());
  return client;
}

/** Where a program stands: the function, and the mark of the line. */
function standsAt(outcome: Outcome): string {
  if (outcome.state !== 'stopped') return outcome.state;
  const [frame] = outcome.stop.stack;
  const mark = /\/\/ (\w+)$/.exec(PROGRAM.split('\n')[frame!.line - 1]!)?.[1];
  return `${frame!.name}: ${mark ?? frame!.line}`;
}

describe('a program that is driven over a socket', () => {
  it('moves as its handle says, and tells what there is to see', async () => {
    const directory = folder();
    const client = await connect(await serveFolder(directory));
    const file = join(directory, 'program.js');
    const task = await client.start(
      { program: 'program.js' },
      { breakpoints: [{ file: 'program.js', text: 'add(value); // call' }] },
    );
    const first = await task.wait();
    expect(standsAt(first)).toMatch(/: call$/);
    expect(task.info).toMatchObject({
      state: 'stopped',
      heldBy: client.clientId,
      startedBy: client.clientId,
    });
    expect(standsAt(await task.stepIn())).toBe('add: sum');
    expect(await task.evaluate('value + 41')).toMatchObject({ value: '42' });
    const { variables } = await task.variables();
    expect(variables).toContainEqual(expect.objectContaining({ name: 'value', value: '1' }));
    expect((await task.stack()).stack.map(({ line }) => line)).toEqual([
      lineOf(file, 'sum'),
      lineOf(file, 'call'),
    ]);
    expect(standsAt(await task.next())).toBe(`add: ${lineOf(file, 'sum') + 1}`);
    expect(standsAt(await task.stepOut())).not.toMatch(/^(?:add|running|ended)/);
    const threads = (await task.request('threads')) as { threads: unknown[] };
    expect(threads.threads).toHaveLength(1);
    await task.addBreakpoints({ function: 'add' });
    await client.send('RemoveBreakpoints', { ids: [task.breakpoints[0]!.id] });
    expect(standsAt(await task.continue())).toMatch(/^add: /);
    await client.send('RemoveBreakpoints', { ids: 'all' });
    expect(standsAt(await task.runTo({ file: 'program.js', text: 'setInterval' }))).toMatch(/: wait$/);
    expect(await task.continue({ waitMs: 0 })).toMatchObject({ state: 'running', note: expect.any(String) });
    expect(standsAt(await task.pause())).not.toBe('running');
    expect((await task.output()).entries.map(({ text }) => text)).toContain('6\n');
    expect(await task.cancel()).toMatchObject({ state: 'ended', end: 'aborted' });
    expect(await task.ended).toMatchObject({ taskId: task.id, state: 'ended' });
    await task.close();
    expect(await client.tasks()).toEqual([]);
  });

  it('is seen by all who watch, whoever moves it', async () => {
    const server = await serveFolder(folder());
    const [driver, watcher] = [await connect(server), await connect(server)];
    const stopped = watcher.next('stopped');
    const started = watcher.next('TaskStarted');
    const task = await driver.start(
      { program: 'program.js' },
      { breakpoints: [{ file: 'program.js', line: 3 }] },
    );
    expect((await started).task).toMatchObject({ taskId: task.id, startedBy: driver.clientId });
    expect(await stopped).toMatchObject({ taskId: task.id, reason: 'breakpoint' });
    const theirs = await watcher.task(task.id);
    const continued = driver.next('continued');
    const again = driver.next('stopped');
    expect(standsAt(await theirs.continue())).toBe('add: sum');
    await continued;
    expect((await again).taskId).toBe(task.id);
    expect((await task.state()).task.heldBy).toBe(watcher.clientId);
    const [aborted, ended] = [watcher.next('TaskAborted'), theirs.ended];
    await task.cancel();
    expect((await aborted).task.taskId).toBe(task.id);
    expect((await ended).end).toBe('aborted');
  });

  it('is started again from the history, with its breakpoints', async () => {
    const client = await connect(await serveFolder(folder()));
    const first = await client.start(
      { program: 'program.js' },
      { breakpoints: [{ file: 'program.js', line: 3 }] },
    );
    await first.wait();
    await first.cancel();
    const { task } = await client.send('ResumeTask', first.id);
    expect(task.taskId).not.toBe(first.id);
    expect(standsAt(await (await client.task(task.taskId)).wait())).toBe('add: sum');
  });

  it('is not moved by anybody where one may only look', async () => {
    const server = await serveFolder(folder(), true);
    const client = await connect(server);
    expect(client.server.readOnly).toBe(true);
    await expect(client.start({ program: 'program.js' })).rejects.toMatchObject({ code: 'task.readOnly' });
    expect(await client.tasks()).toEqual([]);
  });
});
