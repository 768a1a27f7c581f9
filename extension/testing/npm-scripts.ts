import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { type PackageManager, packageManagerOf } from '../../adapter/projects/package-manager.ts';
import { ProjectFolder } from '../../adapter/projects/project-folder.ts';
import { directoriesAround } from './project.ts';
import { npmScripts } from './scan/npm-scripts.ts';
import { begin, startOf } from './testing.ts';

/** Runs a script of a package.json, in a terminal, for which scripts are made. */
export async function startScript(uri: vscode.Uri, script: string, noDebug: boolean): Promise<boolean> {
  const cwd = dirname(uri.fsPath);
  const { command, run } = await managerOf(uri);
  const settings = {
    name: [command, ...run, script].join(' '),
    runtimeExecutable: command,
    runtimeArgs: [...run, script],
    cwd,
    console: 'integratedTerminal',
  };
  return begin(startOf(uri, settings), noDebug);
}

/** The one that is set in VS Code, as for the scripts that it runs itself, or the one that the project shows. */
async function managerOf(uri: vscode.Uri): Promise<PackageManager> {
  const set = vscode.workspace.getConfiguration('npm', uri).get<string>('packageManager', 'auto');
  if (set !== 'auto') return { command: set, run: ['run'] };
  const folder = new ProjectFolder(dirname(uri.fsPath));
  return packageManagerOf(folder, (await folder.readJson('package.json')) ?? {});
}

/** Asks which script of a package.json, of the one nearest to the active editor if none is told, and debugs it. */
export async function chooseScript(told: vscode.Uri | undefined): Promise<boolean> {
  const uri = told ?? nearestManifest();
  const document = uri && (await vscode.workspace.openTextDocument(uri));
  const { scripts = [] } = (document && npmScripts(document.getText())) ?? {};
  if (!uri || scripts.length === 0) {
    const where = uri ? ` in "${vscode.workspace.asRelativePath(uri)}"` : '';
    void vscode.window.showInformationMessage(`There are no npm scripts${where} to debug.`);
    return false;
  }
  const items = scripts.map(({ name, command }) => ({ label: name, description: command }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: 'Choose the script to debug',
    matchOnDescription: true,
  });
  return chosen !== undefined && startScript(uri, chosen.label, false);
}

function nearestManifest(): vscode.Uri | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  const starts = [
    ...(active?.scheme === 'file' ? [dirname(active.fsPath)] : []),
    ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
  ];
  const directory = starts.flatMap(directoriesAround).find(({ manifest }) => manifest);
  return directory && vscode.Uri.file(join(directory.path, 'package.json'));
}
