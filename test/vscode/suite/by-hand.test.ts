import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { chooseTandem, row } from './support/choosing.ts';
import { type Program, program, provideTsx } from './support/program.ts';
import { focusedFrame, keepTidy, nextSession, terminated } from './support/sessions.ts';
import { COUNTER, LOGS, TYPED } from './support/sources.ts';
import type { Transcript } from './support/transcript.ts';

const BREAKPOINT = '.codicon-debug-breakpoint';
const STOPPED_LINE = '.debug-top-stack-frame-line';
const toolbar = (action: string): string => `.debug-toolbar .codicon-debug-${action}`;
/** By the words that a screen reader says, which are those of the row. */
const variable = (name: string, value: string): string =>
  `.monaco-list-row[aria-label^="${name}, value ${value}"]`;

/**
 * Puts a breakpoint where a person would, presses F5, there being no launch.json, and chooses Tandem. A second time
 * VS Code would not ask for the same file, so each test brings its own.
 */
async function start(file: Program, marker: string, keys = 'F5'): Promise<Transcript> {
  await file.show();
  await stage.clickGutter(file.line(marker));
  await stage.waitFor(BREAKPOINT);
  await stage.press(keys);
  await chooseTandem();
  return nextSession();
}

describe('a person at the keyboard', () => {
  before(function () {
    if (!stage.available) this.skip();
  });
  keepTidy();

  it('debugs the open JavaScript file with F5 and the toolbar', async () => {
    const counter = await program('counter.js', COUNTER);
    const session = await start(counter, 'loop');
    await session.stopped();
    await stage.waitFor(STOPPED_LINE);
    await focusedFrame();

    await stage.click(toolbar('step-over'));
    await session.stopped();
    await stage.waitFor(variable('i', '1'));
    await stage.click(toolbar('step-into'));
    await session.stopped();
    await stage.waitFor(variable('i', '2'));
    await stage.click(toolbar('step-out'));
    assert.equal((await session.stopped()).reason, 'breakpoint');
    await stage.waitFor(variable('i', '3'));

    await stage.clickGutter(counter.line('loop'));
    await stage.waitFor(BREAKPOINT, { state: 'detached' });
    const end = terminated(session.session);
    await stage.click(toolbar('continue'));
    await end;
    assert.deepEqual(await session.ended(), { exitCode: 3 });
    await stage.waitFor('.debug-toolbar', { state: 'hidden' });
  });

  it('debugs the open TypeScript file with F5', async () => {
    await provideTsx();
    const session = await start(await program('typed.ts', TYPED), 'described');
    await session.stopped();
    await stage.waitFor(STOPPED_LINE);
    assert.equal((await focusedFrame()).session, session.session);
    const end = terminated(session.session);
    await stage.click(toolbar('stop'));
    await end;
  });

  it('restarts from the toolbar', async () => {
    const session = await start(await program('restarted.js', COUNTER), 'return');
    await session.stopped();
    await focusedFrame();
    await stage.click(toolbar('restart'));
    await session.stopped();
  });

  it('evaluates in the debug console what is in scope', async () => {
    const session = await start(await program('evaluated.js', COUNTER), 'return');
    await session.stopped();
    await focusedFrame();
    await vscode.commands.executeCommand('workbench.panel.repl.view.focus');
    // What is typed before its input has the focus goes somewhere else.
    await stage.waitFor('.repl-input-wrapper .monaco-editor.focused');
    await stage.type('({ twice: sum * 2 })');
    await stage.press('Enter');
    await stage.waitFor('.repl .monaco-list-row:has-text("{twice: 12}")');
  });

  it('opens what the program has logged, and answers it, in the debug console', async () => {
    const session = await start(await program('logged.js', LOGS), 'stop');
    await session.stopped();
    await vscode.commands.executeCommand('workbench.panel.repl.view.focus');
    const line = '.repl .monaco-list-row:has-text("{ name:")';
    await stage.waitFor(`${line}:has-text("logged.js:2")`);
    await stage.click(`${line} .monaco-tl-twistie`);
    await stage.waitFor(".repl .monaco-list-row:has-text(\"(2) ['x', 'y']\")");
    await stage.click(toolbar('continue'));
    await stage.waitFor('.repl .monaco-list-row:has-text("reads its standard input")');
    await vscode.commands.executeCommand('workbench.panel.repl.view.focus');
    await stage.waitFor('.repl-input-wrapper .monaco-editor.focused');
    await stage.type('< Ada');
    await stage.press('Enter');
    await stage.waitFor('.repl .monaco-list-row:has-text("hello Ada")');
    assert.deepEqual(await session.ended(), { exitCode: 0 });
  });

  it('runs without debugging with Ctrl+F5', async () => {
    const session = await start(await program('undebugged.js', COUNTER), 'loop', 'Control+F5');
    assert.deepEqual(await session.ended(), { exitCode: 3 });
    assert.ok(!session.has('stopped'));
    await stage.waitFor('.repl .monaco-list-row:has-text("sum 6")');
  });

  it('debugs in-process from the menu in the title of the editor', async () => {
    const counter = await program('in-process.js', COUNTER);
    await counter.show();
    counter.breakAt('loop');
    await stage.click('.editor-actions .monaco-dropdown-with-default .monaco-dropdown');
    await stage.click('.monaco-menu .action-item:has-text("In-Process")');
    const session = await nextSession();
    assert.equal(session.session.configuration.inProcess, true);
    await session.stopped();
    await stage.waitFor(STOPPED_LINE);
  });

  it('finds the ways to debug the open file where configurations are chosen', async () => {
    await (await program('counter.js', COUNTER)).show();
    void vscode.commands.executeCommand('workbench.action.debug.selectandstart');
    await stage.click(row('Tandem...'));
    await stage.waitFor(row('Debug Current File In-Process'));
    await stage.press('Escape');
  });
});
