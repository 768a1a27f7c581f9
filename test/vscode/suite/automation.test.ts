import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Problem } from '../../../protocol/tasks/parts.ts';
import type { TaskInfo } from '../../../protocol/tasks/task.ts';
import { stage } from '../host/stage.ts';
import { Outsider, Refusal, stopped, variablesOf } from './support/outside/outsider.ts';
import { until } from './support/outside/publication.ts';
import { visits } from './support/outside/visits.ts';
import { type Program, program, workspace } from './support/program.ts';
import { debug, focusedFrame, nextSession, terminated } from './support/sessions.ts';
import { COUNTER } from './support/sources.ts';

const STOPPED_LINE = '.debug-top-stack-frame-line';

let counter: Program;
before(async () => {
  counter = await program('counter.js', COUNTER);
});

const atLoop = () => ({
  configuration: { program: 'counter.js' },
  breakpoints: [{ file: 'counter.js', line: counter.line('loop') }],
});

describe('the window, driven from outside', () => {
  const enter = visits();

  it('is found by its folder, and says who it is', async () => {
    const outsider = await enter();
    assert.deepEqual(outsider.found.publication.folders, [workspace]);
    const { pid, ppid, kind, folders, readOnly } = outsider.ack;
    assert.deepEqual({ pid, ppid, kind }, { pid: process.pid, ppid: process.ppid, kind: 'window' });
    assert.deepEqual({ folders, readOnly }, { folders: [workspace], readOnly: false });
  });

  it('starts a task, stops, tells the variables, steps, goes on and knows the exit code', async () => {
    const outsider = await enter();
    const line = counter.line('loop');
    const { task, breakpoints } = await outsider.send('StartNewTask', {
      configuration: { program: 'counter.js' },
      breakpoints: [{ file: 'counter.js', line, condition: 'i === 2' }],
    });
    assert.equal(breakpoints.length, 1);
    const first = await outsider.stop(task);
    assert.deepEqual([first.stop.reason, first.stop.breakpoints], ['breakpoint', [breakpoints[0]!.id]]);
    assert.equal(first.stop.stack[0]!.line, line);
    assert.equal(variablesOf(first).sum, '1');

    const stepped = stopped(await outsider.move(task, 'next'));
    assert.equal(stepped.stop.reason, 'step');
    assert.equal(variablesOf(stepped).sum, '3');
    const { value } = await outsider.send('Evaluate', { taskId: task.taskId, expression: 'limit * 2' });
    assert.equal(value, '6');

    const end = await outsider.move(task, 'continue');
    assert.equal(end.state, 'ended');
    assert.deepEqual([end.task.exitCode, end.task.end], [3, 'completed']);
    assert.ok(end.output.entries.some(({ text }) => text === 'sum 6\n'));
    assert.equal((await outsider.event('TaskCompleted')).task.exitCode, 3);
  });

  it('starts a finished task again, with its breakpoints', async () => {
    const outsider = await enter();
    const { task } = await outsider.startToStop(atLoop());
    await outsider.send('CancelTask', task.taskId);
    const again = await outsider.send('ResumeTask', task.taskId);
    assert.notEqual(again.task.taskId, task.taskId);
    assert.equal(variablesOf(await outsider.stop(again.task)).i, '1');
    const { tasks } = await outsider.send('ListTasks', {});
    const ends = tasks.slice(0, 2).map(({ taskId, state, end }) => [taskId, state, end]);
    assert.deepEqual(ends, [
      [again.task.taskId, 'stopped', undefined],
      [task.taskId, 'ended', 'aborted'],
    ]);
  });

  it('is watched by two; when one is killed that holds a stopped program, that goes on', async () => {
    const [holder, watcher] = [await enter('holder'), await enter('watcher')];
    const session = nextSession();
    const { task } = await holder.startToStop(atLoop());
    assert.equal((await watcher.event('TaskStarted')).taskId, task.taskId);
    assert.equal((await watcher.happening('stopped')).reason, 'breakpoint');
    assert.equal((await watcher.send('ListTasks', {})).tasks[0]!.heldBy, holder.ack.clientId);

    const dead = holder.ack.clientId;
    await holder.die();
    assert.equal((await watcher.happening('released')).by, dead);
    const { task: end } = await watcher.event('TaskCompleted');
    assert.equal(end.exitCode, 3);
    // What was set for it, and by it, is gone with it; the editor was told that the program runs.
    assert.deepEqual(vscode.debug.breakpoints, []);
    await (await session).event('continued');
  });

  it('is told of the processes of a program as of tasks of their own, for which its starter is responsible', async () => {
    const [starter, watcher] = [await enter(), await enter()];
    await program('parent.js', "require('node:child_process').fork(__dirname + '/child.js');\n");
    const child = await program('child.js', "throw new Error('lost'); // thrown\n");
    await starter.send('StartNewTask', { configuration: { program: 'parent.js' } });
    const { task } = await watcher.event('TaskStarted', ({ task }) => task.name.startsWith('child.js'));
    assert.equal(task.startedBy, starter.ack.clientId);
    const { stop } = await watcher.stop(task);
    assert.deepEqual([stop.reason, stop.stack[0]!.line], ['exception', child.line('thrown')]);
    await starter.die();
    await watcher.event('TaskCompleted', ({ taskId }) => taskId === task.taskId);
  });

  it('answers what is invalid, and nobody is harmed', async () => {
    const [watcher, outsider] = [await enter(), await enter()];
    const { task } = await watcher.startToStop(atLoop());
    const command = (requestId: unknown, commandName: unknown, data: unknown) => ({
      type: 'TaskCommand',
      origin: 'Client',
      requestId,
      data: { commandName, data },
    });
    for (const said of [
      'no JSON',
      '{"half": ',
      '[]',
      'null',
      '7',
      {},
      { type: 'Nonsense', origin: 'Client' },
      { type: 'Connect', origin: 'Client', data: { token: 'again' } },
      { ...command(1, 'ListTasks', {}), origin: 'Server' },
      command(undefined, 'ListTasks', {}),
      'GET / HTTP/1.1',
      '\u0000\u0001\u{1F600}',
    ]) {
      outsider.say(said);
      const answer = await outsider.next(
        `word on ${JSON.stringify(said)}`,
        ({ type }) => type === 'Error' || type === 'TaskAnswer',
      );
      const problem = answer.type === 'Error' ? answer.data : (answer.data as { error: Problem }).error;
      assert.ok(problem.code && problem.message, JSON.stringify(answer));
    }
    for (const [name, data, code] of [
      ['Fly', {}, 'task.commandUnknown'],
      ['StartNewTask', {}, 'task.commandInvalid'],
      ['StartNewTask', { configuration: { program: 'counter.js' }, brakpoints: [] }, 'task.commandInvalid'],
      ['Move', { taskId: task.taskId, action: 'jump' }, 'task.commandInvalid'],
      ['Move', { taskId: 'nobody', action: 'next' }, 'task.unknown'],
      ['ResumeTask', task.taskId, 'task.runs'],
      ['Request', { taskId: task.taskId, command: 'nonsense' }, 'session.requestUnknown'],
      [
        'Request',
        { taskId: task.taskId, command: 'variables', arguments: { variablesReference: 'x' } },
        'session.requestInvalid',
      ],
    ] as const) {
      await assert.rejects(
        outsider.send(name as never, data as never),
        (error) => error instanceof Refusal && error.problem.code === code,
        `${name} ${JSON.stringify(data)}`,
      );
    }
    const state = await outsider.send('GetState', { taskId: task.taskId });
    assert.equal(stopped(state).stop.number, 1);
    assert.equal((await watcher.move(task, 'continue')).state, 'stopped');
  });

  it('has no ear for strangers', async () => {
    for (const said of [
      { type: 'Connect', origin: 'Client', data: { token: 'guessed' } },
      { type: 'TaskCommand', origin: 'Client', requestId: 1, data: { commandName: 'ListTasks', data: {} } },
      'nonsense',
    ]) {
      const stranger = await Outsider.stranger({ cwd: workspace });
      stranger.say(said);
      await stranger.next('refusal', ({ type }) => type === 'Error' || type === 'Closing');
      await stranger.leave();
      assert.ok(!stranger.heard.some(({ type }) => type === 'Ack' || type === 'TaskAnswer'));
    }
  });
});

describe('the user of a window that is driven from outside', () => {
  const enter = visits();

  it('has tasks by F5 as well, which outsiders hear of and can drive', async () => {
    const outsider = await enter();
    counter.breakAt('loop');
    const session = await debug({ program: counter.path, name: 'By hand' });
    const { task } = await outsider.event('TaskStarted');
    assert.deepEqual([task.name, task.startedBy], ['By hand', undefined]);
    const { stop } = await outsider.stop(task);
    assert.equal(stop.stack[0]!.line, counter.line('loop'));
    await outsider.move(task, 'next');
    assert.deepEqual((await session.stopped()).reason, 'breakpoint');
    assert.deepEqual((await session.stopped()).reason, 'step');
  });

  it('sees each stop, and that the program runs, whoever moves it', async function () {
    if (!stage.available) this.skip();
    const outsider = await enter();
    const { task } = await outsider.startToStop(atLoop());
    await stage.waitFor(STOPPED_LINE);
    await focusedFrame();
    const next = counter.line('loop') - 1;
    await outsider.move(task, 'next');
    await until(() => vscode.window.activeTextEditor?.selection.active.line === next - 1);
    // Until the next stop, which never comes.
    await outsider.send('RemoveBreakpoints', { ids: 'all' });
    const evaluated = outsider.send('Evaluate', {
      taskId: task.taskId,
      expression: 'setInterval(() => {}, 1000), 1',
    });
    assert.equal((await evaluated).value, '1');
    assert.equal((await outsider.move(task, 'continue', { waitMs: 0 })).state, 'running');
    await stage.waitFor(STOPPED_LINE, { state: 'detached' });
    await stage.waitFor('.debug-toolbar .codicon-debug-pause');
    await outsider.send('CancelTask', task.taskId);
  });

  it('takes a program over by moving it: whoever held it holds it no longer', async () => {
    const outsider = await enter();
    const { task } = await outsider.startToStop(atLoop());
    assert.equal(task.heldBy, outsider.ack.clientId);
    await outsider.happening('stopped');
    await focusedFrame();
    await vscode.commands.executeCommand('workbench.action.debug.stepOver');
    assert.equal((await outsider.happening('stopped')).reason, 'step');
    const { tasks } = await outsider.send('ListTasks', {});
    assert.equal(tasks[0]!.heldBy, undefined);
    await outsider.die();
    assert.ok(vscode.debug.activeDebugSession);
  });

  it('stops and restarts what was started from outside', async () => {
    const outsider = await enter();
    const session = nextSession();
    const { task } = await outsider.startToStop(atLoop());
    await focusedFrame();
    const pid = (await outsider.happening('process')).pid;
    await vscode.commands.executeCommand('workbench.action.debug.restart');
    assert.notEqual((await outsider.happening('process')).pid, pid);
    const again = await outsider.stop(task);
    assert.equal(variablesOf(again).i, '1');

    await outsider.send('RestartTask', task.taskId);
    await outsider.happening('process');
    assert.equal(variablesOf(await outsider.stop(task)).i, '1');
    const end = terminated((await session).session);
    await vscode.debug.stopDebugging((await session).session);
    const aborted: TaskInfo = (await outsider.event('TaskAborted')).task;
    assert.deepEqual([aborted.taskId, aborted.end], [task.taskId, 'aborted']);
    await end;
  });

  it('keeps what runs when the client that has started it says goodbye', async () => {
    const outsider = await enter();
    const watcher = await enter();
    const { task } = await outsider.startToStop(atLoop());
    await outsider.leave();
    await watcher.next('goodbye', ({ type }) => type === 'Disconnect');
    const state = await watcher.send('GetState', { taskId: task.taskId });
    assert.equal(state.state, 'stopped');
  });
});
