import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { program } from './support/program.ts';
import { debug, focusedFrame, keepTidy } from './support/sessions.ts';

describe('the story of breakpoints', () => {
  keepTidy();

  it('is shown in a document that asks for nothing when it is closed', async () => {
    const explained = await program('explained.js', 'let answer = 42;\nanswer += 1;\n');
    const at = new vscode.Location(vscode.Uri.file(explained.path), new vscode.Position(1, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(at)]);
    await debug({ program: explained.path });
    await focusedFrame();

    await vscode.commands.executeCommand('tandem.explainBreakpoints');
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.uri.scheme, 'tandem');
    assert.match(document.getText(), /^Breakpoints of Test/);
    assert.match(document.getText(), /explained\.js:2: bound\n {2}Thread 1 \(main\): bound at /);
    assert.match(document.getText(), /Placed in V8: in any script named .*explained\.js, at 2:1\n/);

    const { isDirty, isPreview } = vscode.window.tabGroups.activeTabGroup.activeTab!;
    assert.deepEqual({ isDirty, isPreview }, { isDirty: false, isPreview: true });
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.match(document.getText(), /^Breakpoints/);
  });
});
