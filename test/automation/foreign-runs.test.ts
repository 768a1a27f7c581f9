import { describe, expect, it } from 'vitest';
import { Emitter } from '../../adapter/util/emitter.ts';
import { BreakpointStore } from '../../automation/tasks/headless/breakpoint-store.ts';
import type { Run, TaskHost } from '../../automation/tasks/host.ts';
import { createTaskService } from '../../automation/tasks/task-service.ts';
import type { TaskEvent } from '../../protocol/tasks/events.ts';
import { ScriptedRun } from './support/scripted-run.ts';

/** A window in which its user has started a program. */
function window() {
  const begun = new Emitter<Run>();
  const host: TaskHost = {
    kind: 'window',
    folders: [],
    breakpoints: new BreakpointStore(),
    start: () => Promise.reject(new Error('Nobody starts anything here.')),
    onRun: (listener) => begun.on(listener),
    setExceptions: async () => {},
  };
  const service = createTaskService(host);
  const events: TaskEvent[] = [];
  service.onEvent((event) => events.push(event));
  const run = new ScriptedRun();
  begun.emit(run);
  run.say('process', { name: '/app.js', systemProcessId: 7 });
  const commander = service.commanderFor({ id: 'c1' });
  const state = () => commander.send('GetState', { taskId: 't1' });
  return { run, service, commander, events, state };
}

const STOPPED = { reason: 'breakpoint', threadId: 1, hitBreakpointIds: [] };

describe('a run that the user of an editor has started', () => {
  it('is a task, started and held by nobody', async () => {
    const { run, events, state } = window();
    expect(events[0]).toMatchObject({
      type: 'TaskStarted',
      taskId: 't1',
      task: { name: 'F5', state: 'starting' },
    });
    expect(await state()).toMatchObject({ state: 'running', task: { pid: 7, program: '/app.js' } });
    run.say('stopped', STOPPED);
    const { task } = await state();
    expect(task).toMatchObject({ state: 'stopped', stops: 1 });
    expect([task.startedBy, task.heldBy]).toEqual([undefined, undefined]);
  });

  it('is said to have been moved, once, to everybody but who has done so', async () => {
    const { run, service, commander, state } = window();
    const terminal = (id: string) => service.commanderFor({ id, name: 'tandem' });
    const look = async (of: typeof commander) => (await of.send('GetState', { taskId: 't1' })).moved;
    run.say('stopped', STOPPED);
    expect([await look(commander), await look(terminal('c2'))]).toEqual([undefined, undefined]);
    for (let step = 0; step < 2; step += 1) {
      run.say('continued', { threadId: 1 });
      run.say('stopped', STOPPED);
    }
    expect((await state()).moved).toEqual({ times: 2 });
    expect((await state()).moved).toBeUndefined();
    const moving = terminal('c3').send('Move', { taskId: 't1', action: 'next' });
    run.say('stopped', { ...STOPPED, reason: 'step' });
    expect((await moving).moved).toEqual({ times: 2 });
    expect(await look(terminal('c4'))).toBeUndefined();
    const stack = await commander.send('GetStack', { taskId: 't1' });
    expect(stack.moved).toEqual({ by: 'c3', times: 1 });
    run.answer = async (command) => {
      if (command === 'next') throw new Error('no');
    };
    await expect(terminal('c5').send('Move', { taskId: 't1', action: 'next' })).rejects.toThrow();
    expect((await state()).moved).toBeUndefined();
  });

  it('is no longer held by a client when its user moves it', async () => {
    const { run, service, commander, state } = window();
    run.say('stopped', STOPPED);
    const moved = commander.send('Move', { taskId: 't1', action: 'next' });
    run.say('stopped', { ...STOPPED, reason: 'step' });
    expect(await moved).toMatchObject({ state: 'stopped', stop: { number: 2 }, task: { heldBy: 'c1' } });
    run.say('continued', { threadId: 1 });
    run.say('stopped', STOPPED);
    expect((await state()).task.heldBy).toBeUndefined();
    const before = run.requests.length;
    await service.left('c1', 'vanished');
    expect(run.requests.slice(before)).toEqual([]);
    expect(await state()).toMatchObject({ state: 'stopped' });
  });

  it('is taken over by its user from a client that holds it, whose end then changes nothing', async () => {
    const { run, service, commander } = window();
    run.say('stopped', STOPPED);
    const moved = commander.send('Move', { taskId: 't1', action: 'next' });
    run.say('stopped', { ...STOPPED, reason: 'step' });
    await moved;
    expect(service.taskOf(run)).toMatchObject({ taskId: 't1', heldBy: 'c1' });
    service.takeOver(run);
    expect(service.taskOf(run)?.heldBy).toBeUndefined();
    await service.left('c1', 'vanished');
    expect(run.requests.at(-1)).not.toBe('continue');
    expect(service.taskOf(new ScriptedRun())).toBeUndefined();
  });

  it('stays where its user sees it, also after a client that held it has vanished', async () => {
    const { run, service, commander, state } = window();
    run.say('stopped', STOPPED);
    const moved = commander.send('Move', { taskId: 't1', action: 'next' });
    run.say('stopped', { ...STOPPED, reason: 'step' });
    await moved;
    await service.left('c1', 'vanished');
    expect(run.requests.at(-1)).toBe('continue');
    run.say('stopped', { ...STOPPED, reason: 'pause' });
    expect(await state()).toMatchObject({ state: 'stopped' });
  });

  it.each<[string, (run: ScriptedRun) => void, object]>([
    ['by itself', (run) => run.end(3), { type: 'TaskCompleted', task: { exitCode: 3, end: 'completed' } }],
    [
      'because its user has stopped it',
      (run) => run.stop(),
      { type: 'TaskAborted', task: { end: 'aborted' } },
    ],
    [
      'because it was lost',
      (run) => run.end(),
      { type: 'TaskAborted', task: { end: 'aborted', error: { code: 'task.lost' } } },
    ],
  ])('ends %s', async (_, end, expected) => {
    const { run, commander, events } = window();
    const waiting = commander.send('Wait', { taskId: 't1' });
    end(run);
    expect(await waiting).toMatchObject({ state: 'ended' });
    expect(events.at(-1)).toMatchObject(expected);
  });

  it('does not count as a stop of its own what stands along with another thread', async () => {
    const { run, commander, state } = window();
    run.say('stopped', STOPPED);
    run.say('stopped', { reason: 'pause', threadId: 2, preserveFocusHint: true });
    expect((await state()).task.stops).toBe(1);
    const moved = commander.send('Move', { taskId: 't1', action: 'continue' });
    // Late, and of before: it must not be taken for what the move has led to.
    run.say('stopped', { reason: 'pause', threadId: 3, preserveFocusHint: true });
    run.say('stopped', STOPPED);
    expect(await moved).toMatchObject({ state: 'stopped', stop: { number: 2, threadId: 1 } });
  });

  it('tells the first stop that comes, of whichever thread, and the next to whoever waits', async () => {
    const { run, commander } = window();
    run.say('stopped', STOPPED);
    const moved = commander.send('Move', { taskId: 't1', action: 'next' });
    run.say('stopped', { ...STOPPED, threadId: 2 });
    expect(await moved).toMatchObject({ stop: { threadId: 2, number: 2 } });
    run.say('stopped', { ...STOPPED, threadId: 1, reason: 'step' });
    expect(await commander.send('Wait', { taskId: 't1' })).toMatchObject({
      stop: { threadId: 1, number: 3 },
    });
  });

  it('that does not answer a move is waited for no longer than was said', async () => {
    const { run, commander } = window();
    run.answer = async (command) => {
      if (command === 'pause') await new Promise(() => {});
    };
    const waited = async (waitMs: number): Promise<number> => {
      const begun = performance.now();
      const outcome = await commander.send('Move', { taskId: 't1', action: 'pause', waitMs });
      expect(outcome.state).toBe('running');
      return performance.now() - begun;
    };
    expect(await waited(0)).toBeLessThan(5000);
    expect(await waited(1200)).toBeLessThan(6000);
  });
});
