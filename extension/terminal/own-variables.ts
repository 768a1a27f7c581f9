import * as vscode from 'vscode';
import type { OwnVariables } from '../../adapter/terminal/environment.ts';

const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: 'windows', darwin: 'osx' };

/** What a terminal of this window has without us: the settings of VS Code over its own environment. */
export function ownVariables(folder: vscode.WorkspaceFolder | undefined): OwnVariables {
  const system = SYSTEMS[process.platform] ?? 'linux';
  const set = vscode.workspace
    .getConfiguration('terminal.integrated.env', folder ?? null)
    .get<Readonly<Record<string, string | null>>>(system, {});
  const given = (name: string): string | undefined =>
    name in set ? (set[name] ?? undefined) : process.env[name];
  return { NODE_OPTIONS: given('NODE_OPTIONS'), PYTHONPATH: given('PYTHONPATH'), PATH: given('PATH') };
}
