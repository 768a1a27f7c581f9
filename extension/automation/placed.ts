import * as vscode from 'vscode';
import type { Place } from '../../automation/dap/shared/told-breakpoints.ts';
import type { PlacedBreakpoint } from '../../automation/tasks/host.ts';

/** The breakpoints that tasks know; those on data and of other kinds of debuggers are the editor's alone. */
export type EditorBreakpoint = vscode.SourceBreakpoint | vscode.FunctionBreakpoint;

/** In files on disk, as programs have them, and at functions. */
export const isKnown = (breakpoint: vscode.Breakpoint): breakpoint is EditorBreakpoint =>
  breakpoint instanceof vscode.FunctionBreakpoint ||
  (breakpoint instanceof vscode.SourceBreakpoint && breakpoint.location.uri.scheme === 'file');

/** An editor counts lines and columns from 0, and says 0 where no column is meant. */
export function placeOf(breakpoint: EditorBreakpoint): Place {
  if (breakpoint instanceof vscode.FunctionBreakpoint) return { function: breakpoint.functionName };
  const { uri, range } = breakpoint.location;
  const { line, character } = range.start;
  return { path: uri.fsPath, line: line + 1, ...(character > 0 && { column: character + 1 }) };
}

export function editorBreakpoint({
  file,
  line = 1,
  column = 1,
  function: name,
  condition,
  hitCondition,
  logMessage,
}: PlacedBreakpoint): EditorBreakpoint {
  if (name !== undefined)
    return new vscode.FunctionBreakpoint(name, true, condition, hitCondition, logMessage);
  const place = new vscode.Location(vscode.Uri.file(file!), new vscode.Position(line - 1, column - 1));
  return new vscode.SourceBreakpoint(place, true, condition, hitCondition, logMessage);
}

export const sameDetails = (one: EditorBreakpoint, other: EditorBreakpoint): boolean =>
  one.enabled === other.enabled &&
  one.condition === other.condition &&
  one.hitCondition === other.hitCondition &&
  one.logMessage === other.logMessage;
