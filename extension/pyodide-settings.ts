import * as vscode from 'vscode';

/** Fills in what the settings say of Pyodide, where the configuration of an in-process program does not. */
export function withPyodideSettings(
  configuration: vscode.DebugConfiguration,
  folder: vscode.WorkspaceFolder | undefined,
): vscode.DebugConfiguration {
  if (configuration.inProcess !== true) return configuration;
  const settings = vscode.workspace.getConfiguration('tandem', folder);
  const said = (name: string): Readonly<Record<string, unknown>> => {
    const { globalValue, workspaceValue, workspaceFolderValue } = settings.inspect(name) ?? {};
    const value = workspaceFolderValue ?? workspaceValue ?? globalValue;
    return value === undefined || value === '' ? {} : { [name]: value };
  };
  return { ...said('pyodide'), ...said('pyodidePackages'), ...configuration };
}
