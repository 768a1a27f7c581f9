import * as assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { repository, workspace } from './support/program.ts';
import { keepTidy } from './support/sessions.ts';

const FILE = join(workspace, '.vscode/launch.json');
const SUGGESTION = '.suggest-widget .monaco-list-row';
const suggestion = (label: string): string => `${SUGGESTION}:has-text('${label}')`;
const picture = (name: string): Promise<void> =>
  stage.screenshot(join(repository, `dist-test/vscode/pictures/${name}.png`));

/** Shows a launch.json, with the cursor where there is `|`. */
async function editing(text: string): Promise<vscode.TextEditor> {
  await mkdir(join(workspace, '.vscode'), { recursive: true });
  await writeFile(FILE, '{}', { flag: 'a' });
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(FILE));
  const { document } = editor;
  // As by hand: what is written on disk comes to the editor only some time later.
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  await editor.edit((edit) => edit.replace(all, text.replace('|', '')));
  const position = document.positionAt(text.indexOf('|'));
  editor.selection = new vscode.Selection(position, position);
  await stage.waitFor(`.statusbar-item:has-text("Ln ${position.line + 1}, Col ${position.character + 1}")`);
  return editor;
}

const configurationOf = (request: string): string =>
  `{\n  "configurations": [\n    {\n      "type": "tandem",\n      "request": "${request}",\n      "name": "A",\n      |\n    }\n  ]\n}\n`;

describe('writing a launch.json', () => {
  before(function () {
    if (!stage.available) this.skip();
  });
  keepTidy();
  after(() => rm(FILE, { force: true }));

  it('takes what is proposed', async () => {
    const { document } = await editing('{\n  "configurations": [\n    |\n  ]\n}\n');
    await stage.press('Control+Space');
    await stage.waitFor(SUGGESTION);
    await stage.type('Tandem');
    await stage.waitFor(suggestion('Tandem: Launch Program'));
    for (const theme of ['light', 'dark'] as const) {
      await stage.theme(theme);
      await picture(`snippets-${theme}`);
    }
    await stage.click(suggestion('Tandem: npm Script'));
    await stage.waitFor('.view-line:has-text("runtimeArgs")');
    await picture('snippet');
    await stage.press('Escape', 'Escape');
    const { configurations } = JSON.parse(document.getText());
    const runtime = { runtimeExecutable: 'npm', runtimeArgs: ['run', 'dev'] };
    assert.deepEqual(configurations, [
      { type: 'tandem', request: 'launch', name: 'Debug Script', ...runtime },
    ]);
  });

  it('shows what a setting means, and its values', async () => {
    await editing(configurationOf('launch'));
    await stage.type('"cons');
    await stage.waitFor(`${SUGGESTION}.focused:has-text("console")`);
    await stage.press('Control+Space');
    await stage.waitFor('.suggest-details:has-text("Where the program runs.")');
    await picture('setting');
    await stage.press('Enter');
    await stage.press('Control+Space');
    await stage.waitFor(suggestion('"integratedTerminal"'));
    await picture('values');
    await stage.press('Escape', 'Escape');
  });

  for (const request of ['launch', 'attach'])
    it(`is offered every setting of ${request}, with what it means`, async () => {
      const { document, selection } = await editing(configurationOf(request));
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        selection.active,
      );
      const meanings = new Map(
        items.map(({ label, documentation }) => [
          typeof label === 'string' ? label : label.label,
          documentation,
        ]),
      );
      // Not as VS Code hands it out, which has added what is of other extensions.
      const { extensionPath } = vscode.extensions.getExtension('tandem.tandem-debug')!;
      const manifest = JSON.parse(await readFile(join(extensionPath, 'package.json'), 'utf8'));
      const { properties } = manifest.contributes.debuggers[0].configurationAttributes[request];
      const without = Object.keys(properties).filter((name) => !meanings.get(name));
      assert.deepEqual(without, []);
    });
});
