import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import { isForChild } from '../../adapter/children/child-setting.ts';
import { resolvePaths } from '../../adapter/launch/configuration-paths.ts';
import { OUTSIDE_MARK } from '../debug-type.ts';
import { loadAdapter } from '../load-adapter.ts';

const KEY = 'tandem.inProcess';

/** Says in a configuration why its program does not run in-process although its user wants that. */
const REASON = '__tandemNotInProcess';

/**
 * Whether what is started next runs in-process, where its configuration does not say. It is the choice of the user of this
 * window, for what that user starts, and is remembered for the workspace.
 */
export class InProcessChoice implements vscode.DebugConfigurationProvider, vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  get isOn(): boolean {
    return this.#state.get(KEY, false);
  }

  toggle(): void {
    void this.#state.update(KEY, this.isOn ? undefined : true);
    this.#changed.fire();
  }

  /** To be registered before what completes configurations, as some of that is not for what runs in-process. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration> {
    if (!this.isOn || !isOpen(configuration)) return configuration;
    const inProcess = { ...configuration, inProcess: true };
    const reason = await loadAdapter().whyNotInProcess(
      resolvePaths(inProcess, folder?.uri.fsPath),
      resolvePaths(configuration, folder?.uri.fsPath),
    );
    return reason === undefined ? inProcess : { ...configuration, [REASON]: reason };
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** Why a session does not run in-process although its user wants that; undefined where that is not so. */
export const notInProcess = ({ configuration }: vscode.DebugSession): string | undefined =>
  configuration[REASON];

/** The same for the debug console. */
export function inProcessNotice(session: vscode.DebugSession): DebugProtocol.OutputEvent['body'] | undefined {
  const reason = notInProcess(session);
  const output = `In-process is on, but this program runs in a process of its own: ${reason}
`;
  return reason === undefined ? undefined : { category: 'console', output };
}

/** Whether the user's choice decides. Others who start programs have said all that they want. */
const isOpen = (configuration: vscode.DebugConfiguration): boolean =>
  configuration.request === 'launch' &&
  configuration.inProcess === undefined &&
  !isForChild(configuration) &&
  configuration[OUTSIDE_MARK] === undefined;
