import * as vscode from 'vscode';
import { Emitter } from '../../adapter/util/emitter.ts';
import type { Run, StartRequest, TaskHost } from '../../automation/tasks/host.ts';
import { errors } from '../../protocol/errors.ts';
import type { ExceptionMode } from '../../protocol/tasks/breakpoints.ts';
import type { Running, Sessions } from '../sessions.ts';
import { complete, namedConfiguration } from './launch-json.ts';
import { Starts } from './starts.ts';
import { WindowBreakpoints } from './window-breakpoints.ts';
import { WindowRun } from './window-run.ts';

/** The window: every session of Tandem in it is a run, whether it was started from outside or by its user. */
export class WindowHost implements TaskHost {
  readonly kind = 'window';
  readonly breakpoints = new WindowBreakpoints();
  readonly #sessions: Sessions;
  readonly #starts = new Starts();
  readonly #runs = new Emitter<Run>();
  readonly #bySession = new Map<string, WindowRun>();
  #listening: vscode.Disposable | undefined;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  /** To be called when there is somebody who listens: tells of the sessions there are, and of those to come. */
  begin(): void {
    // Of what began while nobody was to come, the beginning is not known.
    for (const running of this.#sessions.running) if (!running.shared.isAlone) this.#begun(running);
    this.#listening = this.#sessions.onDidBegin((running) => this.#begun(running));
  }

  get folders(): readonly string[] {
    return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  }

  async start(request: StartRequest, adopt: (run: Run) => void): Promise<void> {
    // VS Code would ask in a dialog, and whoever has asked for the start would wait for its user.
    if (!vscode.workspace.isTrusted) throw errors.workspaceUntrusted();
    const { configuration, exceptions, noDebug, taskId } = request;
    const folder = folderOf(request.folder);
    const given =
      typeof configuration === 'string' ? namedConfiguration(configuration, folder) : configuration;
    await this.#starts.start({
      id: taskId,
      folder,
      configuration: complete(given),
      noDebug,
      begun: (running) => {
        const run = this.#newRun(running);
        run.exceptions = exceptions;
        adopt(run);
        running.shared.catchUp();
      },
    });
  }

  /** Of a session that goes on. */
  runOf(sessionId: string): Run | undefined {
    return this.#bySession.get(sessionId);
  }

  onRun(listener: (run: Run) => void): Disposable {
    return this.#runs.on(listener);
  }

  setExceptions(run: Run, mode: ExceptionMode): Promise<void> {
    return (run as WindowRun).setExceptions(mode);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening?.dispose();
    this.#starts.dispose();
    this.breakpoints.dispose();
  }

  #begun(running: Running): void {
    if (this.#starts.claim(running)) return;
    this.#runs.emit(this.#newRun(running));
    running.shared.catchUp();
  }

  #newRun(running: Running): WindowRun {
    const { session, shared } = running;
    const parent = session.parentSession && this.#bySession.get(session.parentSession.id);
    const run = new WindowRun(running, parent, (ids) => this.breakpoints.idsOf(shared, ids));
    this.#bySession.set(session.id, run);
    void shared.ended.then(() => {
      if (this.#bySession.get(session.id) === run) this.#bySession.delete(session.id);
    });
    this.breakpoints.watch(running);
    run.on('stopped', ({ hitBreakpointIds = [] }) => this.breakpoints.hit(hitBreakpointIds));
    return run;
  }
}

/** The one that is named, by its path or its name; else the first. */
function folderOf(wanted: string | undefined): vscode.WorkspaceFolder | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (wanted === undefined) return folders[0];
  const path = vscode.Uri.file(wanted).fsPath;
  const found = folders.find(({ name, uri }) => uri.fsPath === path || name === wanted);
  if (!found)
    throw errors.folderUnknown(
      wanted,
      folders.map(({ uri }) => uri.fsPath),
    );
  return found;
}
