import * as vscode from 'vscode';
import { LANGUAGES } from './languages.ts';
import { loadTesting } from './load-testing.ts';
import type { Log } from './log.ts';

const TEST_FILES = LANGUAGES.map((language) => ({ language, scheme: 'file' }));
const MANIFESTS = { language: 'json', scheme: 'file', pattern: '**/package.json' };
const isInstalled = ({ uri }: vscode.TextDocument): boolean =>
  /[\\/](?:node_modules|site-packages)[\\/]/.test(uri.fsPath);

/** CodeLens on tests and npm scripts, and the commands that go with them. */
export function registerTesting(log: Log): vscode.Disposable[] {
  const changed = new vscode.EventEmitter<void>();
  let made: InstanceType<ReturnType<typeof loadTesting>['Testing']> | undefined;
  const testing = () => {
    made ??= new (loadTesting().Testing)(log);
    return made;
  };
  const settings = (document: vscode.TextDocument) =>
    vscode.workspace.getConfiguration('tandem.codeLens', document);

  const commands = {
    'tandem.runTest': (file: vscode.Uri, offset: number) => testing().start(file, offset, true),
    'tandem.debugTest': (file: vscode.Uri, offset: number) => testing().start(file, offset, false),
    'tandem.debugTestAtCursor': () => testing().debugAtCursor(),
    'tandem.debugLastTest': () => testing().debugLast(),
    'tandem.runScript': (file: vscode.Uri, script: string) => loadTesting().startScript(file, script, true),
    'tandem.debugScript': (file?: vscode.Uri, script?: string) =>
      file && typeof script === 'string'
        ? loadTesting().startScript(file, script, false)
        : loadTesting().chooseScript(file),
  };
  return [
    changed,
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('tandem.codeLens')) changed.fire();
    }),
    vscode.languages.registerCodeLensProvider(TEST_FILES, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) =>
        isInstalled(document) || !settings(document).get('tests', true)
          ? []
          : loadTesting().testLenses(testing(), document),
    }),
    vscode.languages.registerCodeLensProvider(MANIFESTS, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses(document) {
        const where = settings(document).get<'top' | 'all' | 'never'>('npmScripts', 'top');
        return isInstalled(document) || where === 'never' ? [] : loadTesting().scriptLenses(document, where);
      },
    }),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  ];
}
