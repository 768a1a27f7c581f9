import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../debug-type.ts';
import type { Log } from '../log.ts';
import { interpreterOf } from './interpreter-of.ts';
import type { LaunchSettings } from './runners/runner.ts';
import { itemAt } from './scan/test-item.ts';
import { launchSettings, type Tests, testsIn } from './tests-in.ts';
import { withUsersSettings } from './users-settings.ts';

interface Start {
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly configuration: vscode.DebugConfiguration;
}

/** Tests of the files in the editor: found, and started. */
export class Testing {
  readonly #log: Log;
  #last: Start | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  testsIn(document: vscode.TextDocument): Promise<Tests | undefined> {
    const file = document.uri.fsPath;
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    return testsIn({
      file,
      text: document.getText(),
      isPython: document.languageId === 'python',
      root: folder?.uri.fsPath ?? dirname(file),
      python: () => interpreterOf(document.uri, folder, this.#log),
    });
  }

  /** The test or suite around an offset of a file, or all that are in it; without debugging, if so wished. */
  async start(uri: vscode.Uri, offset: number, noDebug: boolean): Promise<boolean> {
    const document = await vscode.workspace.openTextDocument(uri);
    const tests = await this.testsIn(document);
    if (!tests) {
      void vscode.window.showInformationMessage(
        `Tandem finds no tests in "${vscode.workspace.asRelativePath(uri)}" that it can run: of node:test, vitest, jest, mocha, pytest or unittest, installed where the file can use them.`,
      );
      return false;
    }
    const settings = await launchSettings(tests, itemAt(tests.items, offset), uri.fsPath);
    this.#last = startOf(uri, settings);
    void vscode.commands.executeCommand('setContext', 'tandem.hasLastTest', true);
    return begin(this.#last, noDebug);
  }

  async debugAtCursor(): Promise<boolean> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return false;
    return this.start(editor.document.uri, editor.document.offsetAt(editor.selection.active), false);
  }

  async debugLast(): Promise<boolean> {
    return this.#last !== undefined && begin(this.#last, false);
  }
}

/** What is started with some settings, of a file that is in a folder. */
export function startOf(uri: vscode.Uri, settings: LaunchSettings & { readonly name: string }): Start {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const common = { type: DEBUG_TYPE, request: 'launch', internalConsoleOptions: 'openOnSessionStart' };
  return { folder, configuration: { ...common, ...withUsersSettings(settings, uri) } };
}

export const begin = async ({ folder, configuration }: Start, noDebug: boolean): Promise<boolean> =>
  vscode.debug.startDebugging(folder, configuration, { noDebug });
