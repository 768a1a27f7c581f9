import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { focusedFrame, keepTidy, nextSession } from '../suite/support/sessions.ts';
import {
  breakAt,
  examples,
  expand,
  fromTop,
  hideViews,
  movePanel,
  open,
  patient,
  setting,
  show,
  start,
  take,
} from './window.ts';

/** Starts a configuration, and waits until VS Code shows where it stops. */
async function stopIn(configuration: string): Promise<void> {
  await start(configuration);
  await (await nextSession()).stopped();
  await focusedFrame();
}

describe('walkthrough', function () {
  patient(this);
  keepTidy();
  before(() => setting('workbench', 'statusBar.visible', false));
  after(() => setting('workbench', 'statusBar.visible', undefined));

  it('examples', async () => {
    await stage.resize(720, 440);
    await show('explorer');
    await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(examples, 'README.md'));
    await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.joinPath(examples, 'shop/shop.js'));
    await stage.waitFor('.explorer-folders-view .monaco-list-row:has-text("shop.js")');
    await take('walkthrough/examples');
  });

  it('breakpoint', async () => {
    await stage.resize(680, 420);
    const prices = await open('shop/prices.js');
    await breakAt(prices, 'const coupon = ');
    await show();
    await stopIn('Shop');
    await show();
    fromTop(prices, 'export function subtotal');
    await take('walkthrough/breakpoint');
  });

  it('look', async () => {
    await stage.resize(760, 440);
    const prices = await open('shop/prices.js');
    await breakAt(prices, 'return sum - ', "order.customer === 'Linus'");
    await show('debug');
    await hideViews('watchExpressionsView', 'breakPointsView');
    await stopIn('Shop');
    await hideViews('loadedScriptsView');
    await show('debug');
    await expand('order');
    fromTop(prices, 'export function subtotal');
    await take('walkthrough/look');
  });

  it('in-process', async () => {
    await stage.resize(560, 300);
    await show();
    await open('shop/shop.js');
    await stage.click('.editor-actions .monaco-dropdown-with-default .monaco-dropdown');
    await stage.waitFor('.monaco-menu .action-item:has-text("in-process")');
    await take('walkthrough/in-process');
    await stage.press('Escape');
  });

  it('python', async () => {
    await stage.resize(720, 400);
    const readings = await open('readings.py');
    await breakAt(readings, 'by_station[reading.station]', 'reading.station != reading.station.strip()');
    await show();
    await stopIn('Python');
    await show();
    fromTop(readings, 'def parse');
    await take('walkthrough/python');
  });

  describe('with a program that runs', () => {
    let server: ChildProcess;
    beforeEach(async () => {
      server = spawn('node', ['shop/server.js'], {
        cwd: examples.fsPath,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(server.stdout!, 'data');
    });
    afterEach(() => server.kill());

    it('attach', async () => {
      await stage.resize(680, 300);
      await show();
      const server = await open('shop/server.js');
      fromTop(server);
      void vscode.commands.executeCommand('tandem.attachToProcess');
      await stage.waitFor('.quick-input-widget');
      await stage.type('server.js');
      await stage.waitFor('.quick-input-list .monaco-list-row:has-text("server.js")');
      const rows = '.quick-input-list .monaco-list-row';
      const touchUp = async () => {
        await stage.rewrite(rows, /\b\d{3,7}\b/, '4711');
        await stage.rewrite(rows, /\/\S+(?=\/examples)/, '~');
        await stage.rewrite(rows, /for \d+ s/, 'for 5 min');
      };
      await take('walkthrough/attach', { touchUp });
      await stage.press('Escape');
    });
  });

  it('drive', async () => {
    await stage.resize(720, 640);
    const prices = await open('shop/prices.js');
    await show();
    const terminal = vscode.window.createTerminal('tandem');
    terminal.show();
    const text = (words: string) => stage.waitFor(`.xterm-rows:has-text("${words}")`, { timeout: 20_000 });
    await text('$ ');
    terminal.sendText(`clear; tandem start -b shop/prices.js:18:"order.customer === 'Linus'" shop/shop.js`);
    await text('is stopped: tandem next');
    terminal.sendText("tandem eval 'coupons.has(order.coupon)'");
    await text('false');
    await show('terminal');
    await movePanel(-170);
    fromTop(prices, 'export function total');
    const touchUp = async () => {
      await stage.rewrite('.xterm-rows > div', /\bt\d+\b/, 't1');
      await stage.rewrite('.xterm-rows > div', /(?<=Breakpoint )\d+/, '1');
    };
    await take('walkthrough/drive', { touchUp });
    terminal.dispose();
  });
});
