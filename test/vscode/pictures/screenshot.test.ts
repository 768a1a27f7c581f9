import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { focusedFrame, keepTidy, nextSession } from '../suite/support/sessions.ts';
import { breakAt, evaluate, expand, hideViews, movePanel, open, patient, start, take } from './window.ts';

describe('screenshot', function () {
  patient(this);
  keepTidy();

  it('is the shop, stopped at the order that breaks it', async () => {
    await stage.resize(1040, 660);
    const prices = await open('shop/prices.js');
    await breakAt(prices, 'return sum - ', "order.customer === 'Linus'");
    await vscode.commands.executeCommand('workbench.view.debug');
    await hideViews('watchExpressionsView');
    await start('Shop');
    const session = await nextSession();
    await session.stopped();
    await focusedFrame();
    await hideViews('loadedScriptsView');
    await expand('order');
    await evaluate('coupons.has(order.coupon)', 'false');
    await movePanel(118);
    prices.revealRange(new vscode.Range(0, 0, 0, 0), vscode.TextEditorRevealType.AtTop);
    await take('screenshot');
  });
});
