import * as assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { fromPalette } from './support/palette.ts';
import { program, repository } from './support/program.ts';
import { allOver, debug, keepTidy } from './support/sessions.ts';
import { COUNTER } from './support/sources.ts';

const SECRETS = ['hunter2-correct-horse', 'arg-token-0123456789', 'url-password-55555', 'secret-of-env-8642'];
const button = (name: string): string => `.editor-actions .action-label[aria-label^="${name}"]`;

describe('what is told of a problem', function () {
  // Many clicks each.
  this.timeout(120_000);
  before(function () {
    if (!stage.available) this.skip();
  });
  keepTidy();

  it('is shown first, without secrets, and goes nowhere but where the user sends it', async () => {
    const counter = await program('reported.js', COUNTER);
    const session = await debug({
      program: counter.path,
      name: 'Reported',
      args: ['--token=arg-token-0123456789', 'postgres://me:url-password-55555@db/x'],
      env: { API_PASSWORD: 'hunter2-correct-horse', PLAIN: 'secret-of-env-8642' },
      trace: true,
    });
    await session.ended();
    await allOver();
    await fromPalette('Tandem: Report a Problem');
    await stage.waitFor(button('Copy Report'));

    const document = vscode.workspace.textDocuments.find(({ isUntitled }) => isUntitled)!;
    const text = document.getText();
    for (const secret of SECRETS) assert.ok(!text.includes(secret), secret);
    assert.match(text, /## Session "Reported", ended with exit code 3/);
    assert.match(text, /"API_PASSWORD": "\[redacted\]"/);
    assert.match(text, /Runtimes seen: .*\bnode v?\d+/);
    assert.match(text, /→ launch/);
    assert.match(text, /\[info\] \[\d+ Reported\] ended after .* exit code 3/);
    for (const theme of ['light', 'dark'] as const) {
      await stage.theme(theme);
      await stage.screenshot(join(repository, 'dist-test/vscode/artifacts', `report-${theme}.png`));
    }

    await vscode.env.clipboard.writeText('');
    await stage.click(button('Copy Report'));
    await stage.waitFor('.statusbar-item:has-text("The report is in the clipboard.")');
    assert.equal(await vscode.env.clipboard.readText(), text);
    await stage.click(button('Open Issue'));
    await vscode.commands.executeCommand('notifications.showList');
    await stage.waitFor('.notifications-center:has-text("does not say where its issues are")');
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('is in the log, as much as its level asks for', async () => {
    const counter = await program('logged-quietly.js', COUNTER);
    const run = async (name: string, last: string, settings = {}): Promise<string> => {
      await (await debug({ program: counter.path, name, ...settings })).ended();
      await allOver();
      await stage.waitFor(line(`${name}] ${last}`));
      return (await stage.texts('.part.panel .view-line')).join('\n').replaceAll('\u00a0', ' ');
    };
    await fromPalette('Tandem: Open Log');
    const quiet = await run('Quiet', 'ended after');
    assert.match(quiet, /Quiet\] ended after .* exit code 3/);
    assert.doesNotMatch(quiet, /Quiet\] session: /);

    await fromPalette('Developer: Set Log Level...');
    await choose('Tandem');
    await choose('Debug');
    const debugged = await run('Debugged', 'session: terminating → terminated');
    assert.match(debugged, /\[debug\] \[\d+ Debugged\] session: /);
    assert.doesNotMatch(debugged, /Debugged\] ← /);

    assert.match(await run('Loud', 'trace: ← {', { trace: true }), /\[info\] \[\d+ Loud\] trace: ← \{/);
  });
});

/** A line of the log that holds the text. */
const line = (text: string): string => `.part.panel .view-line:has-text(${JSON.stringify(text)})`;

/** In the list that is open. */
async function choose(label: string): Promise<void> {
  await stage.waitFor('.quick-input-widget input');
  await stage.type(label);
  await stage.waitFor(`.quick-input-list .monaco-list-row.focused:has-text("${label}")`);
  await stage.press('Enter');
}
