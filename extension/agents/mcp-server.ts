import * as vscode from 'vscode';
import { NODE_VARIABLE } from '../../automation/cli/editors-node.ts';

/** `tandem mcp` for this very window, run by the editor's own Node. */
export function mcpServer(
  cli: string,
  version: string,
  readOnly: boolean,
  redaction: { readonly names: readonly string[] } | undefined,
): vscode.McpStdioServerDefinition {
  const options = [
    ...(readOnly ? ['--read-only'] : []),
    ...(redaction ? redaction.names.flatMap((name) => ['--redact-name', name]) : ['--no-redaction']),
  ];
  return new vscode.McpStdioServerDefinition(
    'Tandem',
    process.execPath,
    [cli, 'mcp', '--window', String(process.pid), ...options],
    // On the desktop it is Electron.
    { ELECTRON_RUN_AS_NODE: '1', [NODE_VARIABLE]: process.execPath },
    version,
  );
}
