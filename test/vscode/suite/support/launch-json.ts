import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { workspace } from './program.ts';
import { within } from './wait.ts';

/** Writes the launch.json of the workspace; resolves when VS Code has read it, that is, knows the configurations. */
export async function launchJson(content: {
  readonly configurations: readonly object[];
  readonly [part: string]: unknown;
}): Promise<void> {
  const known = (): readonly object[] =>
    vscode.workspace
      .getConfiguration('launch', vscode.workspace.workspaceFolders![0]!.uri)
      .get('configurations', []);
  const wanted = JSON.stringify(content.configurations);
  const read = new Promise<void>((resolve) => {
    const listening = vscode.workspace.onDidChangeConfiguration(() => {
      if (JSON.stringify(known()) !== wanted) return;
      listening.dispose();
      resolve();
    });
  });
  const folder = join(workspace, '.vscode');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'launch.json'), JSON.stringify({ version: '0.2.0', ...content }, null, 2));
  await within(read, 'change of launch.json');
}
