import * as assert from 'node:assert/strict';
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { inWebview, stage, themes } from '../host/stage.ts';
import { fromPalette } from './support/palette.ts';
import { program, repository, workspace } from './support/program.ts';
import { allOver, debug, focusedFrame, keepTidy, nextSession } from './support/sessions.ts';

const DIAGNOSE = '.action-label[aria-label^="Diagnose Breakpoints"]';
const BREAKPOINTS = '.pane:has(.pane-header[aria-label^="Breakpoints"])';
const article = (title: string): string => inWebview(`article:has(button:text-is("${title}"))`);

const breakAt = (path: string, line: number, condition?: string): void => {
  const at = new vscode.Location(vscode.Uri.file(path), new vscode.Position(line - 1, 0));
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(at, true, condition)]);
};

/** The file that comes to the front next. */
const nextFile = (): Promise<string> =>
  new Promise((resolve) => {
    const listening = vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (!editor) return;
      listening.dispose();
      resolve(editor.document.uri.fsPath);
    });
  });

/** A map without a single line of code, of a source that is in no such place. */
const mapOf = (source: string): string => {
  const map = { version: 3, sources: [source], names: [], mappings: 'AAAA;AACA;AACA' };
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}\n`;
};

describe('the diagnosis of breakpoints', function () {
  // Many clicks each.
  this.timeout(120_000);
  before(function () {
    if (!stage.available) this.skip();
  });
  keepTidy();

  it('is opened in the Breakpoints view, and follows what becomes of them', async () => {
    const late = await program('diagnosed/late.js', 'exports.late = 1;\n');
    const main = await program('diagnosed/main.js', "debugger;\nrequire('./late.js');\n");
    breakAt(late.path, 1);
    breakAt(main.path, 99);
    const session = await debug({ program: main.path });
    await session.stopped();
    await focusedFrame();

    await vscode.commands.executeCommand('workbench.debug.action.focusBreakpointsView');
    await stage.hover(`${BREAKPOINTS} .pane-header`);
    await stage.click(`${BREAKPOINTS} ${DIAGNOSE}`);
    await stage.waitFor(inWebview('h2:has-text("paused on debugger statement, began at")'));
    await stage.waitFor(`${article('diagnosed/late.js:1')} >> text=Not loaded yet`);
    await stage.waitFor(`${article('diagnosed/main.js:99')} >> text=The file has only 2 lines.`);
    assert.deepEqual(await stage.texts(inWebview('#summary')), ['1 cannot be bound, 1 not bound.']);
    await stage.click(`${article('diagnosed/late.js:1')} >> summary`);
    await stage.waitFor(`${article('diagnosed/late.js:1')} >> text=Looked at:`);

    await stage.click(`${article('diagnosed/main.js:99')} >> text=Move to Line 2`);
    await stage.waitFor(`${article('diagnosed/main.js:2')} >> text=Bound at line 2`);
    await vscode.commands.executeCommand('workbench.action.debug.continue');
    await session.stopped();
    await vscode.commands.executeCommand('workbench.action.debug.continue');
    await session.stopped();
    await stage.waitFor('.tab.active[aria-label^="late.js"]');
    // The editor has come to the front with the stop.
    await fromPalette('Tandem: Diagnose Breakpoints');
    await stage.waitFor(`${article('diagnosed/late.js:1')} >> text=Bound at line 1`);
  });

  it('is told of where a program ends without a stop, and remains when it has ended', async () => {
    const copy = await program('copied/orders.js', 'exports.orders = 1;\n');
    const used = await program('used/orders.js', 'exports.orders = 1;\n');
    const main = await program('used/main.js', "require('./orders.js');\n");
    await copy.show();
    await stage.clickGutter(1);
    const session = await debug({ program: main.path });
    await session.ended();
    await allOver();
    await vscode.commands.executeCommand('workbench.panel.repl.view.focus');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const linked = nextFile();
    await stage.click('.repl .monaco-list-row:has-text("Never bound: orders.js:1.") .source');
    assert.equal(await linked, copy.path);

    await stage.click('.editor-group-container.active .margin .line-numbers', { button: 'right' });
    await stage.click('.monaco-menu .action-item:has-text("Diagnose Breakpoints")');
    const shown = article('copied/orders.js:1');
    await stage.waitFor(`${shown} >> text=Never bound`);
    await stage.waitFor(`${shown} >> p:has-text("${used.path} was loaded, which has no source map")`);
    const opened = nextFile();
    await stage.click(`${shown} >> text=Open orders.js`);
    assert.equal(await opened, used.path);
  });

  it('says nothing at the end of a program of breakpoints that have nothing to do with it', async () => {
    const main = await program('alone.js', '1;\n');
    const other = await program('elsewhere.js', '1;\n');
    const python = await program('elsewhere.py', 'print(1)\n');
    breakAt(other.path, 1);
    breakAt(python.path, 1);
    const session = await debug({ program: main.path });
    await session.ended();
    assert.doesNotMatch(session.output(), /Never bound/);
  });

  it('says nothing at the end of a program whose breakpoints were bound', async () => {
    const main = await program('bound.js', '1;\n2;\n');
    const other = await program('unbound.js', '1;\n');
    breakAt(main.path, 2);
    breakAt(other.path, 1);
    const session = await debug({ program: main.path });
    await session.stopped();
    await focusedFrame();
    await vscode.commands.executeCommand('workbench.action.debug.continue');
    await session.ended();
    assert.doesNotMatch(session.output(), /Never bound/);
  });

  it('puts right where the sources of a map are', async () => {
    await mkdir(join(workspace, '.vscode'), { recursive: true });
    const launchJson = join(workspace, '.vscode/launch.json');
    const source = await program('mapped/src/cart.ts', 'let cart = 1;\ncart += 1;\ncart;\n');
    const compiled = 'let cart = 1;\ncart += 1;\ncart;\n';
    const built = await program('mapped/out/cart.js', compiled + mapOf('/build/agent/src/cart.ts'));
    const configuration = { type: 'tandem', request: 'launch', name: 'Cart', program: built.path };
    const text = `{\n  // Mine.\n  "configurations": [\n    ${JSON.stringify(configuration)}\n  ]\n}\n`;
    await writeFile(launchJson, text);
    try {
      await source.show();
      await stage.clickGutter(2);
      const first = await debug(configuration);
      await first.ended();
      await allOver();
      await fromPalette('Tandem: Diagnose Breakpoints');
      await stage.click(
        `${article('mapped/src/cart.ts:2')} >> text=Add sourceMapPathOverrides to launch.json`,
      );
      await stage.waitFor('.tab.active[aria-label^="launch.json"]');
      const { document } = vscode.window.activeTextEditor!;
      assert.match(document.getText(), /"\/build\/agent\/\*": ".*mapped\/\*"/);
      assert.match(document.getText(), /\/\/ Mine\./);
      await document.save();

      const again = nextSession();
      void vscode.debug.startDebugging(vscode.workspace.workspaceFolders![0], 'Cart');
      await (await again).stopped();
      await stage.waitFor('.debug-top-stack-frame-line');
      await fromPalette('Tandem: Diagnose Breakpoints');
      await stage.waitFor(`${article('mapped/src/cart.ts:2')} >> text=Bound at line 2`);
      await utimes(built.path, 1, 1);
      await fromPalette('Tandem: Diagnose Breakpoints');
      await stage.waitFor(`${article('mapped/src/cart.ts:2')} >> text=perhaps in the wrong place`);
      await stage.waitFor(`${article('mapped/src/cart.ts:2')} >> text=Compile it again.`);
    } finally {
      await rm(launchJson);
    }
  });

  it('opens the condition that cannot be read, and tells of Python as of JavaScript', async () => {
    const main = await program('diagnosed.py', 'import time\nprint("here")\n');
    const never = await program('never_imported.py', 'value = 1\n');
    breakAt(main.path, 2);
    breakAt(main.path, 1, 'a b');
    breakAt(never.path, 1);
    const session = await debug({ program: main.path });
    await session.stopped();
    await focusedFrame();
    await fromPalette('Tandem: Diagnose Breakpoints');
    await stage.waitFor(`${article('never_imported.py:1')} >> text=It binds when the file is imported.`);
    for (const theme of themes) {
      await stage.theme(theme);
      await stage.screenshot(join(repository, 'dist-test/vscode/artifacts', `diagnosis-${theme}.png`));
    }
    await stage.theme('dark');
    await stage.click(`${article('diagnosed.py:1')} >> text=Edit Breakpoint`);
    await stage.waitFor('.breakpoint-widget');
  });
});
