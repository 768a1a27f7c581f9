import * as assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';

describe('the host of these tests', () => {
  it('is a real VS Code with the workspace open', () => {
    assert.notEqual(vscode.env.appName, '');
    assert.match(vscode.version, /^\d+\.\d+\.\d+/);
    assert.equal(vscode.workspace.workspaceFolders?.length, 1);
  });

  it('takes a screenshot of the window, in light and dark', async function () {
    if (!stage.available) this.skip();
    const folder = await mkdtemp(join(tmpdir(), 'stage-'));
    try {
      const pictures: Buffer[] = [];
      for (const theme of ['light', 'dark'] as const) {
        const path = join(folder, `${theme}.png`);
        await stage.theme(theme);
        await stage.screenshot(path);
        pictures.push(await readFile(path));
      }
      for (const picture of pictures) assert.deepEqual(pngSize(picture), { width: 1280, height: 800 });
      assert.notDeepEqual(pictures[0], pictures[1]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('clicks, types and reads the workbench', async function () {
    if (!stage.available) this.skip();
    await stage.press('F1');
    await stage.waitFor('.quick-input-widget');
    await stage.type('About');
    await stage.waitFor('.quick-input-list .monaco-list-row:has-text("About")');
    const rows = await stage.texts('.quick-input-list .monaco-list-row');
    assert.ok(rows.some((row) => row.includes('About')));
    await stage.press('Escape');
    await stage.waitFor('.quick-input-widget', { state: 'hidden' });
  });

  it('says what a missing element was', async function () {
    if (!stage.available) this.skip();
    await assert.rejects(
      stage.waitFor('.no-such-element', { timeout: 100 }),
      /stage\.waitFor: .*no-such-element/s,
    );
  });
});

function pngSize(png: Buffer): { width: number; height: number } {
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
