import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { stopped, variablesOf } from './support/outside/outsider.ts';
import { until } from './support/outside/publication.ts';
import { visits } from './support/outside/visits.ts';
import { type Program, program } from './support/program.ts';
import { debug } from './support/sessions.ts';
import { COUNTER } from './support/sources.ts';

const sources = (): vscode.SourceBreakpoint[] =>
  vscode.debug.breakpoints.filter((one) => one instanceof vscode.SourceBreakpoint);
const linesInEditor = (): number[] => sources().map(({ location }) => location.range.start.line + 1);

describe('breakpoints from outside and those of the editor', () => {
  const enter = visits();
  let counter: Program;
  before(async () => {
    counter = await program('counter.js', COUNTER);
  });

  it('are the same: what is set outside is in the editor, with all that it says', async () => {
    const outsider = await enter();
    const line = counter.line('loop');
    const { breakpoints } = await outsider.send('AddBreakpoints', {
      breakpoints: [
        { file: 'counter.js', line, condition: 'i > 1', hitCondition: '2' },
        { file: counter.path, text: 'return sum', logMessage: 'sum is {sum}' },
        { function: 'add' },
      ],
    });
    assert.deepEqual(
      breakpoints.map(({ state }) => state),
      ['unused', 'unused', 'unused'],
    );
    assert.deepEqual(linesInEditor().sort(), [line, counter.line('return')].sort());
    const [conditional] = sources().filter(({ condition }) => condition === 'i > 1');
    assert.equal(conditional!.hitCondition, '2');
    assert.equal(vscode.debug.breakpoints.length, 3);
    await outsider.send('RemoveBreakpoints', { ids: 'all' });
    assert.deepEqual(vscode.debug.breakpoints, []);
  });

  it('are the same: what is set in the editor is known outside, until it is removed there', async () => {
    const outsider = await enter();
    counter.breakAt('loop');
    const added = (await outsider.event('BreakpointChanged')).breakpoint;
    assert.deepEqual([added.file, added.line], [counter.path, counter.line('loop')]);
    assert.deepEqual([added.by, added.taskId, added.enabled], [undefined, undefined, true]);
    const { breakpoints } = await outsider.send('ListBreakpoints', {});
    assert.deepEqual(
      breakpoints.map(({ id }) => id),
      [added.id],
    );
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    const removed = await outsider.event('BreakpointChanged', ({ change }) => change === 'removed');
    assert.equal(removed.breakpoint.id, added.id);
  });

  it('tell what became of them in the programs that run', async () => {
    const outsider = await enter();
    const { task } = await outsider.startToStop({
      configuration: { program: 'counter.js' },
      breakpoints: [{ file: 'counter.js', line: counter.line('loop') }],
    });
    const { breakpoints } = await outsider.send('AddBreakpoints', {
      breakpoints: [
        { file: 'counter.js', line: counter.line('return') },
        { file: 'counter.js', line: counter.line('return') + 1 },
        { file: 'nowhere.js', line: 1 },
        { file: 'counter.js', line: counter.line('call'), condition: '1 +' },
      ],
    });
    assert.deepEqual(
      breakpoints.map(({ state }) => state),
      ['bound', 'bound', 'rejected', 'rejected'],
      JSON.stringify(breakpoints, null, 1),
    );
    assert.ok(breakpoints[3]!.message);
    const [first] = (await outsider.send('ListBreakpoints', { taskId: task.taskId })).breakpoints;
    assert.deepEqual([first!.state, first!.hits], ['bound', 1]);
    await outsider.send('CancelTask', task.taskId);
    const { breakpoints: after } = await outsider.send('ListBreakpoints', {});
    assert.ok(after.every(({ state }) => state === 'unused'));
    assert.deepEqual(
      after.map(({ neverBound }) => neverBound === true),
      [false, false, false, true, true],
    );
    assert.equal(after[4]!.message, breakpoints[3]!.message);
  });

  it('that the user has at the same place come back when those from outside go', async () => {
    const outsider = await enter();
    counter.breakAt('loop');
    const [own] = vscode.debug.breakpoints;
    const { task, breakpoints } = await outsider.send('StartNewTask', {
      configuration: { program: 'counter.js' },
      breakpoints: [{ file: 'counter.js', line: counter.line('loop'), condition: 'i === 3' }],
    });
    assert.equal(variablesOf(await outsider.stop(task)).i, '3');
    assert.deepEqual([breakpoints.length, vscode.debug.breakpoints.length], [1, 1]);
    await outsider.send('CloseTask', task.taskId);
    assert.deepEqual(
      vscode.debug.breakpoints.map(({ id, condition }) => [id, condition]),
      [[own!.id, undefined]],
    );
  });

  it('that the user has are not removed with a task that was to stop there, too', async () => {
    const outsider = await enter();
    counter.breakAt('loop');
    const [own] = vscode.debug.breakpoints;
    const { task } = await outsider.startToStop({
      configuration: { program: 'counter.js' },
      breakpoints: [
        { file: 'counter.js', line: counter.line('loop') },
        { file: 'counter.js', text: 'return sum' },
      ],
    });
    const refused = outsider.send('StartNewTask', {
      configuration: { type: 'cppdbg' },
      breakpoints: [{ file: 'counter.js', line: counter.line('loop') }],
    });
    await assert.rejects(refused);
    await outsider.send('CloseTask', task.taskId);
    assert.deepEqual(
      vscode.debug.breakpoints.map(({ id }) => id),
      [own!.id],
    );
  });

  it('go with the task that has asked for them last', async () => {
    const outsider = await enter();
    const start = {
      configuration: { program: 'counter.js' },
      breakpoints: [{ file: 'counter.js', line: counter.line('return') }],
    };
    const first = await outsider.send('StartNewTask', start);
    await outsider.stop(first.task);
    const second = await outsider.send('StartNewTask', start);
    assert.deepEqual(
      second.breakpoints.map(({ id, taskId }) => [id, taskId]),
      [[first.breakpoints[0]!.id, second.task.taskId]],
    );
    await outsider.send('CloseTask', first.task.taskId);
    assert.equal((await outsider.stop(second.task)).stop.reason, 'breakpoint');
    await outsider.send('CloseTask', second.task.taskId);
    assert.deepEqual(vscode.debug.breakpoints, []);
  });

  it('are changed in a running program by the user, as ever', async () => {
    const outsider = await enter();
    const { task } = await outsider.startToStop({
      configuration: { program: 'counter.js' },
      breakpoints: [{ file: 'counter.js', line: counter.line('loop') }],
    });
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    counter.breakAt('return');
    await outsider.event(
      'BreakpointChanged',
      ({ breakpoint }) => breakpoint.line === counter.line('return') && breakpoint.state === 'bound',
    );
    const { stop } = stopped(await outsider.move(task, 'continue'));
    assert.equal(stop.stack[0]!.line, counter.line('return'));
    assert.equal(stop.breakpoints.length, 1);
  });

  it('are told as gone when the user removes them before a program knows of them', async () => {
    const outsider = await enter();
    await outsider.startToStop({
      configuration: { program: 'counter.js' },
      breakpoints: [{ file: 'counter.js', line: counter.line('loop') }],
    });
    const listening = vscode.debug.onDidChangeBreakpoints(({ added }) => {
      listening.dispose();
      vscode.debug.removeBreakpoints(added);
    });
    const { breakpoints } = await outsider.send('AddBreakpoints', {
      breakpoints: [
        { file: 'counter.js', line: counter.line('return') },
        { file: 'counter.js', line: counter.line('loop') },
      ],
    });
    assert.deepEqual(
      breakpoints.map(({ state }) => state),
      ['rejected', 'bound'],
    );
    assert.match(breakpoints[0]!.message!, /removed/);
    // The place is free again.
    const again = await outsider.send('AddBreakpoints', {
      breakpoints: [{ file: 'counter.js', line: counter.line('return') }],
    });
    assert.equal(again.breakpoints[0]!.state, 'bound');
  });

  it('on the way to a line are not seen', async () => {
    const outsider = await enter();
    counter.breakAt('loop');
    const session = await debug({ program: counter.path });
    const { task } = await outsider.event('TaskStarted');
    await outsider.stop(task);
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await session.breakpointsRemoved();
    const changes: string[] = [];
    const listening = vscode.debug.onDidChangeBreakpoints(() => changes.push('changed'));
    const there = await outsider.move(task, 'runTo', { to: { file: 'counter.js', text: 'return sum' } });
    assert.equal(stopped(there).stop.stack[0]!.line, counter.line('return'));
    assert.equal(stopped(there).stop.description, 'Paused after run to line');
    assert.deepEqual([stopped(there).stop.breakpoints, changes], [[], []]);
    listening.dispose();
    await until(() => vscode.debug.activeStackItem !== undefined);
  });
});

describe('exceptions of a program that was started from outside', () => {
  const enter = visits();
  const THROWING = `try {
  throw new Error('caught'); // caught
} catch {}
throw new Error('uncaught'); // uncaught
`;

  it('stop it as was asked for, and the next one as the user has it', async () => {
    const outsider = await enter();
    const throwing = await program('throwing.js', THROWING);
    const configuration = { program: 'throwing.js' };
    const stops = async (exceptions?: 'all' | 'none') => {
      const { task } = await outsider.send('StartNewTask', {
        configuration,
        ...(exceptions && { exceptions }),
      });
      const lines: number[] = [];
      let outcome = await outsider.send('Wait', { taskId: task.taskId });
      while (outcome.state === 'stopped') {
        lines.push(outcome.stop.stack[0]!.line);
        outcome = await outsider.move(task, 'continue');
      }
      return lines;
    };
    const [caught, uncaught] = [throwing.line('caught'), throwing.line('uncaught')];
    assert.deepEqual(await stops(), [uncaught]);
    assert.deepEqual(await stops('all'), [caught, uncaught]);
    assert.deepEqual(await stops('none'), []);

    const session = await debug({ program: throwing.path });
    const { task } = await outsider.event('TaskStarted', ({ task }) => task.startedBy === undefined);
    assert.equal((await outsider.stop(task)).stop.stack[0]!.line, uncaught);
    await outsider.send('SetExceptions', { taskId: task.taskId, mode: 'none' });
    assert.equal((await outsider.move(task, 'continue')).state, 'ended');
    await session.ended();
  });
});
