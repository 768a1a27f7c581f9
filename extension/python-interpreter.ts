import * as vscode from 'vscode';

/** What we use of the Python extension. */
interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path?: string } | undefined;
  };
}

const PYTHON_EXTENSION = 'ms-python.python';

const runsPython = ({ request, program, module, code }: vscode.DebugConfiguration): boolean =>
  request === 'launch' &&
  (module !== undefined ||
    code !== undefined ||
    (typeof program === 'string' && /\.(py|pyw|pyz)$/i.test(program)));

/**
 * Fills in the interpreter that the user has chosen in the Python extension, where it is there and the configuration names
 * none. Without it the adapter looks for one.
 */
export async function withChosenPython(
  configuration: vscode.DebugConfiguration,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<vscode.DebugConfiguration> {
  const { python, pythonPath, runtimeExecutable } = configuration;
  if (!runsPython(configuration) || configuration.inProcess || python || pythonPath || runtimeExecutable)
    return configuration;
  const chosen = await chosenPython(folder?.uri);
  return chosen ? { ...configuration, python: chosen } : configuration;
}

async function chosenPython(resource: vscode.Uri | undefined): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>(PYTHON_EXTENSION);
  try {
    const api = await extension?.activate();
    return api?.environments?.getActiveEnvironmentPath(resource)?.path;
  } catch {
    // What is wrong with it is not for us to say.
    return undefined;
  }
}
