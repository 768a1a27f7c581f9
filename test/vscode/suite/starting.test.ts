import * as assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { chooseTandem, row } from './support/choosing.ts';
import { program, repository, workspace } from './support/program.ts';
import { keepTidy, nextSession, terminated } from './support/sessions.ts';
import { COUNTER } from './support/sources.ts';
import type { Transcript } from './support/transcript.ts';
import { within } from './support/wait.ts';

const MESSAGE = '.notifications-center .notification-list-item';
const files: string[] = [];

/** A file of the workspace that other tests are not to find. */
async function file(name: string, content: unknown): Promise<string> {
  const path = join(workspace, name);
  files.push(path);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return path;
}

const set = (name: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);

/** VS Code takes notice of a file some time after it was written. */
function namesInLaunchJson(): Promise<string[]> {
  const found = new Promise<string[]>((resolve) => {
    const look = (): void => {
      const launch = vscode.workspace.getConfiguration('launch', vscode.workspace.workspaceFolders![0]!.uri);
      const configurations = launch.get<vscode.DebugConfiguration[]>('configurations', []);
      if (configurations.length === 0) return;
      listening.dispose();
      resolve(configurations.map(({ name }) => name));
    };
    const listening = vscode.workspace.onDidChangeConfiguration(look);
    look();
  });
  return within(found, 'configuration in launch.json');
}

async function endOf(session: Transcript, printed = ''): Promise<void> {
  const end = terminated(session.session);
  await session.printed(printed);
  await session.ended();
  await end;
}

describe('a person without a launch.json', () => {
  before(function () {
    if (!stage.available) this.skip();
  });
  keepTidy();
  afterEach(async () => {
    await Promise.all(files.splice(0).map((path) => rm(path, { force: true })));
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('is asked for the debugger of a file once', async () => {
    await (await program('asked.js', "console.log('asked', 1);\n")).show();
    await stage.press('F5');
    await chooseTandem();
    await endOf(await nextSession());
    await stage.press('F5');
    await endOf(await nextSession(), 'asked 1');
  });

  it('is not asked at all for a Python file', async () => {
    const file = await program('asked.py', 'total = 3\nprint("asked", total)  # // print\n');
    await file.show();
    await stage.clickGutter(file.line('print'));
    await stage.waitFor('.codicon-debug-breakpoint');
    await stage.press('F5');
    const session = await nextSession();
    await session.stopped();
    await stage.waitFor('.debug-top-stack-frame-line');
    await stage.press('F5');
    await endOf(session);
  });

  it('has changes of the file saved before it runs', async () => {
    await set('files.autoSave', 'off');
    await (await program('changed.js', "console.log('old');\n")).show();
    await stage.press('Control+A');
    await stage.type("console.log('new');");
    await stage.waitFor('.tab.active.dirty');
    await stage.press('F5');
    await chooseTandem();
    await endOf(await nextSession(), 'new');
    assert.equal(await readFile(join(workspace, 'changed.js'), 'utf8'), "console.log('new');");
    await set('files.autoSave', undefined);
  });

  for (const [way, start] of [
    ['F5', () => stage.press('F5')],
    ['the command', async () => void vscode.commands.executeCommand('tandem.debugCurrentFile')],
  ] as const)
    it(`is asked by ${way} where a new file is to be saved, which then runs`, async () => {
      const content = "console.log('was new');";
      await vscode.window.showTextDocument(
        await vscode.workspace.openTextDocument({ language: 'javascript', content }),
      );
      await start();
      await stage.waitFor('.quick-input-widget:has-text("Save As")');
      // It proposes a name when it knows the folder.
      await stage.waitFor('.quick-input-list .monaco-list-row');
      await stage.press('Enter');
      if (way === 'F5') await chooseTandem();
      const session = await nextSession();
      files.push(session.session.configuration.program);
      await endOf(session, 'was new');
    });

  it('runs what the folder is there for when no file is open', async () => {
    await file('package.json', { main: 'hello.js' });
    await stage.press('F5');
    await chooseTandem();
    const session = await nextSession();
    assert.equal(session.session.name, 'Debug hello.js');
    await endOf(session);
  });

  it('is told what to do when no file is open and the folder is there for nothing', async () => {
    await stage.press('F5');
    await chooseTandem();
    await vscode.commands.executeCommand('notifications.showList');
    await stage.waitFor(MESSAGE);
    assert.match(
      (await stage.texts(MESSAGE)).join(),
      /No file is open\. Open the JavaScript, TypeScript or Python/,
    );
  });

  it('runs the current file from the menu in the title of the editor', async () => {
    const counter = await program('run.js', COUNTER);
    await counter.show();
    counter.breakAt('loop');
    await stage.click('.editor-actions .monaco-dropdown-with-default .monaco-dropdown');
    await stage.waitFor('.monaco-menu .action-item:has-text("Run Current File")');
    await stage.screenshot(join(repository, 'dist-test/vscode/pictures/title-menu.png'));
    await stage.click('.monaco-menu .action-item:has-text("Run Current File")');
    const session = await nextSession();
    assert.equal(session.session.name, 'Run run.js');
    assert.deepEqual(await session.ended(), { exitCode: 3 });
    assert.ok(!session.has('stopped'));
    await stage.waitFor('.repl .repl-input-wrapper:visible');
  });

  it('gets a launch.json for the very folder', async () => {
    await file('package.json', { main: 'hello.js', scripts: { dev: 'node hello.js', lint: 'x' } });
    await file('pytest.ini', '');
    await rm(join(workspace, '.vscode/launch.json'), { force: true }); // others have left an empty one
    await vscode.commands.executeCommand('workbench.view.debug');
    await stage.click('.welcome-view-content a:has-text("create a launch.json file")');
    await chooseTandem();
    await stage.waitFor('.tab.active:has-text("launch.json")');
    files.push(join(workspace, '.vscode/launch.json'));
    assert.deepEqual(await namesInLaunchJson(), [
      'Debug hello.js',
      'Debug npm run dev',
      'Debug Tests with pytest',
      'Debug Current File',
    ]);
    for (const theme of ['light', 'dark'] as const) {
      await stage.theme(theme);
      await stage.screenshot(join(repository, `dist-test/vscode/pictures/launch-json-${theme}.png`));
    }
    // Which is the file in front, and no program.
    await vscode.commands.executeCommand('workbench.action.debug.selectandstart', 'Debug Current File');
    await stage.click(row('Debug Current File'));
    await vscode.commands.executeCommand('notifications.showList');
    await stage.waitFor(
      `${MESSAGE}:has-text('"launch.json" is neither JavaScript nor TypeScript nor Python')`,
    );
  });

  it('is offered all that the folder has', async () => {
    await file('package.json', { main: 'hello.js', scripts: { dev: 'node hello.js', lint: 'x' } });
    await (await program('counter.js', COUNTER)).show();
    void vscode.commands.executeCommand('workbench.action.debug.selectandstart');
    await stage.click(row('Tandem...'));
    await stage.waitFor(row('Attach to Process…'));
    await stage.screenshot(join(repository, 'dist-test/vscode/pictures/automatic.png'));
    const rows = await stage.texts('.quick-input-list .monaco-list-row .label-name:visible');
    assert.deepEqual(rows, [
      'Debug Current File',
      'Debug Current File In-Process',
      'Debug hello.js',
      'Debug npm run dev',
      'Debug npm run lint',
      'Attach to Process…',
    ]);
    await stage.click(row('Debug npm run dev'));
    await endOf(await nextSession());
  });
});
