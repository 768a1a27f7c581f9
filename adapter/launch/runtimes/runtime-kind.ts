import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Listening } from '../../../ipc/ipc-manager.ts';
import type { TransportConfig } from '../../../ipc/transport-config.ts';
import type { TandemError } from '../../../protocol/errors.ts';
import type { Hello } from '../../../protocol/messages.ts';
import type { LaunchConfiguration } from '../configuration.ts';
import type { Environment } from '../environment.ts';
import type { ProgramFile } from '../files.ts';
import type { LaunchPlan } from '../plan.ts';
import type { Runtime } from '../runtime.ts';

/** What a launch asks of a runtime. */
export interface Wanted {
  readonly configuration: LaunchConfiguration;
  readonly cwd: string;
  /** The environment that the program is to have. */
  readonly env: Environment;
}

/** What was found for it: every path is absolute and exists. */
export interface Found {
  /** Undefined where the runtime knows by itself what to run. */
  readonly program: ProgramFile | undefined;
  /** Undefined for a program that runs in this process. */
  readonly runtime: Runtime | undefined;
  /** Options for the runtime, before the program. */
  readonly runtimeArgs: readonly string[];
  /** What the program is called. */
  readonly name: string;
}

/** What the executable of a runtime is started with. The environment is what comes to that of the program. */
export interface Command {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How a program ended that did not come to run. */
export interface EarlyEnd {
  readonly status: string;
  readonly lastWords: string;
  /** Its engine had answered. */
  readonly opened: boolean;
}

/** What programs run in: how it is found, told what to run, and comes under the debugger. */
export interface RuntimeKind {
  /** As its launcher calls it. */
  readonly id: Hello['runtime'];
  /** As a user calls it. */
  readonly name: string;
  /** What a program runs in when it is to run in this process. */
  readonly inProcess: 'worker' | 'pyodide';
  /** What is different from what `initialize` is answered. */
  readonly capabilities?: DebugProtocol.Capabilities;
  /** Whether a configuration means it. */
  isMeant(configuration: LaunchConfiguration): boolean;
  /** Whether a configuration says what to run. */
  namesProgram(configuration: LaunchConfiguration): boolean;
  /** Throws `launch.*` for what cannot be. */
  find(wanted: Wanted): Promise<Found>;
  /** Where the adapter is to listen. Throws `launch.*` for a transport that its launcher does not have. */
  transport(wanted: TransportConfig): TransportConfig;
  /** Runs the program with the launcher in it, which comes to `listening`. */
  debugged(plan: LaunchPlan, listening: Listening, launcherDirectory: string | undefined): Command;
  /** Runs the program with nothing in it but what makes its output complete; the launcher is `told` how. */
  plain(
    plan: LaunchPlan,
    told: Readonly<Record<string, string>>,
    launcherDirectory: string | undefined,
  ): Command;
  /** What the user can do about a program that ended before it ran. */
  explainEnd(plan: LaunchPlan, end: EarlyEnd): Promise<TandemError>;
}
