import * as vscode from 'vscode';
import { type Deferred, deferred } from '../../adapter/util/deferred.ts';
import { adapterError } from '../../automation/dap/dap-client.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import { DEBUG_TYPE, OUTSIDE_MARK } from '../debug-type.ts';
import type { Running } from '../sessions.ts';
import { preLaunchTask, runToEnd } from './pre-launch-task.ts';

interface Start {
  readonly outcome: Deferred<void>;
  readonly begun: (running: Running) => void;
  preLaunchTask?: vscode.Task;
  hasBegun: boolean;
}

export interface Wanted {
  readonly id: string;
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly configuration: vscode.DebugConfiguration;
  readonly noDebug: boolean;
  /** Called when the session has its adapter, before that has said anything. */
  readonly begun: (running: Running) => void;
}

/** Sessions that are started from outside. What keeps one from starting is told to who has asked for it, not in dialogs. */
export class Starts implements vscode.DebugConfigurationProvider, vscode.Disposable {
  readonly #pending = new Map<string, Start>();
  readonly #registration = vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, this);

  /** Resolves when the program runs; rejects with why it does not. */
  async start({ id, folder, configuration, noDebug, begun }: Wanted): Promise<void> {
    const start: Start = { outcome: deferred(), begun, hasBegun: false };
    this.#pending.set(id, start);
    try {
      await Promise.race([
        start.outcome.promise,
        this.#startDebugging(start, folder, { ...configuration, [OUTSIDE_MARK]: id }, noDebug),
      ]);
      await start.outcome.promise;
    } finally {
      this.#pending.delete(id);
    }
  }

  /** Whether this session was started here. */
  claim(running: Running): boolean {
    const start = this.#of(running.session.configuration);
    if (!start || start.hasBegun) return false;
    start.hasBegun = true;
    running.isFromOutside = true;
    void running.shared.launched.then((response) => {
      if (response?.success) start.outcome.resolve();
      else start.outcome.reject(response ? adapterError(response as never) : errors.sessionEnded());
    });
    start.begun(running);
    return true;
  }

  async resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const start = this.#of(configuration);
    if (!start || configuration.preLaunchTask === undefined) return configuration;
    try {
      const task = await preLaunchTask(configuration.preLaunchTask);
      if (!task) return configuration;
      start.preLaunchTask = task;
    } catch (error) {
      return refuse(start, error);
    }
    const { preLaunchTask: _, ...others } = configuration;
    return others as vscode.DebugConfiguration;
  }

  /** What VS Code calls after a task of its own has run. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const start = this.#of(configuration);
    try {
      if (start?.preLaunchTask) await runToEnd(start.preLaunchTask);
    } catch (error) {
      return refuse(start!, error);
    }
    return configuration;
  }

  dispose(): void {
    this.#registration.dispose();
  }

  async #startDebugging(
    start: Start,
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
    noDebug: boolean,
  ): Promise<void> {
    // What is typed and not saved yet is its user's own business.
    const options = { noDebug, suppressSaveBeforeStart: true };
    try {
      await vscode.debug.startDebugging(folder, configuration, options);
    } catch (error) {
      if (!start.hasBegun) throw errors.startFailed(configuration.name, (error as Error).message);
    }
    // From then on its adapter knows better why it did not start.
    if (!start.hasBegun) throw errors.startRefused(configuration.name);
  }

  #of(configuration: vscode.DebugConfiguration): Start | undefined {
    const id: unknown = configuration[OUTSIDE_MARK];
    return typeof id === 'string' ? this.#pending.get(id) : undefined;
  }
}

/** VS Code says nothing about a start that comes to nothing here. */
function refuse(start: Start, error: unknown): undefined {
  start.outcome.reject(TandemError.from(error));
  return undefined;
}
