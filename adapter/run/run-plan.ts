import type { DebugProtocol } from '@vscode/debugprotocol';
import type { TandemError } from '../../protocol/errors.ts';
import type { Program } from '../program/program.ts';
import type { DebugSettings } from '../settings/debug-settings.ts';
import type { Starter } from './start.ts';

/** How far a program came that did not come to run. */
export interface FailedStart {
  readonly reason: unknown;
  readonly program: Program;
  /** The end of what it wrote there. */
  readonly stderr: string;
  /** Its engine had answered. */
  readonly opened: boolean;
}

/** How a program is looked for that has ended and may be started again by whoever has started it. */
export interface Comeback {
  /** Before each look, in milliseconds. */
  readonly delay: number;
  readonly maxAttempts: number;
}

/** One program to be debugged, whether it is started for that or found running. */
export interface RunPlan {
  readonly startMethod: 'launch' | 'attach';
  readonly settings: DebugSettings;
  /** The program is only run: there will be no engine. */
  readonly noDebug: boolean;
  readonly start: Starter;
  /** What the user can do about a program that did not come to run. */
  readonly explain: (failure: FailedStart) => Promise<TandemError>;
  /** Undefined where its end is the end of the session. */
  readonly comeback?: Comeback | undefined;
  /** What is different from what the client was told of the adapter, because of what the program runs in. */
  readonly capabilities?: DebugProtocol.Capabilities | undefined;
  /** For the user's eyes; they do not keep the program from running. */
  readonly warnings: readonly string[];
}
