import * as assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type Program, program } from './support/program.ts';
import { debug, keepTidy } from './support/sessions.ts';
import { within } from './support/wait.ts';

const GREETER = `function greet() {
  return 'hello';
}
setInterval(() => console.log(greet()), 20);
`;

const PROFILES = [
  { kind: 'Cpu', extension: '.cpuprofile', part: 'nodes' },
  { kind: 'Allocation', extension: '.heapprofile', part: 'head' },
];

/** Resolves with the next editor that shows a file of that kind. */
const opened = (extension: string): Promise<string> =>
  within(
    new Promise<string>((resolve) => {
      const listening = vscode.window.tabGroups.onDidChangeTabs(({ opened: tabs }) => {
        for (const { input } of tabs) {
          const uri = (input as { uri?: vscode.Uri }).uri;
          if (!uri?.path.endsWith(extension)) continue;
          listening.dispose();
          resolve(uri.fsPath);
        }
      });
    }),
    `editor for ${extension}`,
  );

async function change(path: string, from: string, to: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(path);
  await vscode.window.showTextDocument(document);
  const at = document.getText().indexOf(from);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
  edit.replace(document.uri, range, to);
  await vscode.workspace.applyEdit(edit);
  await document.save();
}

for (const inProcess of [false, true]) {
  describe(`a running program with inProcess ${inProcess}`, () => {
    let greeter: Program;
    beforeEach(async () => {
      greeter = await program('greeter.js', GREETER);
    });
    keepTidy();

    it('takes over what is saved', async () => {
      const session = await debug({ program: greeter.path, inProcess });
      await session.printed('hello');
      await change(greeter.path, "'hello'", "'good day'");
      await session.printed('good day');
    });

    it('has its heap saved and shown', async () => {
      const session = await debug({ program: greeter.path, inProcess });
      await session.printed('hello');
      const shown = opened('.heapsnapshot');
      assert.equal(await vscode.commands.executeCommand('tandem.takeHeapSnapshot'), await shown);
    });

    for (const { kind, extension, part } of PROFILES) {
      it(`has its ${kind} profile recorded and shown`, async () => {
        const session = await debug({ program: greeter.path, inProcess });
        await session.printed('hello');
        await vscode.commands.executeCommand(`tandem.start${kind}Profile`);
        const shown = opened(extension);
        const path = await vscode.commands.executeCommand<string>(`tandem.stop${kind}Profile`);
        assert.equal(path, await shown);
        assert.ok(part in JSON.parse(await readFile(path, 'utf8')));
      });
    }
  });
}
