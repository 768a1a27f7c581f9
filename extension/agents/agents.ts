import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Toolbox } from '../../automation/tools/toolbox.ts';
import { access } from '../access.ts';
import type { AutomationStarter } from '../automation-starter.ts';
import { loadAutomation } from '../load-automation.ts';
import { registerLanguageModelTools } from './language-model-tools.ts';
import { mcpServer } from './mcp-server.ts';

const SETTINGS = 'tandem.automation';

/** What a window offers to agents: the same tools to the editor's own, and as an MCP server. */
export function registerAgents(
  context: vscode.ExtensionContext,
  automation: AutomationStarter,
): vscode.Disposable[] {
  let box: Toolbox | undefined;
  const toolbox = (): Toolbox => (box ??= openToolbox(automation));
  const changes = new vscode.EventEmitter<void>();
  return [
    changes,
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration(SETTINGS)) return;
      box = undefined;
      changes.fire();
    }),
    ...registerLanguageModelTools(context.extension, toolbox),
    vscode.lm.registerMcpServerDefinitionProvider('tandem', {
      onDidChangeMcpServerDefinitions: changes.event,
      async provideMcpServerDefinitions() {
        if (access() === 'off' || offered() !== 'mcpServer') return [];
        // It is found by what the window has published.
        await automation.automation.published();
        const { extensionPath, extension } = context;
        const cli = join(extensionPath, 'dist', 'cli.js');
        return [
          mcpServer(cli, extension.packageJSON.version as string, access() === 'readOnly', redaction()),
        ];
      },
    }),
  ];
}

function openToolbox(automation: AutomationStarter): Toolbox {
  const { Toolbox, Redactor } = loadAutomation();
  const settings = redaction();
  const commander = automation.automation.commanderFor({ id: 'language-model', name: 'Chat' });
  const place = () => ({
    commander,
    name: 'this window of VS Code: its user sees all of it',
    folder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
  });
  return new Toolbox(place, {
    readOnly: access() === 'readOnly',
    redactor: settings && new Redactor(settings),
  });
}

const setting = <T>(name: string, otherwise: T): T =>
  vscode.workspace.getConfiguration(SETTINGS).get<T>(name, otherwise);

const offered = () => setting<'languageModelTools' | 'mcpServer'>('offeredAs', 'languageModelTools');

/** Undefined where the user lets agents see secrets. */
const redaction = (): { readonly names: readonly string[] } | undefined =>
  setting('redactSecrets', true) ? { names: setting<string[]>('redactNames', []) } : undefined;
