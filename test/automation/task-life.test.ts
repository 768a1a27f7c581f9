import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HeadlessHost } from '../../automation/tasks/headless/headless-host.ts';
import type { Run } from '../../automation/tasks/host.ts';
import { createTaskService } from '../../automation/tasks/task-service.ts';
import { files, program } from '../support/fixtures.ts';
import { gone } from '../support/session.ts';
import { launcherDirectory } from '../support/standalone.ts';
import { begin, serve, stopped } from './support/tasks.ts';

const RIDES = [
  ['in a process of its own', {}],
  ['in this process', { inProcess: true }],
] as const;

describe.each(RIDES)('a task %s ends', (_, ride) => {
  it.each([
    ['at once', 'process.exit(7)', 7],
    ['with an uncaught exception that it is not stopped at', 'throw new Error("no")', 1],
    ['with a syntax error', 'let = ;', 1],
    ['with nothing to do', '', 0],
  ])('%s, and whoever waits is told its exit code', async (_, source, exitCode) => {
    const { commander, events } = serve([]);
    const { first } = await begin(commander, {
      configuration: { program: program(source), ...ride },
      exceptions: 'none',
    });
    expect(first).toMatchObject({ state: 'ended', task: { end: 'completed', exitCode, stops: 0 } });
    expect(events.at(-1)).toMatchObject({ type: 'TaskCompleted', task: { exitCode } });
  });

  it('because it was cancelled, also while it is stopped', async () => {
    const { commander, event } = serve([]);
    const { taskId, first } = await begin(commander, {
      configuration: { program: program('debugger; setInterval(() => {}, 1000)'), ...ride },
    });
    stopped(first);
    const { task } = await commander.send('CancelTask', taskId);
    expect(task).toMatchObject({ state: 'ended', end: 'aborted' });
    expect(task.error).toBeUndefined();
    await event('TaskAborted');
    expect(await commander.send('Wait', { taskId })).toMatchObject({ state: 'ended' });
  });

  it('and tells all of its output, in order', async () => {
    const { commander } = serve([]);
    const source = `for (let i = 0; i < 300; i += 1) (i % 2 ? console.log : console.error)(i); process.exit(0)`;
    const { taskId } = await begin(commander, { configuration: { program: program(source), ...ride } });
    const { entries } = await commander.send('GetOutput', { taskId });
    const own = entries.filter(({ category }) => category === 'stdout' || category === 'stderr');
    expect(own.map(({ text }) => text).join('')).toBe(
      Array.from({ length: 300 }, (_, i) => `${i}\n`).join(''),
    );
  });
});

describe('a task that cannot be started', () => {
  it.each([
    ['a program that does not exist', { program: '/nowhere.js' }, 'launch.programNotFound'],
    ['a program whose directory does not exist', { program: '/nowhere/a.js' }, 'launch.programNotFound'],
    ['a "cwd" that does not exist', { program: '/nowhere/a.js', cwd: '/nowhere' }, 'launch.cwdInvalid'],
    [
      'a runtime that does not exist',
      { program: import.meta.filename, runtimeExecutable: 'no-such-node' },
      'launch.runtimeNotFound',
    ],
    ['a process that does not exist', { request: 'attach', processId: 2 ** 30 }, 'attach.processUnknown'],
  ])('because of %s has ended, and says why', async (_, configuration, code) => {
    const { commander, events } = serve([]);
    const { task } = await commander.send('StartNewTask', { configuration });
    expect(task).toMatchObject({
      state: 'ended',
      end: 'aborted',
      error: { code, message: expect.any(String) },
    });
    expect(events.map(({ type }) => type).filter((type) => type.startsWith('Task'))).toEqual([
      'TaskStarted',
      'TaskAborted',
    ]);
    expect(await commander.send('Wait', { taskId: task.taskId })).toMatchObject({
      state: 'ended',
      task: { error: task.error },
    });
  });
});

describe('a program that is killed', () => {
  const source = `console.log('here'); debugger; setInterval(() => {}, 1000)`;

  it('while it is stopped ends its task', async () => {
    const { commander, event } = serve([]);
    const { taskId, first } = await begin(commander, { configuration: { program: program(source) } });
    process.kill(stopped(first).task.pid!, 'SIGKILL');
    await event('TaskCompleted');
    expect(await commander.send('Wait', { taskId })).toMatchObject({
      state: 'ended',
      task: { exitCode: 137, end: 'completed' },
    });
    await expect(commander.send('Move', { taskId, action: 'next' })).rejects.toMatchObject({
      code: 'task.ended',
    });
  });

  it('while a move is waited for ends that wait', async () => {
    const { commander, event } = serve([]);
    const { taskId, first } = await begin(commander, { configuration: { program: program(source) } });
    const moved = commander.send('Move', { taskId, action: 'continue' });
    await event('Message', ({ message }) => message.kind === 'continued');
    process.kill(stopped(first).task.pid!, 'SIGKILL');
    expect(await moved).toMatchObject({ state: 'ended', task: { exitCode: 137 } });
  });
});

describe('a task of the history', () => {
  it('is started again as it was, under a new id, with its breakpoints', async () => {
    const directory = files({ 'app.js': `console.log(process.argv[2]);\nconsole.log('end');\n` });
    const { commander } = serve([directory]);
    const { taskId } = await begin(commander, {
      configuration: { program: 'app.js', args: ['one'] },
      breakpoints: [{ file: 'app.js', text: "console.log('end')" }],
    });
    await expect(commander.send('ResumeTask', taskId)).rejects.toMatchObject({ code: 'task.runs' });
    await commander.send('Move', { taskId, action: 'continue' });
    const { task, breakpoints } = await commander.send('ResumeTask', taskId);
    expect(task.taskId).not.toBe(taskId);
    expect(breakpoints).toMatchObject([{ line: 2, taskId: task.taskId }]);
    const outcome = stopped(await commander.send('Wait', { taskId: task.taskId }));
    expect(outcome.stop.stack[0]).toMatchObject({ line: 2 });
    expect((await commander.send('ListTasks', {})).tasks.map((one) => [one.taskId, one.state])).toEqual([
      [task.taskId, 'stopped'],
      [taskId, 'ended'],
    ]);
  });

  it('is forgotten when it is closed, with its breakpoints', async () => {
    const path = program('debugger; setInterval(() => {}, 1000)');
    const { commander, events } = serve([]);
    const { taskId, first } = await begin(commander, {
      configuration: { program: path },
      breakpoints: [{ file: path, line: 1 }],
    });
    const { pid } = stopped(first).task;
    expect(await commander.send('CloseTask', taskId)).toMatchObject({
      task: { state: 'ended', end: 'aborted' },
    });
    await gone(pid!);
    expect(await commander.send('ListTasks', {})).toEqual({ tasks: [] });
    expect(await commander.send('ListBreakpoints', {})).toEqual({ breakpoints: [] });
    expect(events.at(-1)).toMatchObject({ type: 'TaskClosed', taskId });
    await expect(commander.send('GetState', { taskId })).rejects.toMatchObject({ code: 'task.unknown' });
  });

  it('is kept for the last hundred', async () => {
    const { commander } = serve([]);
    for (let i = 0; i < 103; i += 1)
      await commander.send('StartNewTask', { configuration: { program: '/nowhere/at/all.js' } });
    const { tasks } = await commander.send('ListTasks', {});
    expect(tasks.map(({ taskId }) => taskId)).toEqual(Array.from({ length: 100 }, (_, i) => `t${103 - i}`));
  });
});

describe.each(RIDES)('a restart %s', (_, ride) => {
  it('begins the program anew in the same task', async () => {
    const path = program(`console.log('begun');\nconsole.log('on');\nsetInterval(() => {}, 1000);\n`);
    const { commander } = serve([]);
    const { taskId, first } = await begin(commander, {
      configuration: { program: path, ...ride },
      breakpoints: [{ file: path, line: 2 }],
    });
    expect(stopped(first).stop.number).toBe(1);
    const { task } = await commander.send('RestartTask', taskId);
    expect(task).toMatchObject({ taskId });
    const again = await commander.send('Wait', { taskId });
    expect(stopped(again).stop).toMatchObject({ number: 2, breakpoints: [1] });
    const { entries } = await commander.send('GetOutput', { taskId });
    expect(entries.filter(({ text }) => text === 'begun\n')).toHaveLength(2);
    await commander.send('CancelTask', taskId);
  });
});

it('runs twenty tasks at once, each with its own stops, output and end', async () => {
  const path = program(`const n = Number(process.argv[2]);\nconsole.log(n);\nprocess.exitCode = n;\n`);
  const { commander } = serve([]);
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      const { taskId, first } = await begin(commander, {
        configuration: { program: path, args: [String(n)] },
        breakpoints: [{ file: path, line: 3 }],
      });
      const value = await commander.send('Evaluate', { taskId, expression: 'n' });
      const last = await commander.send('Move', { taskId, action: 'continue', waitMs: 60_000 });
      const { entries } = await commander.send('GetOutput', { taskId });
      return [
        stopped(first).stop.number,
        value.value,
        last.task.exitCode,
        entries.map(({ text }) => text).join(''),
      ];
    }),
  );
  expect(outcomes).toEqual(Array.from({ length: 20 }, (_, n) => [1, String(n), n, `${n}\n`]));
}, 120_000);

it.each(RIDES)('of a task %s that has ended no session is kept', async (_, ride) => {
  const runs: WeakRef<Run>[] = [];
  class Host extends HeadlessHost {
    override start(...[request, adopt]: Parameters<HeadlessHost['start']>): Promise<void> {
      return super.start(request, (run) => {
        runs.push(new WeakRef(run));
        adopt(run);
      });
    }
  }
  const service = createTaskService(new Host({ folders: [], session: { launcherDirectory } }));
  onTestFinished(() => service[Symbol.asyncDispose]());
  const commander = service.commanderFor({ id: 'c1' });
  const configuration = { program: program('debugger;\n'), ...ride };
  const { taskId } = await begin(commander, { configuration });
  expect(await commander.send('Move', { taskId, action: 'continue' })).toMatchObject({ state: 'ended' });
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  do {
    // What was looked at lives until the next turn.
    await delay(10);
    gc();
  } while (runs[0]!.deref());
  expect(await commander.send('GetState', { taskId })).toMatchObject({
    state: 'ended',
    task: { exitCode: 0 },
  });
});

it('ends everything when it is disposed of', async () => {
  const { service, commander } = serve([]);
  const path = program('setInterval(() => {}, 1000); console.log("up")');
  const { task } = await commander.send('StartNewTask', { configuration: { program: path } });
  const waiting = commander.send('Wait', { taskId: task.taskId });
  await service[Symbol.asyncDispose]();
  expect(await waiting).toMatchObject({ state: 'ended', task: { end: 'aborted' } });
  await expect(commander.send('ListTasks', {})).rejects.toMatchObject({ code: 'task.serverClosed' });
  await gone(task.pid!);
});
