import { join } from 'node:path';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';

const folder = process.env.TANDEM_PICTURES!;
/** The examples, copied. */
export const examples = vscode.workspace.workspaceFolders![0]!.uri;

/** What is the tests' own, carets, which Monaco draws itself, and the font of the views, for which there is no setting. */
const STYLE = `
  .statusbar-item:is([id="status.host"], [id="status.forwardedPorts"], [aria-label^="Layout"]) { display: none !important; }
  .cursors-layer, .decorationsOverviewRuler { visibility: hidden !important; }
  .monaco-workbench { --monaco-monospace-font: 'JetBrains Mono', monospace !important; }
`;

/** Takes the window as it stands in both themes: `name.png` and `name-light.png`. */
export async function take(name: string, selector?: string): Promise<void> {
  await stage.hover('.part.statusbar'); // nothing else is pointed at
  for (const [theme, file] of [
    ['light', `${name}-light.png`],
    ['dark', `${name}.png`],
  ] as const) {
    await stage.theme(theme);
    await stage.screenshot(join(folder, file), selector, STYLE);
  }
}

export async function open(path: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(vscode.Uri.joinPath(examples, path), { preview: false });
}

/** The line, counted from 1, that holds `text`. */
export function lineOf({ document }: vscode.TextEditor, text: string): number {
  const index = document
    .getText()
    .split('\n')
    .findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`${document.fileName} has no line with ${text}`);
  return index + 1;
}

/** Starts a configuration of the examples' launch.json. */
export async function start(name: string): Promise<void> {
  await vscode.debug.startDebugging(vscode.workspace.workspaceFolders![0], name);
}

/** Leaves of the debug views those that are in the picture. */
export async function hideViews(...names: readonly string[]): Promise<void> {
  for (const name of names) await vscode.commands.executeCommand(`workbench.debug.${name}.removeView`);
}

/** A breakpoint on the line that holds `text`. */
export async function breakAt(editor: vscode.TextEditor, text: string, condition?: string): Promise<void> {
  const place = new vscode.Location(editor.document.uri, new vscode.Position(lineOf(editor, text) - 1, 0));
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place, true, condition)]);
}

/** Opens a variable in the view of variables. */
export async function expand(name: string): Promise<void> {
  await stage.click(`.debug-variables .monaco-list-row[aria-label^="${name}, value"] .monaco-tl-twistie`);
}

/** Types `expression` into the debug console, and waits for `value`. */
export async function evaluate(expression: string, value: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.panel.repl.view.focus');
  await stage.waitFor('.repl-input-wrapper .monaco-editor.focused');
  await stage.type(expression);
  await stage.press('Escape', 'Enter');
  await stage.waitFor(`.repl .monaco-list-row:has-text("${value}")`);
}

/** Moves the upper edge of the panel, in pixels; downwards if more than 0. */
export async function movePanel(by: number): Promise<void> {
  await stage.drag('.monaco-sash.horizontal:not(.disabled):below(.editor-group-container)', 0, by);
}
