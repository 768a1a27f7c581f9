import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { SOURCES } from '../../adapter/launch/runtimes/python-words.ts';
import { timeLimit } from '../../ipc/time-limit.ts';
import type { Log } from '../log.ts';

/** What we use of the Python extension. */
interface PythonApi {
  readonly environments?: {
    /** The path is that of an interpreter or of the directory of an environment, or `python` where nothing is chosen. */
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path?: string } | undefined;
  };
}

/** What we use of the extension that takes this over from it. */
interface EnvironmentsApi {
  getEnvironment?(scope: vscode.Uri | undefined): Promise<Environment | undefined>;
}

interface Environment {
  readonly execInfo?: { readonly run?: { readonly executable?: string; readonly args?: readonly string[] } };
}

/** An interpreter, or one and its options. */
export type Chosen = string | string[];

/** Somebody who knows which interpreter the user has chosen for a file or folder. */
interface Chooser {
  readonly name: string;
  readonly choice: (resource: vscode.Uri | undefined) => Promise<Chosen | undefined>;
}

/** How long an extension may take to wake up, in milliseconds: the user waits for the program. */
const WAKING_LIMIT_MS = 4000;

const CHOOSERS: readonly Chooser[] = [
  {
    name: 'the Python extension',
    async choice(resource) {
      const api = await apiOf<PythonApi>('ms-python.python');
      return api?.environments?.getActiveEnvironmentPath(resource)?.path;
    },
  },
  {
    name: 'the Python Environments extension',
    async choice(resource) {
      const api = await apiOf<EnvironmentsApi>('ms-python.vscode-python-envs');
      const { executable, args = [] } = (await api?.getEnvironment?.(resource))?.execInfo?.run ?? {};
      return executable && args.length > 0 ? [executable, ...args] : executable;
    },
  },
  {
    // It is written into folders for whoever opens them, with the extension or without.
    name: '"python.defaultInterpreterPath"',
    async choice(resource) {
      const set = vscode.workspace
        .getConfiguration('python', resource)
        .inspect<string>('defaultInterpreterPath');
      const value = set?.workspaceFolderValue ?? set?.workspaceValue ?? set?.globalValue;
      return typeof value === 'string' ? filledIn(value, resource) : undefined;
    },
  },
];

const runsPython = ({ request, program, module, code }: vscode.DebugConfiguration): boolean =>
  request === 'launch' &&
  (module !== undefined || code !== undefined || (typeof program === 'string' && SOURCES.test(program)));

/** Who sets one of these has chosen, or runs the program where nothing of here is chosen. */
const DECIDING = ['python', 'pythonPath', 'runtimeExecutable', 'inProcess', 'pipe'] as const;

/**
 * Fills in the interpreter that the user has chosen for the file or its folder, where the configuration names none. When
 * nobody knows of one the adapter looks.
 */
export async function withChosenPython(
  configuration: vscode.DebugConfiguration,
  folder: vscode.WorkspaceFolder | undefined,
  log: Log,
): Promise<vscode.DebugConfiguration> {
  const { program } = configuration;
  if (!runsPython(configuration) || DECIDING.some((setting) => configuration[setting])) return configuration;
  const resource =
    typeof program === 'string' && isAbsolute(program) ? vscode.Uri.file(program) : folder?.uri;
  const python = await chosenPython(resource, log);
  return python === undefined ? configuration : { ...configuration, python };
}

/** What the user has chosen for a file or folder, and exists. Wakes the extensions that know. */
export async function chosenPython(resource: vscode.Uri | undefined, log: Log): Promise<Chosen | undefined> {
  for (const { name, choice } of CHOOSERS) {
    const chosen = await withinLimit(choice(resource)).catch((problem) => {
      log.info(`Python: ${name} was asked which interpreter is chosen, and failed: ${problem}`);
      return undefined;
    });
    const path = typeof chosen === 'object' ? chosen[0] : chosen;
    if (!path || !isAbsolute(path)) continue;
    if (existsSync(path)) return chosen;
    log.info(`Python: "${path}", which is chosen in ${name}, does not exist.`);
  }
  return undefined;
}

async function apiOf<Api>(extension: string): Promise<Api | undefined> {
  return vscode.extensions.getExtension<Api>(extension)?.activate();
}

async function withinLimit<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const limit = timeLimit(WAKING_LIMIT_MS, () =>
      reject(new Error(`no answer within ${WAKING_LIMIT_MS} ms`)),
    );
    void work.then(resolve, reject).finally(() => limit[Symbol.dispose]());
  });
}

/** Of the variables of VS Code's settings those that are used for this. */
function filledIn(value: string, resource: vscode.Uri | undefined): string {
  const folder =
    (resource && vscode.workspace.getWorkspaceFolder(resource)) ?? vscode.workspace.workspaceFolders?.[0];
  return value
    .replaceAll(/\$\{workspace(?:Folder|Root)\}/g, () => folder?.uri.fsPath ?? '')
    .replaceAll(/\$\{userHome\}/g, homedir)
    .replaceAll(/\$\{env:([^}]+)\}/g, (_, name: string) => process.env[name] ?? '')
    .replace(/^~(?=[/\\])/, homedir);
}
