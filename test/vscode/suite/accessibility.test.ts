import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { program } from './support/program.ts';
import { debug, focusedFrame, keepTidy } from './support/sessions.ts';
import { COUNTER } from './support/sources.ts';

/** From the palette; what it shows is found by its title. */
async function run(command: string): Promise<void> {
  await stage.press('F1');
  await stage.waitFor('.quick-input-widget');
  await stage.type(command);
  await stage.waitFor(`.quick-input-list .monaco-list-row.focused:has-text("${command}")`);
  await stage.press('Enter');
}

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
});
