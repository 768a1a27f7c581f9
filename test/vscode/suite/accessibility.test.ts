import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { program } from './support/program.ts';
import { debug, focusedFrame, keepTidy, nextSession, terminated } from './support/sessions.ts';
import { COUNTER } from './support/sources.ts';

/** From the palette; what it shows is found by its title. */
async function run(command: string): Promise<void> {
  await stage.press('F1');
  await stage.waitFor('.quick-input-widget');
  await stage.type(command);
  await stage.waitFor(`.quick-input-list .monaco-list-row.focused:has-text("${command}")`);
  await stage.press('Enter');
}

describe('without a mouse', () => {
  before(function () {
    if (!stage.available) this.skip();
  });
  keepTidy();

  it('sets a breakpoint, starts, steps, looks and stops', async () => {
    const counter = await program('by-keys.js', COUNTER);
    await counter.show();
    const line = counter.line('loop') - 1;
    vscode.window.activeTextEditor!.selection = new vscode.Selection(line, 0, line, 0);
    await stage.waitFor(`.statusbar-item:has-text("Ln ${line + 1}, Col 1")`);
    await stage.press('F9');
    await stage.waitFor('.codicon-debug-breakpoint');
    await run('Tandem: Debug Current File');
    const session = await nextSession();
    await session.stopped();
    await focusedFrame();
    await stage.press('F10');
    await session.stopped();
    await stage.waitFor('.monaco-list-row[aria-label^="i, value 1"]');
    const end = terminated(session.session);
    await stage.press('Shift+F5');
    await end;
  });
});

describe('for a screen reader', () => {
  before(function () {
    if (!stage.available) this.skip();
  });
  keepTidy();

  it('the status bar says what runs and what a click does, without icons', async () => {
    const counter = await program('spoken.js', COUNTER);
    await counter.show();
    await stage.waitFor('.statusbar-item [role="button"][aria-label*="Tandem"]');
    counter.breakAt('loop');
    const session = await debug({ program: counter.path });
    await session.stopped();
    await focusedFrame();
    await run('Tandem: Start CPU Profile');
    await stage.waitFor('.statusbar-item [role="button"][aria-label^="Recording a CPU profile"]');
    const texts = await stage.texts('.statusbar-item [aria-label*="$("]');
    assert.deepEqual(texts, []);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('each row of the sessions is a sentence', async () => {
    const counter = await program('rows.js', COUNTER);
    counter.breakAt('loop');
    const session = await debug({ program: counter.path });
    await session.stopped();
    await focusedFrame();
    await vscode.commands.executeCommand('tandem.sessions.focus');
    await stage.waitFor('.monaco-list-row[aria-label*=", session, "]');
  });
});
