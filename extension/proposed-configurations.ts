import * as vscode from 'vscode';
import { type OfferedConfiguration, offersOf } from '../adapter/projects/offers.ts';
import { withConsole } from './current-file.ts';
import { DEBUG_TYPE } from './debug-type.ts';

const launch = (configuration: OfferedConfiguration): vscode.DebugConfiguration => ({
  type: DEBUG_TYPE,
  request: 'launch',
  ...configuration,
});

// biome-ignore lint/suspicious/noTemplateCurlyInString: it is VS Code that fills it in.
const CURRENT_FILE = launch({ name: 'Debug Current File', program: '${file}' });

const CURRENT_FILE_IN_PROCESS: vscode.DebugConfiguration = {
  ...CURRENT_FILE,
  name: 'Debug Current File In-Process',
  inProcess: true,
};

const ATTACH: vscode.DebugConfiguration = {
  type: DEBUG_TYPE,
  request: 'attach',
  name: 'Attach to Process…',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is VS Code that fills it in.
  processId: '${command:pickProcess}',
};

/** How many scripts a new launch.json begins with: it is to be read at a glance, and the others are offered anyway. */
const INITIAL_SCRIPTS = 2;

const offersIn = async (folder: vscode.WorkspaceFolder | undefined) =>
  folder ? offersOf(folder.uri.fsPath) : [];

/** What VS Code writes into a launch.json that it makes. */
export const initialConfigurations: Required<
  Pick<vscode.DebugConfigurationProvider, 'provideDebugConfigurations'>
> = {
  async provideDebugConfigurations(folder) {
    const offers = await offersIn(folder);
    const of = (purpose: string): vscode.DebugConfiguration[] =>
      offers.filter((offer) => offer.purpose === purpose).map(({ configuration }) => launch(configuration));
    return [
      ...of('program').slice(0, 1),
      ...of('server').slice(0, INITIAL_SCRIPTS),
      ...of('tests'),
      CURRENT_FILE,
    ];
  },
};

/** What VS Code offers under "Tandem…" where a configuration is chosen. */
export const dynamicConfigurations: vscode.DebugConfigurationProvider = {
  async provideDebugConfigurations(folder) {
    const offers = await offersIn(folder);
    const ofFolder = offers.map(({ configuration }) => launch(configuration));
    return isAskedForAll(folder)
      ? [...[CURRENT_FILE, CURRENT_FILE_IN_PROCESS].map(withConsole), ...ofFolder, ATTACH]
      : ofFolder;
  },
};

/**
 * VS Code asks for each folder, and for none, and shows all that it is told. What belongs to no folder is told once: of the
 * folder of the file in front, in which that then runs.
 */
function isAskedForAll(folder: vscode.WorkspaceFolder | undefined): boolean {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const inFront = input instanceof vscode.TabInputText && vscode.workspace.getWorkspaceFolder(input.uri);
  return folder?.index === (inFront || vscode.workspace.workspaceFolders?.[0])?.index;
}

/** What the folder is there for, where no file says what to run. */
export async function mainConfiguration(
  folder: vscode.WorkspaceFolder | undefined,
): Promise<vscode.DebugConfiguration | undefined> {
  const [first] = await offersIn(folder);
  return first && (first.purpose === 'program' || first.purpose === 'server')
    ? launch(first.configuration)
    : undefined;
}
