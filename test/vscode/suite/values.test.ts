import * as assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { type Program, program, repository } from './support/program.ts';
import { python3 } from './support/python3.ts';
import { debug, focusedFrame, keepTidy } from './support/sessions.ts';
import type { Transcript } from './support/transcript.ts';
import { BROKEN, CART, KINDS, PYTHON_BROKEN, PYTHON_CART, PYTHON_KINDS } from './support/values.ts';

const INLINE = '.view-line .debug-inline-value';
const HOVER = '.debug-hover-widget:visible';

/** Resolves when that stands at the end of a line. */
const shows = (text: string): Promise<void> =>
  stage.waitFor(`.view-line:has(.debug-inline-value):has-text(${JSON.stringify(text)})`);

/** All that stands at the ends of lines. */
const inline = async (): Promise<string> => (await stage.texts(INLINE)).join('').replaceAll('\u00a0', ' ');

async function stopIn(file: Program, settings: object = {}): Promise<Transcript> {
  file.breakAt('stop');
  const session = await debug({ program: file.path, ...settings });
  await session.stopped();
  await focusedFrame();
  return session;
}

/**
 * Points at a text in a line until that value is shown: as a person does, again when nothing comes of it, and with more patience.
 * VS Code hides what it shows there, and forgets what it has asked for, whenever it finds that the lines are wider than it
 * thought, as it does soon after a stop.
 */
async function hover(line: number, text: string, value: string): Promise<void> {
  for (let patience = 1000; ; patience *= 2) {
    await stage.hoverText(line, text);
    try {
      return await stage.waitFor(`${HOVER}:has-text(${JSON.stringify(value)})`, { timeout: patience });
    } catch (error) {
      if (patience > 10_000) throw error;
    }
  }
}

/** To be looked at. */
async function pictures(name: string): Promise<void> {
  if (!process.env.TANDEM_SCREENSHOTS) return;
  for (const theme of ['light', 'dark'] as const) {
    await stage.theme(theme);
    await stage.screenshot(join(repository, 'dist-test/vscode/artifacts', `${name}-${theme}.png`));
  }
}

describe('values in the editor', function () {
  if (process.env.TANDEM_SCREENSHOTS) this.timeout(90_000);

  before(async function () {
    if (!stage.available) this.skip();
    // A new editor knows of debugging with the first click into it, or when the window has nothing else to do.
    await (await program('values/opened.js', CART)).show();
    await stage.click('.monaco-editor .view-lines');
  });
  keepTidy();

  for (const inProcess of [false, true]) {
    it(`stand at the ends of lines, and follow a step, inProcess ${inProcess}`, async () => {
      const cart = await program(`values/cart-${inProcess}.js`, CART);
      const session = await stopIn(cart, { inProcess });
      await shows('{ order = {id: 1, items: Array(2)}, rate = 2, options = {fast: true}');
      await shows("names = (2) ['tea', 'scone']");
      await shows("item = {name: 'tea', price: 4}");
      await shows('this.#count = 1');
      await pictures('inline');
      assert.doesNotMatch(await inline(), /price = undefined|console|owner/);
      await stage.press('F10');
      await session.stopped();
      await shows('price = 8');
      await stage.press('F5');
      await session.stopped();
      await shows("item = {name: 'scone', price: 3}");
      await shows('this.#count = 2');
    });
  }

  it('are those of exact expressions in a hover', async () => {
    const cart = await program('values/hovered.js', CART);
    await stopIn(cart);
    const line = cart.line('stop');
    await hover(line, 'items', '(2) [{…}, {…}]');
    await hover(line, 'price *', '4');
    await hover(line - 1, '#count', '1');
    await hover(line, 'order', '{id: 1, items: Array(2)}');
    await pictures('hover');
    const editor = vscode.window.activeTextEditor!;
    const text = 'order.items[0].price * rate';
    const column = editor.document.lineAt(line - 1).text.indexOf(text);
    editor.selection = new vscode.Selection(line - 1, column, line - 1, column + text.length);
    await hover(line, 'rate', '8');
  });

  it('stand at the ends of lines and in hovers of Python, and follow a step', async function () {
    if (!python3()) this.skip();
    const cart = await program('values/cart.py', PYTHON_CART);
    const session = await stopIn(cart);
    await shows("self.owner = 'Ada'");
    await shows("order = {'items': [");
    await shows("item = Item(name='tea', price=4)");
    await hover(cart.line('stop'), 'price *', '4');
    await hover(cart.line('stop'), 'item', "Item(name='tea', price=4)");
    await stage.press('F10');
    await session.stopped();
    await shows('price = 8');
    await pictures('python');
  });

  for (const [file, source, nothing] of [
    ['broken.js', BROKEN, 'undefined'],
    ['broken.py', PYTHON_BROKEN, 'None'],
  ] as const) {
    it(`tell what is not there, where its member was asked for, in ${file}`, async function () {
      if (file.endsWith('.py') && !python3()) this.skip();
      const session = await debug({ program: (await program(`values/${file}`, source)).path });
      assert.equal((await session.stopped()).reason, 'exception');
      await focusedFrame();
      await shows(`sum = 9900, coupon = ${nothing}`);
      await pictures(file);
    });
  }

  it('are off where the setting says so', async () => {
    const settings = vscode.workspace.getConfiguration('debug');
    await settings.update('inlineValues', 'off', vscode.ConfigurationTarget.Global);
    try {
      const cart = await program('values/off.js', CART);
      await stopIn(cart);
      await hover(cart.line('stop'), 'items', '(2) [{…}, {…}]');
      assert.equal(await inline(), '');
    } finally {
      await settings.update('inlineValues', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  for (const [language, file, source] of [
    ['JavaScript', 'kinds.js', KINDS],
    ['Python', 'kinds.py', PYTHON_KINDS],
  ] as const) {
    it(`look good in ${language}, of whatever kind`, async function () {
      if (!process.env.TANDEM_SCREENSHOTS) this.skip();
      await stage.resize(1600, 1100);
      try {
        await stopIn(await program(`values/${file}`, source));
        await stage.waitFor(INLINE);
        await pictures(file);
      } finally {
        await stage.resize(1280, 800);
      }
    });
  }
});
