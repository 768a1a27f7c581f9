import * as vscode from 'vscode';
import type { Toolbox } from '../../automation/tools/toolbox.ts';
import { access } from '../access.ts';
import type { AutomationStarter } from '../automation-starter.ts';
import { loadAutomation } from '../load-automation.ts';
import { registerLanguageModelTools } from './language-model-tools.ts';
import { mcpProvider } from './mcp-provider.ts';
import { redaction, SETTINGS } from './settings.ts';

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
    vscode.lm.registerMcpServerDefinitionProvider(
      'tandem',
      mcpProvider(context.extension, () => automation.automation.published(), changes.event),
    ),
  ];
}

function openToolbox(automation: AutomationStarter): Toolbox {
  const { Toolbox, Redactor } = loadAutomation();
  const settings = redaction();
  const clientId = 'language-model';
  const commander = automation.automation.commanderFor({ id: clientId, name: 'Chat' });
  const place = () => ({
    commander,
    clientId,
    name: 'this window of VS Code: its user sees all of it',
    folder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
  });
  return new Toolbox(place, {
    readOnly: access() === 'readOnly',
    redactor: settings && new Redactor(settings),
  });
}
