import * as vscode from 'vscode';
import type { Fix } from './advice.ts';
import type { Diagnosis } from './diagnosis.ts';
import { addOverride, launchJsonOf, showConfiguration } from './launch-json-file.ts';

/** Does what a button says of one breakpoint of a session. */
export async function carryOut(
  fix: Fix,
  breakpoint: Diagnosis,
  session: Pick<vscode.DebugSession, 'configuration' | 'workspaceFolder'>,
): Promise<void> {
  switch (fix.kind) {
    case 'override': {
      const document = await launchJsonOf(session);
      const { pattern, place } = fix.override;
      if (document) return addOverride(document, session.configuration.name, pattern, place);
      const setting = `"sourceMapPathOverrides": { ${JSON.stringify(pattern)}: ${JSON.stringify(place)} }`;
      await vscode.env.clipboard.writeText(setting);
      return;
    }
    case 'configure': {
      const document = await launchJsonOf(session);
      return document && showConfiguration(document, session.configuration.name);
    }
    case 'move':
      return replace(breakpoint, fix.line);
    case 'remove':
      return vscode.debug.removeBreakpoints(inEditor(breakpoint));
    case 'edit':
      await reveal(breakpoint);
      await vscode.commands.executeCommand('editor.debug.action.editBreakpoint');
      return;
    case 'open':
      await vscode.window.showTextDocument(vscode.Uri.file(fix.path));
  }
}

/** Shows the line that a breakpoint is on. */
export async function reveal({ path, line }: Pick<Diagnosis, 'path' | 'line'>): Promise<void> {
  if (path === undefined || line === undefined) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  // The file may have become shorter.
  const at = document.lineAt(Math.min(line, document.lineCount) - 1).range.start;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
}

const inEditor = ({ path, line }: Diagnosis): vscode.SourceBreakpoint[] =>
  vscode.debug.breakpoints.filter(
    (one): one is vscode.SourceBreakpoint =>
      one instanceof vscode.SourceBreakpoint &&
      one.location.uri.fsPath === path &&
      one.location.range.start.line + 1 === line,
  );

/** The same ones, with all that is asked of them, on another line. */
function replace(breakpoint: Diagnosis, line: number): void {
  const former = inEditor(breakpoint);
  const moved = former.map(({ location, enabled, condition, hitCondition, logMessage }) => {
    const place = new vscode.Location(location.uri, new vscode.Position(line - 1, 0));
    return new vscode.SourceBreakpoint(place, enabled, condition, hitCondition, logMessage);
  });
  vscode.debug.removeBreakpoints(former);
  vscode.debug.addBreakpoints(moved);
}
