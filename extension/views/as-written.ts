import type * as vscode from 'vscode';
import { isForChild } from '../../adapter/children/child-setting.ts';
import { asRun, type Configuration } from './model/kept-configuration.ts';

/** By it a session is known to be of a configuration that was seen here. */
const MARK = '__tandemWritten';

/** Configurations that have come to no session are forgotten when there are more than so many. */
const MAX_PENDING = 20;

export interface Written {
  readonly configuration: Configuration;
  readonly folder: vscode.WorkspaceFolder | undefined;
}

/**
 * What users have written, before VS Code and others fill it in. To be registered behind what completes configurations.
 * Nobody has written what a process is debugged with that a program or a terminal has started.
 */
export class AsWritten implements vscode.DebugConfigurationProvider {
  readonly #pending = new Map<string, Written>();
  #last = 0;

  resolveDebugConfiguration(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration {
    if (isForChild(configuration)) return configuration;
    this.#last += 1;
    const mark = String(this.#last);
    const { noDebug: _, ...written } = configuration;
    this.#pending.set(mark, { configuration: written, folder });
    const [oldest] = this.#pending.keys();
    if (this.#pending.size > MAX_PENDING) this.#pending.delete(oldest!);
    return { ...configuration, [MARK]: mark };
  }

  resolveDebugConfigurationWithSubstitutedVariables(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration {
    const mark: unknown = configuration[MARK];
    const written = this.#pending.get(String(mark));
    if (written)
      this.#pending.set(String(mark), {
        ...written,
        configuration: asRun(written.configuration, configuration),
      });
    return configuration;
  }

  /** What a session was started with; undefined for one that was not started by a configuration of its user's. */
  of({ configuration }: vscode.DebugSession): Written | undefined {
    return this.#pending.get(String(configuration[MARK]));
  }

  /** The same, when the session is over. */
  take(session: vscode.DebugSession): Written | undefined {
    const written = this.of(session);
    this.#pending.delete(String(session.configuration[MARK]));
    return written;
  }
}
