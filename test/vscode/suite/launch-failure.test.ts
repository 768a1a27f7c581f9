import * as assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { launchJson } from './support/launch-json.ts';
import { workspace } from './support/program.ts';
import { debug, keepTidy, nextSession } from './support/sessions.ts';

// The smoke-test driver of VS Code keeps messages in their list; a user sees them pop up, with the same buttons.
const MESSAGE = '.notifications-center .notification-list-item';
const CONSOLE = '.repl';
const button = (label: string): string => `${MESSAGE} .monaco-button:has-text("${label}")`;

// A desktop VS Code can neither be read nor clicked: what the adapter says is tested in test/adapter/bad-launch.test.ts.
describe('a launch that fails', () => {
  beforeEach(async function () {
    if (!stage.available) this.skip();
    // Whatever others have left.
    await vscode.commands.executeCommand('notifications.clearAll');
  });
  keepTidy();
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await stage.waitFor(MESSAGE, { state: 'hidden' });
  });

  it('is told once, with what to do and a button that opens the log', async () => {
    const session = await debug({ program: 'missing.js', name: 'Missing' });
    assert.equal((await session.response('launch')).success, false);
    await showMessages();
    await stage.waitFor(button('Open Log'));
    const shown = (await stage.texts(MESSAGE)).filter((text) => text.includes('missing.js'));
    assert.equal(shown.length, 1, shown.join('\n'));
    assert.match(shown[0]!, /missing\.js" does not exist\.\s+Correct "program"/);
    assert.equal((await stage.texts(button("Open 'launch.json'"))).length, 0);

    await stage.click(button('Open Log'));
    await stage.waitFor(MESSAGE, { state: 'hidden' });
    await stage.waitFor('.output-view .view-line:has-text("launch.programNotFound")');
  });

  it('from a launch.json offers to open it', async () => {
    const configuration = {
      type: 'tandem',
      request: 'launch',
      name: 'Wrong',
      program: 'a.js',
      console: 'tmux',
    };
    await launchJson({ configurations: [configuration] });
    try {
      void vscode.debug.startDebugging(vscode.workspace.workspaceFolders![0], 'Wrong');
      await (await nextSession()).response('launch');
      await showMessages();
      await stage.waitFor(button("Open 'launch.json'"));
      assert.match(
        (await stage.texts(MESSAGE)).join(),
        /"console" must be "internalConsole", .* but is "tmux"/,
      );
      await stage.click(button("Open 'launch.json'"));
      await stage.waitFor('.tab.active:has-text("launch.json")');
    } finally {
      await rm(join(workspace, '.vscode/launch.json'));
    }
  });

  it("because its Node cannot run TypeScript offers the editor's own, and stays in the debug console", async () => {
    // Away from the workspace, which may have a tsx.
    const folder = await mkdtemp(join(tmpdir(), 'tandem-typed-'));
    const file = join(folder, 'typed.ts');
    await writeFile(join(folder, 'node'), '#!/bin/sh\necho v20.19.0\n', { mode: 0o755 });
    await writeFile(file, 'const answer: number = 6 * 7;\nconsole.log("is", answer);\n');
    try {
      const env = { PATH: `${folder}${delimiter}${process.env.PATH}` };
      const failed = await debug({ program: file, name: 'Typed', env });
      assert.equal((await failed.response('launch')).success, false);
      await showMessages();
      await stage.waitFor(button('Debug In-Process'));
      await stage.waitFor(`${CONSOLE} .expression:has-text("Node.js 20.19.0 cannot run")`);

      await stage.click(button('Debug In-Process'));
      const session = await nextSession();
      assert.deepEqual(await session.ended(), { exitCode: 0 });
      assert.equal(session.output('stdout'), 'is 42\n');
      assert.equal(session.session.name, 'Typed');

      const hopeless = await debug({ program: file, name: 'Typed', env, console: 'integratedTerminal' });
      await hopeless.response('launch');
      await showMessages();
      await stage.waitFor(button('Open Log'));
      assert.equal((await stage.texts(button('Debug In-Process'))).length, 0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  for (const [kind, open, problem] of [
    [
      'a file that is no program',
      () => openFile('notes.txt', 'notes'),
      'is neither JavaScript nor TypeScript',
    ],
    ['no file', async () => {}, 'No file is open'],
  ] as const) {
    it(`because ${kind} is to be debugged says so`, async () => {
      await open();
      await vscode.commands.executeCommand('tandem.debugCurrentFile');
      await showMessages();
      await stage.waitFor(`${MESSAGE}:has-text("${problem}")`);
    });
  }
});

async function showMessages(): Promise<void> {
  await vscode.commands.executeCommand('notifications.showList');
}

async function openFile(name: string, content: string): Promise<void> {
  const file = vscode.Uri.joinPath(vscode.Uri.file(workspace), name);
  await writeFile(file.fsPath, content);
  await vscode.window.showTextDocument(file);
}
