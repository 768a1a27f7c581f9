import * as vscode from 'vscode';
import { errors } from '../protocol/errors.ts';

/** What a session that ends answers to all that it was still asked. VS Code passes on nothing of an error but its text. */
const ENDED = errors.sessionEnded().text;

/** Whether a request was overtaken by the end of its session, which the user has seen. */
export const isOvertaken = (error: unknown): boolean => error instanceof Error && error.message === ENDED;

/** Tells the user what has kept a command from being carried out, where they have not seen it. */
export function showFailure(error: unknown): void {
  if (isOvertaken(error)) return;
  void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
}
