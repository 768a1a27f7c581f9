import * as assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { row } from '../suite/support/choosing.ts';
import { Refusal } from '../suite/support/outside/outsider.ts';
import { visits } from '../suite/support/outside/visits.ts';
import { repository } from '../suite/support/program.ts';
import { nextSession } from '../suite/support/sessions.ts';
import { within } from '../suite/support/wait.ts';

const [api, web] = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath) as [string, string];
const picture = (name: string): Promise<void> =>
  stage.screenshot(join(repository, `dist-test/vscode/pictures/${name}.png`));

/** What VS Code lists under "Tandem…", each with its folder. */
async function automatic(): Promise<string[]> {
  void vscode.commands.executeCommand('workbench.action.debug.selectandstart');
  await stage.click(row('Tandem...'));
  await stage.waitFor(row('Attach to Process…'));
  await picture('folders');
  const names = await stage.texts('.quick-input-list .monaco-list-row .label-name:visible');
  const folders = await stage.texts('.quick-input-list .monaco-list-row .label-description:visible');
  await stage.press('Escape');
  return names.map((name, index) => `${name} (${folders[index]})`);
}

// In this order: it is trusted in between.
describe('a workspace of two folders that is not trusted', () => {
  const enter = visits();

  it('runs nothing from outside, and says why', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const outsider = await enter();
    const refused = outsider.send('StartNewTask', { configuration: { program: 'api.js' } });
    await assert.rejects(refused, (error) => {
      assert.ok(error instanceof Refusal);
      assert.equal(error.problem.code, 'window.workspaceUntrusted');
      return true;
    });
  });

  it('offers what each of its folders has, and once what has none', async () => {
    await vscode.window.showTextDocument(vscode.Uri.file(join(web, 'web.js')));
    assert.deepEqual(await automatic(), [
      'Debug npm run dev (api)',
      'Debug Current File (web)',
      'Debug Current File In-Process (web)',
      'Debug npm run dev (web)',
      'Attach to Process… (web)',
    ]);
  });

  it('runs what is started when its user has trusted it, in the folder of its launch.json', async () => {
    await stage.click('.statusbar-item:has-text("Restricted Mode")');
    await stage.waitFor('.workspace-trust-editor');
    await picture('restricted');
    const trusted = new Promise<void>((resolve) => {
      const listening = vscode.workspace.onDidGrantWorkspaceTrust(() => {
        listening.dispose();
        resolve();
      });
    });
    await stage.click('.workspace-trust-editor .monaco-button:has-text("Trust")');
    await within(trusted, 'trust');
    await stage.press('Escape');

    void vscode.commands.executeCommand('workbench.action.debug.selectandstart');
    await stage.click(row('Serve Pages'));
    const session = await nextSession();
    await session.printed(`web in ${web} beside ${api}`);
    await session.ended();
  });
});
