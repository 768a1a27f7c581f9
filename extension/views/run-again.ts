import * as vscode from 'vscode';
import { configurationsIn, launchJsonIn } from '../launch-configurations.ts';
import type { Entry, History } from './model/history.ts';
import { type Configuration, doingWithout, filledIn, type Path } from './model/kept-configuration.ts';
import type { Row } from './model/rows.ts';

/** What the rows of the history can do. */
export const historyCommands = (history: History) => ({
  'tandem.history.run': (row?: Row) => withEntry(row, (entry) => again(history, entry, true)),
  'tandem.history.debug': (row?: Row) => withEntry(row, (entry) => again(history, entry, false)),
  'tandem.history.copy': (row?: Row) => withEntry(row, (entry) => copy(entry)),
  'tandem.history.add': (row?: Row) => withEntry(row, (entry) => addToLaunchJson(entry)),
  'tandem.history.remove': (row?: Row) => withEntry(row, async (entry) => history.remove(entry)),
  'tandem.history.clear': () => history.clear(),
});

async function withEntry(row: Row | undefined, use: (entry: Entry) => Promise<void>): Promise<void> {
  const { subject } = row?.item ?? {};
  if (subject?.kind === 'entry') await use(subject.entry);
}

/** As it ran then, in the mode of then: what the user wants for other starts does not matter. */
async function again(history: History, entry: Entry, noDebug: boolean): Promise<void> {
  const folder = folderOf(entry);
  const source = history.complete(entry) ?? inLaunchJson(entry.name, folder);
  const { configuration, missing } = filledIn(entry, source);
  if (missing.length > 0 && !(await wantedWithout(entry, missing))) return;
  const complete = doingWithout(configuration, missing);
  const mode = complete.request === 'launch' ? { inProcess: entry.mode === 'in-process' } : {};
  await vscode.debug.startDebugging(
    folder,
    { ...complete, ...mode } as unknown as vscode.DebugConfiguration,
    {
      noDebug,
    },
  );
}

/** What is not on the disk, this window does not know, and launch.json does not say. */
async function wantedWithout({ name }: Entry, missing: readonly Path[]): Promise<boolean> {
  const start = 'Start Without';
  const names = missing.map((path) => `"${path.join('.')}"`).join(', ');
  const chosen = await vscode.window.showWarningMessage(
    `Tandem does not keep secrets: of "${name}" it no longer knows ${names}.`,
    start,
  );
  return chosen === start;
}

const inLaunchJson = (name: string, folder: vscode.WorkspaceFolder | undefined): Configuration | undefined =>
  configurationsIn(folder).find((one) => one.name === name);

const folderOf = ({ folder }: Entry): vscode.WorkspaceFolder | undefined =>
  folder === undefined ? undefined : vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(folder));

/** Without what was withheld: it would be in the clipboard, or in a file that is shared. */
const toWrite = (entry: Entry): Configuration => doingWithout(entry.configuration, entry.withheld);

async function copy(entry: Entry): Promise<void> {
  await vscode.env.clipboard.writeText(`${JSON.stringify(toWrite(entry), undefined, 2)}\n`);
  vscode.window.setStatusBarMessage(`$(check) Copied the configuration "${entry.name}"`, 3000);
}

/** Beside those that are there; one of the same name gets a number. */
async function addToLaunchJson(entry: Entry): Promise<void> {
  const folder = folderOf(entry) ?? vscode.workspace.workspaceFolders?.[0];
  if (!folder) return;
  const settings = vscode.workspace.getConfiguration('launch', folder);
  const present = settings.inspect<vscode.DebugConfiguration[]>('configurations')?.workspaceFolderValue ?? [];
  const names = new Set(present.map(({ name }) => name));
  let { name } = entry;
  for (let number = 2; names.has(name); number += 1) name = `${entry.name} (${number})`;
  await settings.update(
    'configurations',
    [...present, { ...toWrite(entry), name }],
    vscode.ConfigurationTarget.WorkspaceFolder,
  );
  await vscode.window.showTextDocument(launchJsonIn(folder));
}
