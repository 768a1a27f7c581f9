import { join } from 'node:path';
import * as vscode from 'vscode';
import { isForChild } from '../../adapter/children/child-setting.ts';
import type { DebugTerminal, TerminalProcess } from '../../adapter/terminal/debug-terminal.ts';
import type { TerminalPython } from '../../adapter/terminal/python.ts';
import { DEBUG_TYPE } from '../debug-type.ts';
import { showFailure } from '../failed-request.ts';
import { loadAdapter } from '../load-adapter.ts';
import type { Log } from '../log.ts';
import { chosenPython } from '../python/interpreter.ts';
import type { Sessions } from '../sessions.ts';
import { tellOfKeptOut } from './kept-out.ts';
import { ownVariables } from './own-variables.ts';

/** Of the terminal profile, as the manifest contributes it. */
export const PROFILE = 'tandem.debugTerminal';

/** The variable by which a terminal is known to be one of ours. */
const MARK = 'TANDEM_LAUNCHER_ARGS';

/**
 * Terminals whose Node and Python processes are debugged. Each listens at a place of its own, which is in the environment
 * of the terminal; a split shares the place of what it was split off.
 */
export class DebugTerminals implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  /** By what stands in the environment. */
  readonly #places = new Map<string, DebugTerminal>();
  /** Of the processes that are debugged, by id. */
  readonly #debugged = new Map<number, vscode.DebugSession>();
  readonly #registrations: vscode.Disposable[];

  constructor(context: vscode.ExtensionContext, sessions: Sessions, log: Log) {
    this.#context = context;
    this.#log = log;
    this.#registrations = [
      vscode.window.registerTerminalProfileProvider(PROFILE, {
        provideTerminalProfile: async () => {
          const options = await this.#options(undefined);
          return options && new vscode.TerminalProfile(options);
        },
      }),
      // VS Code leaves the one in front that was there before, when an extension provides the profile.
      vscode.window.onDidOpenTerminal((terminal) => {
        if (this.#places.has(markOf(terminal) ?? '')) terminal.show();
      }),
      tellOfKeptOut((terminal) => this.#places.get(markOf(terminal) ?? '')?.arrivals),
      vscode.window.onDidCloseTerminal((terminal) => this.#closed(terminal)),
      sessions.onDidBegin(({ session }) => this.#begun(session)),
      sessions.onDidEnd((session) => {
        const { processId } = session.configuration;
        if (this.#debugged.get(processId) === session) this.#debugged.delete(processId);
      }),
    ];
  }

  /** Opens one, in the folder that the user chooses where there are several. */
  async open(): Promise<vscode.Terminal | undefined> {
    const folder = await chooseFolder();
    if (folder === 'none') return undefined;
    const options = await this.#options(folder);
    if (!options) return undefined;
    const terminal = vscode.window.createTerminal(options);
    terminal.show();
    return terminal;
  }

  /** The window closes: what is debugged ends with its sessions, and what comes from now on runs undebugged. */
  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    for (const place of this.#places.values()) void place[Symbol.asyncDispose]();
    this.#places.clear();
  }

  /** Undefined where there can be none, which the user is told. */
  async #options(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.TerminalOptions | undefined> {
    const { extensionPath, globalStorageUri } = this.#context;
    const settings = vscode.workspace.getConfiguration('tandem.terminal', folder ?? null);
    try {
      const place = await loadAdapter().openDebugTerminal({
        launcherDirectory: join(extensionPath, 'dist', 'launcher', 'node'),
        storage: globalStorageUri.fsPath,
        own: ownVariables(folder),
        python: await this.#pythonOf(folder ?? folderInFront()),
        skipped: settings.get<readonly string[]>('skipPackages', []),
        begin: (process, claim) => this.#begin(process, claim, folder),
        log: (line) => this.#log.info(line),
      });
      this.#places.set(place.environment[MARK]!, place);
      return {
        name: 'Tandem',
        iconPath: new vscode.ThemeIcon('debug'),
        env: place.environment,
        ...(folder && { cwd: folder.uri }),
      };
    } catch (error) {
      showFailure(error);
      return undefined;
    }
  }

  /** F5 asks the same. */
  async #pythonOf(folder: vscode.WorkspaceFolder | undefined): Promise<TerminalPython | undefined> {
    if (!folder) return undefined;
    const [chosen] = [await chosenPython(folder.uri, this.#log)].flat();
    return { chosen, folder: folder.uri.fsPath };
  }

  async #begin(
    { name, pid, parentPid, main }: TerminalProcess,
    claim: Readonly<Record<string, unknown>>,
    folder: vscode.WorkspaceFolder | undefined,
  ): Promise<void> {
    const home =
      (main && vscode.workspace.getWorkspaceFolder(vscode.Uri.file(main))) ??
      folder ??
      vscode.workspace.workspaceFolders?.[0];
    const parentSession = parentPid === undefined ? undefined : this.#debugged.get(parentPid);
    const configuration: vscode.DebugConfiguration = {
      ...optionsOf(folder),
      // With a button to stop it: whoever has started it is the user, there in the terminal.
      request: 'launch',
      type: DEBUG_TYPE,
      name,
      processId: pid,
      // What it says is in the terminal, which has to stay in sight.
      internalConsoleOptions: 'neverOpen',
      suppressMultipleSessionWarning: true,
      ...claim,
    };
    const options: vscode.DebugSessionOptions = {
      suppressSaveBeforeStart: true,
      ...(parentSession && { parentSession }),
    };
    const begun = await vscode.debug.startDebugging(home || undefined, configuration, options);
    if (!begun) throw new Error('VS Code has not begun the session');
  }

  /** The program of a session may have started others before VS Code tells of it. */
  #begun(session: vscode.DebugSession): void {
    const { processId } = session.configuration;
    if (isForChild(session.configuration) && processId) this.#debugged.set(processId, session);
  }

  #closed(terminal: vscode.Terminal): void {
    const mark = markOf(terminal);
    const place = mark === undefined ? undefined : this.#places.get(mark);
    if (!place || vscode.window.terminals.some((other) => markOf(other) === mark)) return;
    this.#places.delete(mark!);
    void place.end();
  }
}

const markOf = ({ creationOptions }: vscode.Terminal): string | undefined =>
  ('env' in creationOptions && creationOptions.env?.[MARK]) || undefined;

/** What the user has set for how processes of these terminals are debugged. */
const optionsOf = (folder: vscode.WorkspaceFolder | undefined): Readonly<Record<string, unknown>> =>
  vscode.workspace.getConfiguration('tandem.terminal', folder ?? null).get('options', {});

/** Where VS Code opens a terminal that nobody has said a folder for. */
function folderInFront(): vscode.WorkspaceFolder | undefined {
  const { document } = vscode.window.activeTextEditor ?? {};
  return (
    (document && vscode.workspace.getWorkspaceFolder(document.uri)) ?? vscode.workspace.workspaceFolders?.[0]
  );
}

async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined | 'none'> {
  const { workspaceFolders = [] } = vscode.workspace;
  if (workspaceFolders.length < 2) return workspaceFolders[0];
  const placeHolder = 'Choose the folder that the terminal opens in';
  return (await vscode.window.showWorkspaceFolderPick({ placeHolder })) ?? 'none';
}
