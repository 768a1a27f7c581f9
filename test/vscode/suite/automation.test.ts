import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Outsider, stopped, variablesOf } from './support/outside/outsider.ts';
import { publication } from './support/outside/publication.ts';
import { type Program, program, workspace } from './support/program.ts';
import { keepTidy } from './support/sessions.ts';
import { COUNTER } from './support/sources.ts';

describe('the window, driven from outside', () => {
  let counter: Program;
  const outsiders: Outsider[] = [];
  const enter = async (name?: string): Promise<Outsider> => {
    const outsider = await Outsider.start({ cwd: workspace }, name);
    outsiders.push(outsider);
    return outsider;
  };

  before(async () => {
    await vscode.extensions.getExtension('tandem.tandem-debug')!.activate();
    counter = await program('counter.js', COUNTER);
    await publication();
  });
  keepTidy();
  afterEach(async () => {
    await Promise.all(outsiders.splice(0).map((outsider) => outsider.leave()));
  });

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
    const [{ value }] = [await outsider.send('Evaluate', { taskId: task.taskId, expression: 'limit * 2' })];
    assert.equal(value, '6');

    const end = await outsider.move(task, 'continue');
    assert.equal(end.state, 'ended');
    assert.deepEqual([end.task.exitCode, end.task.end], [3, 'completed']);
    assert.ok(end.output.entries.some(({ text }) => text === 'sum 6\n'));
    assert.equal((await outsider.event('TaskCompleted')).task.exitCode, 3);
  });
});
