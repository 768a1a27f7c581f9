import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import * as vscode from 'vscode';

/** Where the copy is whose README the next window opens that has its folder. */
const GREETING = 'examples.greeting';

/**
 * Copies the examples to where the user may write, and opens that folder: in this window if it has none, else in another.
 * What the user has changed there is never written over.
 */
export async function openExamples(context: vscode.ExtensionContext): Promise<void> {
  const shipped = join(context.extensionPath, 'examples');
  const home = join(context.globalStorageUri.fsPath, 'examples');
  try {
    const place = await placeOf(shipped, home);
    if (place === undefined) return;
    await context.globalState.update(GREETING, place);
    const isEmpty = vscode.workspace.workspaceFolders === undefined;
    await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(place), {
      forceReuseWindow: isEmpty,
      forceNewWindow: !isEmpty,
    });
  } catch (error) {
    void vscode.window.showErrorMessage(
      `The examples could not be copied to ${home}: ${(error as Error).message}. You find them in ${shipped}.`,
    );
  }
}

/** In the window of fresh examples: their README, as it is read. */
export async function greetExamples({ globalState }: vscode.ExtensionContext): Promise<void> {
  const place = globalState.get<string>(GREETING);
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.fsPath === place);
  if (!folder) return;
  await globalState.update(GREETING, undefined);
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(folder.uri, 'README.md'));
}

/** The folder to open, with the examples in it; `undefined` when the user wants none. */
async function placeOf(shipped: string, home: string): Promise<string | undefined> {
  const { latest, free } = await placesIn(home);
  if (latest === undefined) return copied(shipped, free);
  if (await holds(latest, shipped)) return latest;
  const choice = await vscode.window.showQuickPick(
    [
      {
        label: '$(folder-opened) Open Mine',
        detail: 'As it is: you have changed something, or it came with another version of Tandem.',
        place: () => latest,
      },
      {
        label: '$(new-folder) Make a Fresh Copy',
        detail: 'Beside yours, of which nothing is written over.',
        place: () => copied(shipped, free),
      },
    ],
    {
      title: 'Open Examples',
      placeHolder: 'Your copy of the examples is not as Tandem brings them',
    },
  );
  return choice?.place();
}

/** `examples`, `examples-2`, …: the last that is there, and the first that is not. */
async function placesIn(home: string): Promise<{ latest: string | undefined; free: string }> {
  let latest: string | undefined;
  for (let number = 1; ; number += 1) {
    const place = number === 1 ? home : `${home}-${number}`;
    const isThere = await stat(place).then(
      () => true,
      () => false,
    );
    if (!isThere) return { latest, free: place };
    latest = place;
  }
}

async function holds(place: string, shipped: string): Promise<boolean> {
  for (const file of await filesIn(shipped)) {
    const [own, original] = await Promise.all([
      readFile(join(place, file)).catch(() => undefined),
      readFile(join(shipped, file)),
    ]);
    if (!own?.equals(original)) return false;
  }
  return true;
}

/** Not `cp`: what is shipped may be read-only, and what is copied would be so, too. */
async function copied(shipped: string, place: string): Promise<string> {
  for (const file of await filesIn(shipped)) {
    await mkdir(dirname(join(place, file)), { recursive: true });
    await writeFile(join(place, file), await readFile(join(shipped, file)));
  }
  return place;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}
