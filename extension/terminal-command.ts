import { delimiter, join } from 'node:path';
import type * as vscode from 'vscode';
import { NODE_VARIABLE } from '../automation/cli/editors-node.ts';

/** Terminals of this window have the command `tandem`, also where nobody has installed it; who has, keeps theirs. */
export function offerCommand({
  environmentVariableCollection: variables,
  extensionPath,
}: vscode.ExtensionContext): void {
  // What is added to it later is that of this very process.
  variables.persistent = false;
  variables.description = 'The command `tandem`, and where it finds this window.';
  variables.replace(NODE_VARIABLE, process.execPath);
  variables.append('PATH', delimiter + join(extensionPath, 'dist', 'bin'));
}
