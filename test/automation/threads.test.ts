import { describe, expect, it } from 'vitest';
import type { Commander } from '../../automation/tasks/commander.ts';
import { program } from '../support/fixtures.ts';
import { begin, type Server, serve, stopped } from './support/tasks.ts';

/** The main thread and a worker come to a stop each, in the worker's time. */
const TWO = `const { Worker, isMainThread } = require('node:worker_threads');
function stand(who) {
  debugger;
  return who;
}
if (isMainThread) {
  const worker = new Worker(__filename);
  worker.on('message', () => stand('main'));
} else {
  const { parentPort } = require('node:worker_threads');
  parentPort.postMessage('go');
  stand('worker');
  stand('again');
}
`;

async function bothStand({ commander, event }: Server, settings: object) {
  const { task } = await commander.send('StartNewTask', {
    configuration: { program: program(TWO), ...settings },
  });
  const stops = new Set<number>();
  await event('Message', ({ message }) => {
    if (message.kind === 'stopped') stops.add(message.threadId);
    return stops.size === 2;
  });
  return task.taskId;
}

const who = async (commander: Commander, taskId: string, threadId: number) => {
  const { value } = await commander.send('Evaluate', { taskId, threadId, expression: 'who' });
  return value;
};

describe('a task with several threads', () => {
  it('stands as long as one of them does, and each is moved by itself', async () => {
    const server = serve([]);
    const { commander } = server;
    const taskId = await bothStand(server, {});
    const { stop } = stopped(await commander.send('GetState', { taskId }));
    expect(stop.number).toBe(2);
    const { body } = await commander.send('Request', { taskId, command: 'threads' });
    const [main, worker] = (body as { threads: { id: number }[] }).threads.map(({ id }) => id);
    expect([await who(commander, taskId, main!), await who(commander, taskId, worker!)]).toEqual([
      "'main'",
      "'worker'",
    ]);
    const next = stopped(await commander.send('Move', { taskId, action: 'continue', threadId: worker }));
    expect(next.stop).toMatchObject({ number: 3, threadId: worker });
    expect(await who(commander, taskId, worker!)).toBe("'again'");
    const running = await commander.send('Move', {
      taskId,
      action: 'continue',
      threadId: worker,
      waitMs: 100,
    });
    expect(running).toMatchObject({ state: 'running', note: expect.stringContaining(`Thread ${main}`) });
    expect(stopped(await commander.send('Wait', { taskId })).stop).toMatchObject({ threadId: main });
    const last = await commander.send('Move', { taskId, action: 'continue' });
    expect(last).toMatchObject({ state: 'ended', task: { stops: 3 } });
  });

  it('is told of the thread that has stopped, where that stops all', async () => {
    const { commander, event } = serve([]);
    const path = program(`const { Worker, isMainThread } = require('node:worker_threads');
if (isMainThread) {
  new Worker(__filename);
  setInterval(() => {}, 1);
} else {
  let n = 0;
  setInterval(() => {
    n += 1;
    debugger;
  }, 20);
}
`);
    const { taskId, first } = await begin(commander, {
      configuration: { program: path, pauseAllThreads: true },
    });
    const worker = stopped(first).stop.threadId;
    const along = await event(
      'Message',
      ({ message }) => message.kind === 'stopped' && message.threadId !== worker,
    );
    expect(along).toMatchObject({ message: { reason: 'pause' } });
    for (let number = 2; number < 8; number += 1) {
      const { stop } = stopped(await commander.send('Move', { taskId, action: 'continue' }));
      expect(stop).toMatchObject({ number, threadId: worker });
      expect(await commander.send('Evaluate', { taskId, expression: 'n' })).toMatchObject({
        value: String(number),
      });
    }
    const { task } = await commander.send('CancelTask', taskId);
    expect(task.stops).toBe(7);
  });
});
