import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Events } from '../../protocol/commands.ts';

/** Every event that the adapter sends, with its body. */
export interface ClientEvents extends Events {
  /** What differs for the program's runtime from what `initialize` was answered. */
  capabilities: DebugProtocol.CapabilitiesEvent['body'];
  initialized: undefined;
  process: DebugProtocol.ProcessEvent['body'];
  exited: DebugProtocol.ExitedEvent['body'];
  terminated: undefined;
  progressStart: DebugProtocol.ProgressStartEvent['body'];
  progressUpdate: DebugProtocol.ProgressUpdateEvent['body'];
  progressEnd: DebugProtocol.ProgressEndEvent['body'];
}

export type SendEvent = <E extends keyof ClientEvents>(event: E, body: ClientEvents[E]) => void;

/** What the client said about itself in `initialize`. */
export interface ClientTraits {
  readonly linesStartAt1: boolean;
  readonly columnsStartAt1: boolean;
  readonly supportsRunInTerminal: boolean;
  readonly supportsInvalidated: boolean;
  readonly supportsProgress: boolean;
  /** It can begin further sessions when it is asked to. */
  readonly supportsStartDebugging: boolean;
  /** What it calls debuggers of our kind: with most clients, the `type` of their configurations. */
  readonly adapterId: string;
  /** It prints output as text, and nothing more can be done with it: a terminal. */
  readonly plainOutput: boolean;
  readonly showsTypes: boolean;
  readonly showsMemory: boolean;
}

/** The way to the client, as the session needs it. */
export interface Client {
  /** Resolves when the client has read what it was sent; undefined where it keeps up, as far as that can be known. */
  readonly behind: () => Promise<void> | undefined;
  readonly send: SendEvent;
  readonly runInTerminal: (
    args: DebugProtocol.RunInTerminalRequestArguments,
  ) => Promise<DebugProtocol.RunInTerminalResponse['body']>;
  /** Resolves when the client says that it has begun the session. */
  readonly startDebugging: (args: DebugProtocol.StartDebuggingRequestArguments) => Promise<void>;
}
