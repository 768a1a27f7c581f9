import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RunningProgram } from '../adapter/processes/running-programs.ts';
import { DEBUG_TYPE } from './debug-type.ts';
import { loadAdapter } from './load-adapter.ts';

interface ProcessItem extends vscode.QuickPickItem {
  readonly process: RunningProgram;
}

/** Lets the user choose among the programs that run. Resolves with its id as a text, or undefined for none. */
export async function pickProcess(): Promise<string | undefined> {
  const item = await choose();
  return item && String(item.process.pid);
}

/** The same, and attaches to it. */
export async function attachToProcess(): Promise<boolean> {
  const item = await choose();
  if (!item) return false;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return vscode.debug.startDebugging(folder, {
    type: DEBUG_TYPE,
    request: 'attach',
    name: `${item.label.replace(/^\$\([^)]*\) /, '')} [${item.process.pid}]`,
    processId: item.process.pid,
  });
}

async function choose(): Promise<ProcessItem | undefined> {
  const items = loadAdapter()
    .runningPrograms()
    .then((found) => found.map(itemOf));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Attach to a process',
    placeHolder: 'The newest come first. Type a part of the name, the command line or the id.',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen || (await items).length > 0) return chosen;
  const hint = 'No program of yours runs that could be attached to.';
  void vscode.window.showInformationMessage(hint);
  return undefined;
}

function itemOf(process: RunningProgram): ProcessItem {
  const { pid, runtime, script, command, cwd, publication } = process;
  return {
    process,
    label: `${publication ? '$(plug) ' : ''}${script === undefined ? runtime : basename(script)}`,
    description: [pid, NAMES[runtime], cwd && shortened(cwd), publication && 'waits for debuggers']
      .filter(Boolean)
      .join(' · '),
    detail: command.join(' '),
  };
}

/** Most are of Node, and need not say so. */
const NAMES: Readonly<Partial<Record<RunningProgram['runtime'], string>>> = { python: 'Python' };

/** As it is called in the workspace, if it is there. */
const shortened = (path: string): string => vscode.workspace.asRelativePath(path, true);
