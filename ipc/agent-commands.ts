import type { ProgramPublication } from './publication.ts';
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
  programs: Command<Nothing, { readonly programs: readonly ProgramPublication[] }>;
  /** Writes files, deflated and in base64, into a private directory, which is gone when the agent is. */
  write: Command<{ readonly files: Readonly<Record<string, string>> }, { readonly directory: string }>;
  /** What is in a file, as a stream. */
  read: Command<{ readonly path: string }, { readonly stream: number }>;
  remove: Command<{ readonly path: string }, Nothing>;
  /** Sends a signal, to the whole group of a process that was started here; 0 only asks. Answers whether it is there. */
  signal: Command<{ readonly pid: number; readonly signal: FarSignal }, { readonly alive: boolean }>;
  /** The process that listens at a TCP port there; null where that cannot be told. */
  holder: Command<{ readonly port: number }, { readonly pid: number | null }>;
  /** Starts our debugger thread in a process, with the launcher's files from a directory. */
  inject: Command<InjectThere, Nothing>;
  /** Starts a program, whose end is told by the event `exited`. */
  start: Command<StartThere, StartedThere>;
  /** How many bytes of a program's output are on their way, after all that it had written was read. */
  flush: Command<{ readonly pid: number }, { readonly stdout: number; readonly stderr: number }>;
}

interface Command<A, B> {
  readonly arguments: A;
  readonly body: B;
}

type Nothing = Record<string, never>;

export interface InjectThere {
  readonly pid: number;
  readonly directory: string;
  readonly launcherArgs: readonly string[];
  /** The session's secret: not for a log. */
  readonly token: string;
  readonly timeoutMs: number;
}

export interface StartThere {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Over what is in the environment there; null removes. */
  readonly env: Readonly<Record<string, string | null>>;
}

/** The numbers of its standard streams. */
export interface StartedThere {
  readonly pid: number;
  readonly stdin: number;
  readonly stdout: number;
  readonly stderr: number;
}

export type FarSignal = 'SIGTERM' | 'SIGKILL' | 0;

export interface AgentEvents {
  /** Said first, before anything is asked. */
  agent: AgentHello;
  /** Somebody has connected to where the agent listens. */
  client: { readonly stream: number };
  /** A program that was started has ended, and its output is on its way. */
  exited: {
    readonly pid: number;
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly stdout: number;
    readonly stderr: number;
  };
}

export interface AgentHello {
  readonly pid: number;
  readonly platform: string;
  readonly directory: string;
  /** The Node that it runs in. */
  readonly runtime: string;
  /** `NODE_OPTIONS` there. */
  readonly nodeOptions?: string | undefined;
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
