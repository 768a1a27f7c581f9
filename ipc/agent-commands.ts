import type { Publication } from './discovery.ts';
import type { Endpoint } from './transport-config.ts';

/**
 * What the adapter can ask of the agent that it sends to a far place: the hands that it needs there. The bytes of
 * whatever comes of it are streams of their own, by number, beside these commands.
 */
export interface AgentCommands {
  /** Connects to what listens there. */
  connect: Command<{ readonly endpoint: Endpoint }, { readonly stream: number }>;
  /** Listens in a private directory; each client is told by the event `client`. */
  listen: Command<Nothing, { readonly launcherArgs: readonly string[] }>;
  /** The programs there that can be joined. */
  programs: Command<Nothing, { readonly programs: readonly Publication[] }>;
  /** Writes files, deflated and in base64, into a private directory, which is gone when the agent is. */
  write: Command<{ readonly files: Readonly<Record<string, string>> }, { readonly directory: string }>;
  /** What is in a file, as a stream. */
  read: Command<{ readonly path: string }, { readonly stream: number }>;
  remove: Command<{ readonly path: string }, Nothing>;
  /** Sends a signal; 0 only asks. Answers whether there is such a process. */
  signal: Command<{ readonly pid: number; readonly signal: FarSignal }, { readonly alive: boolean }>;
}

interface Command<A, B> {
  readonly arguments: A;
  readonly body: B;
}

type Nothing = Record<string, never>;

export type FarSignal = 'SIGTERM' | 'SIGKILL' | 0;

export interface AgentEvents {
  /** Said first, before anything is asked. */
  agent: AgentHello;
  /** Somebody has connected to where the agent listens. */
  client: { readonly stream: number };
}

export interface AgentHello {
  readonly pid: number;
  readonly platform: string;
  readonly directory: string;
}

/** The stream that commands, answers and events go by. The agent chooses the numbers of all others. */
export const CONTROL_STREAM = 0;

/** What the bootstrap of the agent writes, followed by a {@link Greeting}. */
export const GREETING_MARK = 'DBGP:';

export interface Greeting {
  /** `process.version`. */
  readonly node: string;
  /** There is a terminal in between, which would change what is sent through it. */
  readonly terminal?: true;
}
