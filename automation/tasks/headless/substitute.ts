import { homedir } from 'node:os';
import { basename, resolve, sep } from 'node:path';
import { errors } from '../../../protocol/errors.ts';

export interface Surroundings {
  /** The workspace folder that the configuration belongs to. */
  readonly folder: string | undefined;
  readonly folders: readonly string[];
}

const VARIABLE = /\$\{([^{}]*)\}/g;

/** Fills in VS Code's variables, as VS Code does, in all texts of a configuration. */
export function substituted<T>(value: T, surroundings: Surroundings): T {
  if (typeof value === 'string') return fill(value, surroundings) as T;
  if (Array.isArray(value)) return value.map((one) => substituted(one, surroundings)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, substituted(one, surroundings)]),
  ) as T;
}

const fill = (text: string, surroundings: Surroundings): string =>
  text.replaceAll(VARIABLE, (variable, inside: string) => {
    const [, name = '', argument] = /^([^:]*)(?::(.*))?$/s.exec(inside) ?? [];
    return replacement(variable, name, argument, surroundings);
  });

function replacement(
  variable: string,
  name: string,
  argument: string | undefined,
  surroundings: Surroundings,
): string {
  switch (name) {
    case 'workspaceFolder':
    case 'workspaceRoot':
      return folderOf(variable, argument, surroundings);
    case 'workspaceFolderBasename':
    case 'workspaceRootFolderName':
      return basename(folderOf(variable, argument, surroundings));
    case 'cwd':
      return surroundings.folder ?? process.cwd();
    case 'userHome':
      return homedir();
    case 'execPath':
      return process.execPath;
    case 'pathSeparator':
    case '/':
      return sep;
    case 'env':
      return process.env[argument ?? ''] ?? '';
    default:
      // What nobody knows stays as it is: it may be meant for a shell.
      if (!Object.hasOwn(ELSEWHERE, name)) return variable;
      throw errors.configurationVariable(variable, ELSEWHERE[name]!);
  }
}

const NO_EDITOR = 'there is no editor here, and so no open file';
const NO_WINDOW = 'there is no window here';

/** What only a window of VS Code knows, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'file',
      'fileBasename',
      'fileBasenameNoExtension',
      'fileDirname',
      'fileDirnameBasename',
      'fileExtname',
      'fileWorkspaceFolder',
      'fileWorkspaceFolderBasename',
      'relativeFile',
      'relativeFileDirname',
      'lineNumber',
      'columnNumber',
      'selectedText',
    ].map((name) => [name, NO_EDITOR]),
  ),
  command: `${NO_WINDOW} whose commands could be called`,
  config: `${NO_WINDOW} whose settings could be read`,
  input: `${NO_WINDOW}, and so nobody who could be asked`,
  defaultBuildTask: NO_WINDOW,
  extensionInstallFolder: NO_WINDOW,
};

function folderOf(variable: string, named: string | undefined, { folder, folders }: Surroundings): string {
  if (named === undefined) {
    if (folder === undefined) throw errors.configurationVariable(variable, 'no folder is open');
    return folder;
  }
  const found = folders.find((one) => basename(one) === named);
  if (found === undefined) throw errors.configurationVariable(variable, `no folder is called "${named}"`);
  return resolve(found);
}
