import * as vscode from 'vscode';
import { resolvePaths } from '../adapter/launch/configuration-paths.ts';
import { configurationFor } from './current-file.ts';
import type { Log } from './log.ts';
import { withPyodideSettings } from './pyodide-settings.ts';
import { withChosenPython } from './python/interpreter.ts';

/** Completes launch configurations. What is wrong with one is the adapter's to say, to every client alike. */
export class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** F5 with no launch.json comes with an empty configuration: the file in the active editor is the program. */
  resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.ProviderResult<vscode.DebugConfiguration> {
    const { type: _, request, name, ...options } = configuration;
    if (request || name || options.program) return configuration;
    const found = configurationFor(vscode.window.activeTextEditor?.document);
    return found && { ...found, ...options };
  }

  /** Only now are paths paths: before, they may hold `${workspaceFolder}`. */
  resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration> {
    const complete = withPyodideSettings(configuration, folder);
    return withChosenPython(resolvePaths(complete, folder?.uri.fsPath), folder, this.#log);
  }
}
