import * as vscode from 'vscode';
import { resolvePaths } from '../adapter/launch/configuration-paths.ts';
import { configurationFor, documentInFront, isOfOurLanguages, problemWith } from './current-file.ts';
import { OUTSIDE_MARK } from './debug-type.ts';
import type { Log } from './log.ts';
import { initialConfigurations, mainConfiguration } from './proposed-configurations.ts';
import { withPyodideSettings } from './pyodide-settings.ts';
import { withChosenPython } from './python/interpreter.ts';

/** Completes launch configurations. What is wrong with one is the adapter's to say, to every client alike. */
export class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  readonly #log: Log;
  readonly provideDebugConfigurations = initialConfigurations.provideDebugConfigurations;

  constructor(log: Log) {
    this.#log = log;
  }

  /** F5 with no launch.json comes with an empty configuration. */
  async resolveDebugConfiguration(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const { type: _, request, name, ...options } = configuration;
    if (!request && !name && !options.program) {
      const found = await whatIsMeant(folder, options.noDebug === true);
      return found && { ...found, ...options };
    }
    return runsFileInFront(configuration) && !(await isRunnable()) ? undefined : configuration;
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

/** The file in front is the program; where that is none, what the folder is there for. */
async function whatIsMeant(
  folder: vscode.WorkspaceFolder | undefined,
  noDebug: boolean,
): Promise<vscode.DebugConfiguration | undefined> {
  const document = await documentInFront();
  const problem = problemWith(document);
  if (problem === undefined) return configurationFor(document!, noDebug ? 'run' : 'debug');
  const main = document && isOfOurLanguages(document) ? undefined : await mainConfiguration(folder);
  if (!main) void vscode.window.showErrorMessage(problem);
  return main;
}

/** By a variable, and with a runtime that we know: what else is given a file knows best what it can run. */
const runsFileInFront = (configuration: vscode.DebugConfiguration): boolean =>
  configuration.request === 'launch' &&
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is VS Code that fills it in.
  configuration.program === '${file}' &&
  !configuration.runtimeExecutable &&
  configuration[OUTSIDE_MARK] === undefined;

/** Or says what is wrong: a runtime would only complain of the syntax of a launch.json that happens to be in front. */
async function isRunnable(): Promise<boolean> {
  const problem = problemWith(await documentInFront());
  if (problem !== undefined) void vscode.window.showErrorMessage(problem);
  return problem === undefined;
}
