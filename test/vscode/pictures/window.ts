import { join } from 'node:path';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';

const folder = process.env.TANDEM_PICTURES!;
/** The examples, copied. */
export const examples = vscode.workspace.workspaceFolders![0]!.uri;

/**
 * What is the tests' own, carets, which Monaco draws itself, edges that are pointed at; and the font of the views, for which
 * there is no setting.
 */
const STYLE = `
  .statusbar-item:is([id="status.host"], [id="status.forwardedPorts"], [aria-label^="Layout"]) { display: none !important; }
  .cursors-layer, .decorationsOverviewRuler { visibility: hidden !important; }
  .monaco-sash::before { display: none !important; }
  .monaco-workbench { --monaco-monospace-font: 'JetBrains Mono', monospace !important; }
`;

/**
 * Takes the window, or one element of it, in both themes: `name.png` and `name-light.png`. `touchUp` comes before each, since
 * another theme may have things drawn anew.
 */
export async function take(
  name: string,
  { selector, touchUp }: { selector?: string; touchUp?: () => Promise<void> } = {},
): Promise<void> {
  await stage.hover('body', { position: { x: 1, y: 1 }, force: true }); // nothing is pointed at; a menu may be over all
  for (const [theme, file] of [
    ['light', `${name}-light.png`],
    ['dark', `${name}.png`],
  ] as const) {
    await stage.theme(theme);
    await touchUp?.();
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

/** For a `describe`: nobody waits for a picture, and one that fails for once is tried again. */
export function patient(suite: Mocha.Suite): void {
  suite.timeout(90_000);
  suite.retries(1);
}

/** Leaves of the debug views those that are in the picture. */
export async function hideViews(...names: readonly string[]): Promise<void> {
  const known = await vscode.commands.getCommands();
  const commands = names.map((name) => `workbench.debug.${name}.removeView`);
  for (const command of commands.filter((each) => known.includes(each)))
    await vscode.commands.executeCommand(command);
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

/** What is around the editor in the picture. */
export async function show(
  ...parts: readonly ('explorer' | 'debug' | 'console' | 'terminal')[]
): Promise<void> {
  const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);
  if (parts.includes('explorer')) await run('workbench.view.explorer');
  else if (parts.includes('debug')) await run('workbench.view.debug');
  else await run('workbench.action.closeSidebar');
  if (parts.includes('console')) await run('workbench.panel.repl.view.focus');
  else if (parts.includes('terminal')) await run('workbench.action.terminal.focus');
  else await run('workbench.action.closePanel');
}

/** Shows as much of a file as there is room for, from its first line on or from that which holds `text`. */
export function fromTop(editor: vscode.TextEditor, text?: string): void {
  const line = text === undefined ? 0 : lineOf(editor, text) - 1;
  editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.AtTop);
}

export async function setting(section: string, name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(name, value, vscode.ConfigurationTarget.Global);
}
