import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { RunningProgram } from '../adapter/processes/running-programs.ts';
import { DEBUG_TYPE } from './debug-type.ts';
import { loadAdapter } from './load-adapter.ts';
import { type ChosenBefore, nameOf, type ProcessRow, rowGroups } from './process-rows.ts';

interface ProcessItem extends vscode.QuickPickItem {
  /** Undefined for the title of a group. */
  readonly row?: ProcessRow;
}

/** Where the program that was chosen last is remembered. */
const CHOSEN = 'tandem.chosenProcess';

const REFRESH: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('refresh'),
  tooltip: 'Look Again',
};

const TITLE = 'Attach to Process';
const PLACEHOLDER = 'Type a part of the name, the command line, the directory or the id';
const NOTHING = 'No program of Node.js or Python runs that could be attached to';

/** Lets the user choose among the programs that run. */
export class ProcessPicker {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** Resolves with its id as a text, or undefined for none. */
  async pick(): Promise<string | undefined> {
    const program = await this.#choose();
    return program && String(program.pid);
  }

  /** The same, and attaches to it. */
  async attach(): Promise<boolean> {
    const program = await this.#choose();
    if (!program) return false;
    const { pid, script, cwd } = program;
    const folder = [script, cwd]
      .map((path) => path && vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path)))
      .find(Boolean);
    return vscode.debug.startDebugging(folder || vscode.workspace.workspaceFolders?.[0], {
      type: DEBUG_TYPE,
      request: 'attach',
      name: `${nameOf(program)} [${pid}]`,
      processId: pid,
    });
  }

  async #choose(): Promise<RunningProgram | undefined> {
    const program = await chooseProcess(this.#memory.get<ChosenBefore>(CHOSEN));
    if (program) {
      const { script, cwd } = program;
      await this.#memory.update(CHOSEN, { script, cwd } satisfies ChosenBefore);
    }
    return program;
  }
}

/** Is there at once, and filled as soon as it is known what runs. */
function chooseProcess(chosen: ChosenBefore | undefined): Promise<RunningProgram | undefined> {
  const picker = vscode.window.createQuickPick<ProcessItem>();
  picker.title = TITLE;
  picker.placeholder = PLACEHOLDER;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.buttons = [REFRESH];
  // What is looked at stays where it is when the list is read again.
  picker.keepScrollPosition = true;
  let looks = 0;
  const look = async (): Promise<void> => {
    looks += 1;
    const own = looks;
    picker.busy = true;
    const items = await itemsOf(chosen).catch((error: Error) => {
      void vscode.window.showErrorMessage(`What runs cannot be listed: ${error.message}`);
      return [];
    });
    if (own !== looks) return;
    const [active] = picker.activeItems;
    picker.items = items;
    picker.busy = false;
    picker.placeholder = items.length > 0 ? PLACEHOLDER : NOTHING;
    const same = active && items.find(({ row }) => row && row.program.pid === active.row?.program.pid);
    if (same) picker.activeItems = [same];
  };
  return new Promise((resolve) => {
    picker.onDidChangeValue(() => {
      picker.title = TITLE;
    });
    picker.onDidTriggerButton(() => void look());
    picker.onDidAccept(() => {
      const program = picker.selectedItems[0]?.row?.program;
      if (!program) return;
      // Where the eyes are, and without taking the list away.
      if (program.hindrance !== undefined) picker.title = `${nameOf(program)} ${program.hindrance}`;
      else {
        resolve(program);
        picker.hide();
      }
    });
    picker.onDidHide(() => {
      looks += 1;
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
    void look();
  });
}

async function itemsOf(chosen: ChosenBefore | undefined): Promise<ProcessItem[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const groups = rowGroups(await loadAdapter().allPrograms(), {
    folders,
    home: homedir(),
    chosen,
    now: Date.now(),
  });
  return groups.flatMap(({ title, rows }): ProcessItem[] => [
    { label: title, kind: vscode.QuickPickItemKind.Separator },
    ...rows.map((row) => ({ row, label: row.label, description: row.description, detail: row.detail })),
  ]);
}
