import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ConfigureArguments } from '../../protocol/commands.ts';
import type { Backend } from '../backend/backend.ts';
import type { Trace } from '../backend/peer-backend.ts';
import type { Adopt } from '../children/child-processes.ts';
import type { OutputListener, Program } from '../program/program.ts';
import type { RunInTerminal } from '../program/terminal-program.ts';
import type { DebugSettings } from '../settings/debug-settings.ts';
import type { LogLine } from '../util/log-line.ts';
import type { ShowProgress } from '../util/progress.ts';
import type { Scope } from '../util/scope.ts';
import type { Ride } from './ride.ts';

/** What it takes to start a program, or to find it. */
export interface StartContext {
  readonly settings: DebugSettings;
  /** Owns what is acquired, from the moment it is. */
  readonly scope: Scope;
  /** For the engine, before anything else is asked of it. */
  readonly engine: ConfigureArguments;
  readonly launcherDirectory: string | undefined;
  /** Undefined when the client has no terminals. */
  readonly runInTerminal: RunInTerminal | undefined;
  /** Asked first for each process that the program starts; undefined when the client can only see threads. */
  readonly adopt: Adopt | undefined;
  readonly onOutput: OutputListener;
  /** Resolves when all output that was reported has been passed on, which may take the engine's help. */
  readonly outputSettled: () => Promise<void>;
  /** A line for the user's eyes. */
  readonly notify: (text: string) => void;
  readonly progress: ShowProgress;
  /** Aborted when the session ends: nobody waits for the program any more. */
  readonly signal: AbortSignal;
  readonly log: LogLine;
  readonly trace: Trace | undefined;
}

export interface Started {
  readonly program: Program;
  readonly backend: Backend;
  /** Resolves when the backend is connected; rejects when it will never be. */
  readonly opened: Promise<void>;
  /** What is different from what the client was told of the adapter, where that is known only of the program itself. */
  readonly capabilities?: DebugProtocol.Capabilities | undefined;
  /** Undefined where nobody is there to tell. May be told later, and rejects when nobody came to do so. */
  readonly ride?: Ride | Promise<Ride> | undefined;
}

export type Starter = (context: StartContext) => Promise<Started>;
