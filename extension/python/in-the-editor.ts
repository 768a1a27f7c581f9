import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../debug-type.ts';
import { expressionAt, functionAround, variablesIn } from './names.ts';

const PYTHON = 'python';

/** What is shown of values in the source of Python programs: VS Code alone takes it for JavaScript. */
export const pythonInTheEditor = (): vscode.Disposable[] => [
  ...whileActive(() =>
    vscode.languages.registerEvaluatableExpressionProvider(PYTHON, { provideEvaluatableExpression }),
  ),
  vscode.languages.registerInlineValuesProvider(PYTHON, { provideInlineValues }),
];

const isActive = (): boolean => vscode.debug.activeDebugSession?.type === DEBUG_TYPE;

/** Registered only beside a session of ours: where there is a provider, VS Code's own rule is off for all debuggers. */
function whileActive(register: () => vscode.Disposable): vscode.Disposable[] {
  let registered: vscode.Disposable | undefined;
  const follow = (): void => {
    if (isActive()) registered ??= register();
    else leave();
  };
  const leave = (): void => {
    registered?.dispose();
    registered = undefined;
  };
  follow();
  return [vscode.debug.onDidChangeActiveDebugSession(follow), new vscode.Disposable(leave)];
}

function provideEvaluatableExpression(
  document: vscode.TextDocument,
  { line, character }: vscode.Position,
): vscode.EvaluatableExpression | undefined {
  const found = expressionAt(document.lineAt(line).text, character);
  return (
    found &&
    new vscode.EvaluatableExpression(new vscode.Range(line, found.start, line, found.end), found.name)
  );
}

/** The variables of the function in which the program stands, up to where it does. */
function provideInlineValues(
  document: vscode.TextDocument,
  viewPort: vscode.Range,
  { stoppedLocation }: vscode.InlineValueContext,
): vscode.InlineValue[] {
  // Those of others show what they like to.
  if (!isActive()) return [];
  const last = Math.min(stoppedLocation.end.line, document.lineCount - 1);
  const lines = Array.from({ length: last + 1 }, (_, line) => document.lineAt(line).text);
  const first = Math.max(functionAround(lines, last), viewPort.start.line);
  return lines.slice(first, Math.min(last, viewPort.end.line) + 1).flatMap((text, index) =>
    variablesIn(text).map(({ name, start, end }) => {
      const range = new vscode.Range(first + index, start, first + index, end);
      return new vscode.InlineValueVariableLookup(range, name, true);
    }),
  );
}
