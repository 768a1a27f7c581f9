import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { program, repository, workspace } from './support/program.ts';
import { debug, keepTidy } from './support/sessions.ts';

const RUNNING = `console.log('running');
setInterval(() => {}, 1000);
//# sourceMappingURL=slow.mjs.map
`;
// Where tests run, nothing pops up by itself.
const MESSAGE =
  '.notifications-center .notification-list-item:has-text("Reading the source map of slow.mjs")';

describe('work that takes long', () => {
  before(function () {
    if (!stage.available || process.platform === 'win32') this.skip();
  });
  keepTidy();

  it('is shown, and is given up by a click on Cancel', async () => {
    const slow = await program('slow/slow.mjs', RUNNING);
    const source = await program('slow/source.ts', 'console.log(1); // stop\n');
    const map = join(workspace, 'slow/slow.mjs.map');
    execFileSync('mkfifo', [map]);
    try {
      source.breakAt('stop');
      const session = await debug({ program: slow.path });
      await session.event('progressStart');
      await vscode.commands.executeCommand('notifications.showList');
      await stage.waitFor(MESSAGE);
      if (process.env.TANDEM_SCREENSHOTS)
        for (const theme of ['light', 'dark'] as const) {
          await stage.theme(theme);
          await stage.screenshot(join(repository, `dist-test/vscode/artifacts/progress-${theme}.png`));
        }
      await stage.click(`${MESSAGE} .monaco-button:has-text("Cancel")`);
      await session.printed('running');
      await stage.waitFor(MESSAGE, { state: 'detached' });
    } finally {
      await vscode.commands.executeCommand('notifications.hideList');
      // A read that waits keeps its process from ending.
      closeSync(openSync(map, 'r+'));
      await vscode.workspace.fs.delete(vscode.Uri.file(join(workspace, 'slow')), { recursive: true });
    }
  });
});
