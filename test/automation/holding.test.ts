import { describe, expect, it } from 'vitest';
import { deferred } from '../../adapter/util/deferred.ts';
import { Emitter } from '../../adapter/util/emitter.ts';
import { BreakpointStore } from '../../automation/tasks/headless/breakpoint-store.ts';
import type { Run, TaskHost } from '../../automation/tasks/host.ts';
import { createTaskService } from '../../automation/tasks/task-service.ts';
import { errors } from '../../protocol/errors.ts';
import { ScriptedRun } from './support/scripted-run.ts';

const STOPPED = { reason: 'step', threadId: 1 };
const taskId = 't1';

/** A task that `a` has started, and which stands; `b` drives it, too. */
async function held(kind: TaskHost['kind'] = 'server') {
  const run = new ScriptedRun();
  const begun = new Emitter<Run>();
  const told: string[] = [];
  const host: TaskHost = {
    kind,
    folders: [],
    breakpoints: new BreakpointStore(),
    start: async (_, adopt) => adopt(run),
    onRun: (listener) => begun.on(listener),
    setExceptions: async (_, mode) => void told.push(mode),
  };
  const service = createTaskService(host);
  const [a, b] = ['a', 'b'].map((id) => service.commanderFor({ id })) as [
    ReturnType<typeof service.commanderFor>,
    ReturnType<typeof service.commanderFor>,
  ];
  await a.send('StartNewTask', { configuration: { program: '/app.js' }, exceptions: 'all' });
  run.say('process', { name: '/app.js', systemProcessId: 7 });
  run.say('stopped', STOPPED);
  const info = async (id = taskId) => (await b.send('GetState', { taskId: id })).task;
  return { run, begun, told, service, a, b, info };
}

const refuse = async (): Promise<never> => {
  throw errors.taskNotStopped(taskId, 1);
};

describe('a move that is refused', () => {
  it.each<[string, (task: Awaited<ReturnType<typeof held>>) => Promise<unknown>]>([
    ['a step', ({ b }) => b.send('Move', { taskId, action: 'next' })],
    ['of a thread that does not stand', ({ b }) => b.send('Move', { taskId, action: 'next', threadId: 9 })],
    ['a request', ({ b }) => b.send('Request', { taskId, command: 'next', arguments: { threadId: 1 } })],
    ['a restart', ({ b }) => b.send('RestartTask', taskId)],
  ])('leaves the task as it was, and with whoever held it: %s', async (_, move) => {
    const task = await held();
    task.run.answer = async (command) => (command === 'stackTrace' ? undefined : refuse());
    await expect(move(task)).rejects.toThrow();
    expect(await task.info()).toMatchObject({ state: 'stopped', heldBy: 'a' });
  });

  it('is as if it had not been sent also when the other one has vanished meanwhile', async () => {
    const { run, service, b } = await held();
    const refusal = deferred();
    run.answer = (command) => (command === 'next' ? refusal.promise : Promise.resolve());
    const moved = b.send('Move', { taskId, action: 'next' });
    const left = service.left('a', 'vanished');
    refusal.reject(errors.taskNotStopped(taskId, 1));
    await expect(moved).rejects.toThrow();
    await left;
    expect(run.requests.at(-1)).toBe('continue');
  });
});

describe('what is held', () => {
  it('is let go once, though a thread cannot go on, or has gone on with another', async () => {
    const { run, service, info } = await held();
    run.say('stopped', { reason: 'pause', threadId: 2, preserveFocusHint: true });
    run.answer = async (command) => {
      if (command !== 'continue') return;
      if (run.requests.filter((one) => one === 'continue').length > 1) await refuse();
      run.say('continued', { threadId: 1, allThreadsContinued: true });
    };
    await service.left('a', 'vanished');
    expect(run.requests.filter((command) => command === 'continue')).toHaveLength(1);
    expect(await info()).toMatchObject({ state: 'running' });
  });

  it('is asked once to go on, though it refuses', async () => {
    const { run, service } = await held();
    run.answer = refuse;
    await service.left('a', 'vanished');
    expect(run.requests).toEqual(['continue']);
  });

  it('stays as it is where it is just being ended', async () => {
    const { run, service } = await held();
    run.isStopping = true;
    await service.left('a', 'vanished');
    expect(run.requests).toEqual([]);
  });

  it('stays so when it is taken over while it is being released', async () => {
    const { run, service, b, told, info } = await held();
    const left = service.left('a', 'vanished');
    const moved = b.send('Move', { taskId, action: 'next' });
    await left;
    run.say('stopped', STOPPED);
    await moved;
    expect(run.requests).not.toContain('continue');
    expect(told.at(-1) ?? 'all').toBe('all');
    expect(await info()).toMatchObject({ heldBy: 'b' });
  });
});

describe('exceptions of an abandoned program', () => {
  it('stop it again as they did as soon as somebody moves it', async () => {
    const { run, service, a, b, told } = await held();
    await a.send('SetExceptions', { taskId, mode: 'uncaught' });
    await service.left('a', 'vanished');
    expect(told).toEqual(['uncaught', 'none']);
    run.say('stopped', { ...STOPPED, hitBreakpointIds: [1] });
    await b.send('Move', { taskId, action: 'continue', waitMs: 0 });
    expect(told).toEqual(['uncaught', 'none', 'uncaught']);
  });

  it('are those of the user of the editor, where that one has started it', async () => {
    const { begun, service, b, told } = await held('window');
    const own = new ScriptedRun();
    begun.emit(own);
    own.say('stopped', STOPPED);
    await b.send('Move', { taskId: 't2', action: 'continue', waitMs: 0 });
    await service.left('b', 'vanished');
    expect(told).toEqual([]);
  });
});

describe('a process of a program', () => {
  it('is held by whoever holds the program', async () => {
    const { run, begun, service, info } = await held('window');
    begun.emit(new ScriptedRun(run));
    expect(await info('t2')).toMatchObject({ startedBy: 'a', heldBy: 'a' });
    await service.left('a', 'vanished');
    begun.emit(new ScriptedRun(run));
    expect((await info('t3')).heldBy).toBeUndefined();
  });
});
