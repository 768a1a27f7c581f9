import * as assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { program, repository, workspace } from './support/program.ts';
import { focusedFrame, keepTidy, nextSession } from './support/sessions.ts';
import type { Transcript } from './support/transcript.ts';

const HOME = 'tested';

const NODE_TEST = `import assert from 'node:assert';
import { describe, it } from 'node:test';

describe('a cart', () => {
  it('is empty at first', () => {
    console.log('RUN empty');
  });

  it('adds up what is in it', () => {
    const total = [20, 22].reduce((sum, price) => sum + price); // total
    console.log('RUN total');
    assert.equal(total, 42); // checked
  });
});
`;

const VITEST = `import { expect, test } from 'vitest';

test('slow', () => {
  console.log('RUN slow');
});

test.each([1, 2])('doubles %i', (n) => {
  const twice = n * 2; // twice
  console.log('RUN', twice);
  expect(twice).toBe(n + n);
});
`;

const UNITTEST = `import unittest


class TestCart(unittest.TestCase):
    def test_empty(self):
        print("RUN empty")

    def test_total(self):
        total = sum([20, 22])
        print("RUN total")
        self.assertEqual(total, 42)
`;

const PACKAGE = `{
  "name": "tested",
  "scripts": {
    "start": "node app.cjs",
    "test": "node --test"
  },
  "devDependencies": { "vitest": "*" }
}
`;

/** By its title, and which one from the top of the editor. */
const lens = (title: string, index: number): string =>
  `.editor-group-container.active .codelens-decoration a:has-text("${title}") >> nth=${index}`;
const row = (label: string): string => `.quick-input-list .monaco-list-row:has-text("${label}")`;

const ranIn = (session: Transcript): string[] =>
  [...session.output('stdout').matchAll(/RUN (\w+)/g)].map(([, name]) => name!);

describe('tests and scripts in the editor', () => {
  before(async function () {
    if (!stage.available) return this.skip();
    await mkdir(join(workspace, HOME), { recursive: true });
    await symlink(join(repository, 'node_modules'), join(workspace, HOME, 'node_modules'), 'junction');
    await writeFile(join(workspace, HOME, 'package.json'), PACKAGE);
    await writeFile(
      join(workspace, HOME, 'app.cjs'),
      "const answer = 42; // answer\nconsole.log('RUN', answer);\n",
    );
  });
  after(() => rm(join(workspace, HOME), { recursive: true, force: true }));
  keepTidy();

  it('debug one test of node:test with a click', async () => {
    const cart = await program(`${HOME}/cart.test.mjs`, NODE_TEST);
    cart.breakAt('checked');
    await cart.show();
    await stage.click(lens('Debug', 2));
    const session = await nextSession();
    assert.equal(session.session.name, 'a cart › adds up what is in it (node:test)');
    await session.stopped();
    await focusedFrame();
    await pictures('test-stopped');
    await stage.click('.debug-toolbar .codicon-debug-continue');
    assert.deepEqual(await session.ended(), { exitCode: 0 });
    assert.deepEqual(ranIn(session), ['total']);
  });

  it('debug the last test again', async () => {
    const cart = await program(`${HOME}/cart.test.mjs`, NODE_TEST);
    await cart.show();
    await stage.click(lens('Debug', 1));
    const first = await nextSession();
    assert.deepEqual(await first.ended(), { exitCode: 0 });
    await command('Debug Last Test Again');
    const again = await nextSession();
    assert.equal(again.session.name, first.session.name);
    assert.deepEqual(await again.ended(), { exitCode: 0 });
    assert.deepEqual(ranIn(again), ['empty']);
  });

  it('run a suite with a click, and do not stop', async () => {
    const cart = await program(`${HOME}/cart.test.mjs`, NODE_TEST);
    cart.breakAt('checked');
    await cart.show();
    await stage.click(lens('Run', 0));
    const session = await nextSession();
    assert.deepEqual(await session.ended(), { exitCode: 0 });
    assert.ok(!session.has('stopped'));
    assert.deepEqual(ranIn(session), ['empty', 'total']);
    await stage.waitFor('.repl');
  });

  it('debug a test of vitest, with all that it is run with', async () => {
    const double = await program(`${HOME}/double.test.ts`, VITEST);
    double.breakAt('twice');
    await double.show();
    await stage.click(lens('Debug', 1));
    const session = await nextSession();
    // In a process of its own.
    const worker = await nextSession();
    for (const _ of [1, 2]) {
      await worker.stopped();
      await focusedFrame();
      await stage.click('.debug-toolbar .codicon-debug-continue');
    }
    assert.deepEqual(await session.ended(), { exitCode: 0 });
  });

  it('debug the test at the cursor', async () => {
    const cart = await program(`${HOME}/test_cart.py`, UNITTEST);
    await cart.show();
    const editor = vscode.window.activeTextEditor!;
    const place = new vscode.Position(9, 8);
    editor.selection = new vscode.Selection(place, place);
    await stage.waitFor(lens('Debug', 2));
    await pictures('test-python');
    await command('Debug Test at Cursor');
    const session = await nextSession();
    assert.match(session.session.name, /^TestCart › test_total \((pytest|unittest)\)$/);
    assert.deepEqual(await session.ended(), { exitCode: 0 });
    assert.deepEqual(ranIn(session), ['total']);
  });

  it('debug a script that is chosen above all of them', async () => {
    const app = await program(
      `${HOME}/app.cjs`,
      "const answer = 42; // answer\nconsole.log('RUN', answer);\n",
    );
    app.breakAt('answer');
    await vscode.window.showTextDocument(vscode.Uri.file(join(workspace, HOME, 'package.json')));
    await stage.waitFor(lens('Debug with Tandem', 0));
    await pictures('scripts-top');
    await stage.click(lens('Debug with Tandem', 0));
    await stage.waitFor(row('node --test'));
    await stage.click(row('node app.cjs'));
    const session = await nextSession();
    assert.equal(session.session.name, 'npm run start');
    const node = await nextSession();
    await node.stopped();
    await focusedFrame();
    await stage.click('.debug-toolbar .codicon-debug-continue');
    await session.ended();
  });

  it('are there above each script, or not at all, as it is set', async () => {
    const settings = vscode.workspace.getConfiguration('tandem.codeLens');
    try {
      await vscode.window.showTextDocument(vscode.Uri.file(join(workspace, HOME, 'package.json')));
      await stage.waitFor(lens('Debug with Tandem', 0));
      await settings.update('npmScripts', 'all', vscode.ConfigurationTarget.Global);
      await stage.waitFor(lens('Run', 1));
      await pictures('scripts-all');
      await settings.update('npmScripts', 'never', vscode.ConfigurationTarget.Global);
      await stage.waitFor(lens('Run', 0), { state: 'detached' });
      assert.deepEqual(await stage.texts(lens('Tandem', 0)), []);
    } finally {
      await settings.update('npmScripts', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('are not there where nobody would run them', async () => {
    const none = await program(
      `${HOME}/none.test.mjs`,
      "import { it } from 'bun:test';\nit('is', () => {});\n",
    );
    await none.show();
    await command('Debug Test at Cursor');
    // It may be the mode in which nothing pops up.
    await vscode.commands.executeCommand('notifications.showList');
    await stage.waitFor('.notifications-center .notification-list-item:has-text("finds no tests")');
    await vscode.commands.executeCommand('notifications.clearAll');
    assert.deepEqual(await stage.texts(lens('Debug', 0)), []);
  });
});

/** Chosen in the palette, where a person finds it. */
async function command(title: string): Promise<void> {
  await stage.press('F1');
  await stage.waitFor('.quick-input-widget input');
  await stage.type(`Tandem: ${title}`);
  await stage.click(`.quick-input-list .monaco-list-row.focused:has-text("${title}")`);
}

/** In both themes, where somebody asks for them. */
async function pictures(name: string): Promise<void> {
  const directory = process.env.TANDEM_PICTURES;
  if (!directory) return;
  for (const theme of ['light', 'dark'] as const) {
    await stage.theme(theme);
    await stage.screenshot(join(directory, `${name}-${theme}.png`));
  }
}
