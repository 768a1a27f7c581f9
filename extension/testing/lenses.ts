import * as vscode from 'vscode';
import { npmScripts } from './scan/npm-scripts.ts';
import { titleOf } from './scan/test-item.ts';
import type { Testing } from './testing.ts';

const RUN = 'Run';
const DEBUG = 'Debug';
/** VS Code's own *Debug* stands beside it. */
const DEBUG_ONE = '$(debug-alt) Debug with Tandem';

export async function testLenses(
  testing: Testing,
  document: vscode.TextDocument,
): Promise<vscode.CodeLens[]> {
  const tests = await testing.testsIn(document);
  if (!tests) return [];
  return tests.items.flatMap((item) => {
    const what = `${item.kind === 'suite' ? 'the tests in ' : ''}"${titleOf(item)}" with ${tests.runner.name}`;
    return pair(document, item.start, 'tandem.runTest', 'tandem.debugTest', what, item.start);
  });
}

export function scriptLenses(document: vscode.TextDocument, where: 'top' | 'all'): vscode.CodeLens[] {
  const found = npmScripts(document.getText());
  if (!found) return [];
  if (where === 'all')
    return found.scripts.flatMap(({ name, start }) =>
      pair(document, start, 'tandem.runScript', 'tandem.debugScript', `the script "${name}"`, name),
    );
  const tooltip = 'Choose a script, and debug it and all that it starts with Tandem';
  return [
    lens(document, found.start, { title: DEBUG_ONE, tooltip, command: 'tandem.debugScript' }, undefined),
  ];
}

function pair(
  document: vscode.TextDocument,
  offset: number,
  run: string,
  debug: string,
  what: string,
  argument: unknown,
): vscode.CodeLens[] {
  return [
    lens(document, offset, { title: RUN, tooltip: `Run ${what}`, command: run }, argument),
    lens(document, offset, { title: DEBUG, tooltip: `Debug ${what}, in Tandem`, command: debug }, argument),
  ];
}

function lens(
  document: vscode.TextDocument,
  offset: number,
  command: Pick<vscode.Command, 'title' | 'tooltip' | 'command'>,
  argument: unknown,
): vscode.CodeLens {
  const position = document.positionAt(offset);
  const given = argument === undefined ? [document.uri] : [document.uri, argument];
  return new vscode.CodeLens(new vscode.Range(position, position), { ...command, arguments: given });
}
