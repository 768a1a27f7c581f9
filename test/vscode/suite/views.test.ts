import * as assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { visits } from './support/outside/visits.ts';
import { type Program, program, workspace } from './support/program.ts';
import { debug, focusedFrame, keepTidy, nextSession, terminated } from './support/sessions.ts';
import { COUNTER } from './support/sources.ts';

const VIEW = '.pane:has(.pane-header:has-text("Tandem Sessions"))';
const HEADER = `${VIEW} .pane-header`;
const row = (...texts: string[]): string =>
  `${VIEW} .monaco-list-row${texts.map((text) => `:has-text("${text}")`).join('')}`;
const status = (...texts: string[]): string =>
  `.statusbar-item[aria-label^="Tandem"]${texts.map((text) => `:has-text("${text}")`).join('')}`;
const CONSOLE = '.repl .monaco-list-row';

/** Goes on until it is told to end. */
const WAITING = 'setInterval(() => {}, 1000);\n';
const PARENT = `
const { fork } = require('node:child_process');
const { Worker } = require('node:worker_threads');
new Worker('setInterval(() => {}, 1000)', { eval: true, name: 'helper' });
fork(__dirname + '/below.js');
`;

/** What a person does who moves the mouse over a row, and clicks what it shows then. */
async function act(rowOf: string, title: string): Promise<void> {
  await stage.hover(rowOf);
  await stage.clickUntilHeard(`${rowOf} .action-label[aria-label^="${title}"]`);
}

/** A section of Run and Debug, which is collapsed until its user opens it. */
async function openView(): Promise<void> {
  await vscode.commands.executeCommand('workbench.view.debug');
  await stage.waitFor(HEADER);
  if ((await stage.texts(`${HEADER}:not(.expanded)`)).length > 0) await stage.click(HEADER);
}

async function shown(name: string, source: string): Promise<Program> {
  const file = await program(name, source);
  await file.show();
  return file;
}

describe('the sessions of a window', () => {
  before(function () {
    if (!stage.available) this.skip();
  });
  const enter = visits();

  beforeEach(async () => {
    await vscode.commands.executeCommand('tandem.history.clear');
  });
  after(async () => {
    if (!stage.available) return;
    await vscode.commands.executeCommand('tandem.history.clear');
    // As other tests expect to find it.
    if ((await stage.texts(`${HEADER}.expanded`)).length > 0) await stage.click(HEADER);
  });

  it('are offered where there are none', async () => {
    await shown('viewed.js', COUNTER);
    await openView();
    await stage.waitFor(`${VIEW} .monaco-button:has-text("Debug Current File")`);
    await stage.waitFor(`${VIEW} .monaco-button:has-text("Create a launch.json File")`);
    await stage.click(`${VIEW} .monaco-button:has-text("Debug Current File")`);
    assert.deepEqual(await (await nextSession()).ended(), { exitCode: 3 });
  });

  it('are moved in their view, and run again from its history', async () => {
    const file = await shown('viewed.js', COUNTER);
    await openView();
    file.breakAt('loop');
    const session = await debug({ name: 'Viewed', program: file.path });
    await session.stopped();
    await focusedFrame();
    await stage.waitFor(row('Viewed', 'viewed.js:4', 'Paused on breakpoint'));
    await act(row('Viewed'), 'Continue');
    await session.stopped();
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await session.breakpointsRemoved();
    await stage.waitFor(row('Viewed', 'Paused on breakpoint'));
    await act(row('Viewed'), 'Continue');
    assert.deepEqual(await session.ended(), { exitCode: 3 });

    await stage.waitFor(row('History'));
    await act(row('Viewed', 'exit code 3'), 'Run Again');
    const again = await nextSession();
    assert.deepEqual(
      [again.session.configuration.program, again.session.configuration.noDebug],
      [file.path, true],
    );
    assert.deepEqual(await again.ended(), { exitCode: 3 });
    // Rows move when there is one more.
    await stage.waitFor(row('History', '2'));
    file.breakAt('return');
    await act(row('Viewed', 'exit code 3'), 'Debug Again');
    await (await nextSession()).stopped();
  });

  it('are paused and stopped in their view', async () => {
    await openView();
    const { path } = await program('waiting.js', WAITING);
    const session = await debug({ name: 'Waits', program: path });
    await stage.waitFor(row('Waits', 'Running', 'pid'));
    await act(row('Waits'), 'Pause');
    await session.stopped();
    await stage.waitFor(row('Waits', 'Paused'));
    const end = terminated(session.session);
    await act(row('Waits'), 'Stop');
    await end;
    await stage.waitFor(row('Waits', 'stopped'));
    await stage.hover(row('History'));
    await act(row('History'), 'Clear History');
    await stage.waitFor(row('History'), { state: 'detached' });
  });

  it('stay as they are under the mouse while another one moves', async () => {
    const file = await shown('viewed.js', COUNTER);
    await openView();
    const { path } = await program('waiting.js', WAITING);
    await debug({ name: 'Waits', program: path });
    await stage.waitFor(row('Waits', 'Running', 'pid'));
    file.breakAt('loop');
    const moved = await debug({ name: 'Moves', program: file.path });
    await moved.stopped();
    await focusedFrame();
    await stage.waitFor(row('Moves', 'viewed.js:4', 'Paused on breakpoint'));
    await stage.hover(row('Waits'));
    await stage.mark(`${row('Waits')} .action-label`, 'data-under-mouse');
    for (const where of ['viewed.js:3', 'viewed.js:4']) {
      await vscode.commands.executeCommand('workbench.action.debug.stepOver');
      await moved.stopped();
      await stage.waitFor(row('Moves', where));
    }
    await stage.waitFor(`${row('Waits')} .action-label[data-under-mouse][aria-label^="Pause"]`);
  });

  it('leave nothing of what was run in a debug terminal, which has it to be run again', async () => {
    const { path } = await shown('typed-once.js', COUNTER);
    await openView();
    const terminal = await vscode.commands.executeCommand<vscode.Terminal>('tandem.newDebugTerminal');
    try {
      terminal.sendText(`node "${path}"`);
      assert.deepEqual(await (await nextSession()).ended(), { exitCode: 3 });
    } finally {
      terminal.dispose();
    }
    await (await debug({ name: 'Launched', program: path })).ended();
    await stage.waitFor(row('Launched', 'exit code 3'));
    assert.deepEqual(await stage.texts(row('typed-once')), []);
  });

  it('leave their configurations, to be copied, kept and forgotten', async () => {
    await openView();
    const { path } = await program('kept.js', COUNTER);
    const session = await debug({ name: 'Kept', program: path, env: { TOKEN: 'secret', PLACE: 'here' } });
    await session.ended();
    const choose = async (title: string): Promise<void> => {
      await stage.click(row('Kept', 'exit code 3'), { button: 'right' });
      await stage.click(`.monaco-menu .action-item:has-text("${title}")`);
    };
    const expected = { type: 'tandem', request: 'launch', name: 'Kept', program: path, env: {} };
    await choose('Copy Launch Configuration');
    await stage.waitFor('.statusbar-item:has-text("Copied the configuration")');
    assert.deepEqual(JSON.parse(await vscode.env.clipboard.readText()), expected);
    const directory = vscode.Uri.file(join(workspace, '.vscode'));
    try {
      await choose('Add to Launch Configurations');
      await stage.waitFor('.tab.active:has-text("launch.json")');
      const added = vscode.workspace.getConfiguration('launch').get<object[]>('configurations');
      assert.deepEqual(added, [expected]);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(directory, { recursive: true });
    }
    await choose('Remove from History');
    await stage.waitFor(row('Kept'), { state: 'detached' });
  });

  it('have their processes and threads below them', async () => {
    await openView();
    await program('below.js', WAITING);
    const { path } = await program('above.js', PARENT);
    const session = await debug({ name: 'Above', program: path });
    const below = await nextSession();
    await stage.waitFor(row('Above', 'Running'));
    await stage.waitFor(row('helper', 'Running'));
    await stage.waitFor(row('below.js [', 'Running'));
    await act(row('below.js ['), 'Pause');
    await below.stopped();
    await stage.waitFor(row('below.js [', 'Paused'));
    await stage.waitFor(row('Above', 'Running'));
    await stage.clickUntilHeard(row('Above'));
    await stage.waitFor(status('running'));
    assert.equal(vscode.debug.activeDebugSession?.id, session.session.id);
    await stage.hover(HEADER); // what is said of the row above covers those below
    await stage.clickUntilHeard(row('below.js ['));
    await stage.waitFor(status('paused'));
  });

  it('say who drives them, and are taken over', async () => {
    const file = await shown('viewed.js', COUNTER);
    await openView();
    const holder = await enter('Agent');
    const { task } = await holder.startToStop({
      configuration: { program: 'viewed.js' },
      breakpoints: [{ file: 'viewed.js', line: file.line('loop') }],
    });
    await stage.waitFor(row('viewed.js', 'waits for Agent'));
    await act(row('viewed.js'), 'Take Over');
    await stage.waitFor(row('viewed.js', 'started by Agent'));
    const { task: now } = await holder.send('GetState', { taskId: task.taskId });
    assert.equal(now.heldBy, undefined);
    await holder.send('CancelTask', task.taskId);
    await stage.waitFor(row('viewed.js', 'by Agent'));
  });
});

describe('the status bar', () => {
  before(function () {
    if (!stage.available) this.skip();
  });
  keepTidy();
  afterEach(async () => {
    if ((await stage.texts(status('in-process'))).length === 0) return;
    await vscode.commands.executeCommand('tandem.toggleInProcess');
  });

  it('tells how the program rides, and is not there without one', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await stage.waitFor(status(), { state: 'hidden' });
    const file = await shown('ridden.js', COUNTER);
    await stage.waitFor(status('Tandem'));
    file.breakAt('loop');
    const session = await debug({ name: 'Ridden', program: file.path });
    await session.stopped();
    await stage.waitFor(status('Node', 'paused'));
    await stage.hover(status());
    await stage.waitFor(
      '.hover-contents:has-text("a private Unix socket"), .hover-contents:has-text("pipe")',
    );
    await stage.waitFor('.hover-contents:has-text("Driven by: you")');
  });

  it('switches the next start to in-process with a click', async () => {
    const file = await shown('switched.js', COUNTER);
    file.breakAt('loop');
    await stage.click(status('Tandem'));
    await stage.waitFor(status('Tandem: in-process'));
    await stage.press('Control+Shift+P');
    await stage.type('Tandem: Debug Current File');
    await stage.waitFor('.quick-input-list .monaco-list-row.focused:has-text("Debug Current File")');
    await stage.press('Enter');
    const session = await nextSession();
    await session.stopped();
    assert.equal(session.session.configuration.inProcess, true);
    await stage.waitFor(status('Node', 'in-process', 'paused'));
    await stage.click(status());
    const end = terminated(session.session);
    await vscode.debug.stopDebugging(session.session);
    await end;
    await stage.waitFor(status('in-process'), { state: 'detached' });
    const next = await debug({ name: 'Next', program: file.path });
    assert.equal(next.session.configuration.inProcess, undefined);
  });

  it('says what cannot run in-process, and why, and runs it all the same', async () => {
    const file = await shown('elsewhere.js', COUNTER);
    file.breakAt('loop');
    await stage.click(status('Tandem'));
    await stage.waitFor(status('Tandem: in-process'));
    const session = await debug({ name: 'Elsewhere', program: file.path, cwd: homedir() });
    await session.stopped();
    await stage.waitFor(status('Node', 'next: in-process'));
    await vscode.commands.executeCommand('workbench.panel.repl.view.focus');
    await stage.waitFor(
      `${CONSOLE}:has-text("In-process is on, but this program runs in a process of its own")`,
    );
    await stage.waitFor(`${CONSOLE}:has-text("cwd")`);
  });
});
