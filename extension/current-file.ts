import { basename } from 'node:path';
import * as vscode from 'vscode';
import { DEBUG_TYPE } from './debug-type.ts';

const LANGUAGES: ReadonlySet<string> = new Set([
  'javascript',
  'typescript',
  'javascriptreact',
  'typescriptreact',
  'python',
]);

type Document = Pick<vscode.TextDocument, 'uri' | 'isUntitled' | 'languageId' | 'fileName'>;

/**
 * The configuration that runs `document`; when that cannot be, says why and what to do, and returns undefined.
 */
export function configurationFor(
  document: Document | undefined,
  inProcess = false,
): vscode.DebugConfiguration | undefined {
  const problem = problemWith(document);
  if (problem !== undefined) void vscode.window.showErrorMessage(problem);
  if (problem !== undefined || !document) return undefined;
  return {
    type: DEBUG_TYPE,
    request: 'launch',
    name: `Debug ${basename(document.uri.fsPath)}`,
    program: document.uri.fsPath,
    ...(inProcess && { inProcess }),
  };
}

function problemWith(document: Document | undefined): string | undefined {
  if (!document)
    return 'No file is open. Open the JavaScript, TypeScript or Python file that you want to debug.';
  const name = `"${basename(document.fileName)}"`;
  if (document.isUntitled) return `${name} is not saved yet, and Tandem runs files from disk. Save it first.`;
  if (document.uri.scheme !== 'file')
    return `${name} is not a file on disk (it is "${document.uri.scheme}:"), so it cannot be run. Save a copy in your workspace, and debug that.`;
  if (!LANGUAGES.has(document.languageId))
    return `${name} is neither JavaScript nor TypeScript nor Python. Open the file that you want to debug, or name it as "program" in a launch.json.`;
  return undefined;
}
