import { join } from 'node:path';
import type * as vscode from 'vscode';
import { access } from '../access.ts';
import { mcpServer } from './mcp-server.ts';
import { offered, redaction } from './settings.ts';

/**
 * Tells VS Code of the MCP server of this window, where the user wants that one.
 *
 * @param published resolves when the server can find this window
 */
export const mcpProvider = (
  { extensionPath, packageJSON }: Pick<vscode.Extension<unknown>, 'extensionPath' | 'packageJSON'>,
  published: () => Promise<unknown>,
  onDidChangeMcpServerDefinitions: vscode.Event<void>,
): vscode.McpServerDefinitionProvider<vscode.McpStdioServerDefinition> => ({
  onDidChangeMcpServerDefinitions,
  async provideMcpServerDefinitions() {
    if (access() === 'off' || offered() !== 'mcpServer') return [];
    await published();
    const cli = join(extensionPath, 'dist', 'cli.js');
    return [mcpServer(cli, packageJSON.version as string, access() === 'readOnly', redaction())];
  },
});
