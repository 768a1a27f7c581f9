import * as vscode from 'vscode';
import { readingOf } from './readings.ts';

/** What is evaluated where the mouse is: what is selected there, as it is, or else what the language says. */
export const hovers: vscode.EvaluatableExpressionProvider = {
  provideEvaluatableExpression(document, position) {
    const selection = selectionAt(document, position);
    if (selection) return new vscode.EvaluatableExpression(selection, document.getText(selection));
    const found = readingOf(document)?.expressionAt(document.offsetAt(position));
    if (!found) return undefined;
    const range = new vscode.Range(document.positionAt(found.start), document.positionAt(found.end));
    return new vscode.EvaluatableExpression(range, found.expression);
  },
};

const selectionAt = (
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Selection | undefined =>
  vscode.window.visibleTextEditors
    .filter((editor) => editor.document === document)
    .flatMap(({ selections }) => selections)
    .find((selection) => !selection.isEmpty && selection.contains(position));
