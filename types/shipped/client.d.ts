// Written by scripts/make-types.mjs.

/// <reference lib="esnext.disposable" />

/** Which server is meant, and who this is. Nothing said: the window of this terminal, or the one with this folder. */
export interface ConnectOptions extends ServerQuery {
  /** How the client calls itself, for people. */
  readonly name?: string | undefined;
  /** Whether it hears events; it does unless this is false. */
  readonly events?: boolean | undefined;
  /** For how long a lost connection is tried to be made again, in milliseconds; 10,000 unless set, 0 for not at all. */
  readonly reconnectMs?: number | undefined;
}

/** What a task is started with, besides its configuration. */
export type StartOptions = Omit<CommandData<'StartNewTask'>, 'configuration'>;

/** Drives the tasks of a window or server over its socket. */
export declare class TandemClient implements Commander, AsyncDisposable {
  #private;
  private constructor();
  /**
   * Finds the task server that is meant, and connects to it. Rejects with a `TandemError`: `discovery.*` when there is
   * none, or more than one; `taskServer.tokenWrong`; `ipc.*` when it cannot be reached.
   */
  static connect(options?: ConnectOptions): Promise<TandemClient>;
  /** What the server has said of itself, and the id that it knows this client by. */
  get server(): Ack;
  get clientId(): string;
  /** False once it is closed, or the server is gone for good. */
  get isConnected(): boolean;
  /** What is sent leaves at once. Otherwise a lost connection is being made again, and commands wait for it. */
  get isReady(): boolean;
  /**
   * What is no command, or is told what it does not take, is not sent: rejects with `task.commandUnknown` or
   * `task.commandInvalid`. Rejects with the error of the server, code and all; with `client.connectionLost` when the
   * connection is lost before the answer came; and with `client.gone` or `client.closed` when there will be no other.
   */
  send<C extends CommandName>(name: C, data: CommandData<C>): Promise<CommandAnswer<C>>;
  /** Hears what happens, by name. Disposing the result removes the listener. */
  on<E extends keyof ClientEvents>(event: E, listener: (value: ClientEvents[E]) => void): Disposable;
  onEvent(listener: (event: TaskEvent) => void): Disposable;
  /** The next event of that name, or the next that is wanted. Rejects when the client is closed before. */
  next<E extends keyof ClientEvents>(event: E, isWanted?: (value: ClientEvents[E]) => boolean): Promise<ClientEvents[E]>;
  /**
   * Starts a program. Resolves when it runs, with a handle on it; what comes of it is told by its `wait`.
   *
   * @param configuration as in a launch.json, or the name of one there
   */
  start(configuration: CommandData<'StartNewTask'>['configuration'], options?: StartOptions): Promise<Task>;
  /** The newest first, also those that have ended. */
  tasks(): Promise<TaskInfo[]>;
  /** A handle on a task that is there. Rejects with `task.unknown`. */
  task(taskId: string): Promise<Task>;
  /** Says goodbye: what it holds stopped stays so. Resolves when the connection is gone. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How a program is moved, and how long what comes of it is waited for. */
export type MoveOptions = Omit<CommandData<'Move'>, 'taskId' | 'action' | 'to'>;

type Without<C extends Parameters<Commander['send']>[0]> = Omit<Extract<CommandData<C>, object>, 'taskId'>;

/** One debug run, as a client drives it. */
export declare class Task {
  #private;
  readonly id: string;
  /** What became of the breakpoints that it was started with, in their order. */
  readonly breakpoints: readonly Breakpoint[];
  constructor(commander: Commander, info: TaskInfo, breakpoints: readonly Breakpoint[]);
  /** As the last answer about it was. */
  get info(): TaskInfo;
  /** Resolves when the program has ended, however it ends. Rejects when that will not be known: the server is gone. */
  get ended(): Promise<TaskInfo>;
  /** Waits until the program is stopped or has ended; at once if it is. */
  wait(options?: Without<'Wait'>): Promise<Outcome>;
  /** How it is now: of a stopped one, where. */
  state(options?: Without<'GetState'>): Promise<Outcome>;
  continue(options?: MoveOptions): Promise<Outcome>;
  next(options?: MoveOptions): Promise<Outcome>;
  stepIn(options?: MoveOptions): Promise<Outcome>;
  stepOut(options?: MoveOptions): Promise<Outcome>;
  pause(options?: MoveOptions): Promise<Outcome>;
  runTo(to: Location, options?: MoveOptions): Promise<Outcome>;
  evaluate(expression: string, options?: Omit<Without<'Evaluate'>, 'expression'>): Promise<CommandAnswer<'Evaluate'>>;
  variables(options?: Without<'GetVariables'>): Promise<CommandAnswer<'GetVariables'>>;
  stack(options?: Without<'GetStack'>): Promise<CommandAnswer<'GetStack'>>;
  output(options?: Without<'GetOutput'>): Promise<OutputSlice>;
  /** Sets breakpoints for this task, beside those that are set. */
  addBreakpoints(...wanted: WantedBreakpoint[]): Promise<Breakpoint[]>;
  /** Any request of the Debug Adapter Protocol. Resolves with the body of its response. */
  request(command: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Asks the program to end, and ends it when it does not. Resolves when it has ended. */
  cancel(): Promise<TaskInfo>;
  /** Ends it if it runs, and forgets it, with the breakpoints that were set for it. */
  close(): Promise<void>;
}

/** The events of a server, by their type. */
type ByType = {
  readonly [T in TaskEvent['type']]: Extract<TaskEvent, {
    type: T;
  }>;
};

/** What happens in tasks, by its kind, with the task that it happens in. */
type ByKind = {
  readonly [K in Exclude<Happening['kind'], 'event'>]: Extract<Happening, {
    kind: K;
  }> & {
    readonly taskId: string;
    readonly timestamp: number;
  };
};

interface OtherClient {
  readonly clientId: string;
  /** How it calls itself, for people. */
  readonly name?: string | undefined;
  readonly pid?: number | undefined;
}

/** All that a client hears, by name: `stopped`, `output`, `TaskCompleted`, … */
export interface ClientEvents extends ByType, ByKind {
  /** Each event of the server, whatever it is. */
  readonly event: TaskEvent;
  /** Another client has come. */
  readonly clientConnected: OtherClient;
  /** Another client has gone. */
  readonly clientDisconnected: OtherClient & {
    readonly how: 'goodbye' | 'vanished';
  };
  /** This client did not read for a while: `GetOutput` with this cursor tells what it was not told. */
  readonly outputSkipped: {
    readonly taskId: string;
    readonly cursor: number;
  };
  /** The connection is lost, and a new one is being made. */
  readonly lost: TandemError;
  /** There is a connection again. What happened meanwhile was not heard. */
  readonly reconnected: {
    /** To the server it is the same client as before. Otherwise what it held stopped was let go. */
    readonly resumed: boolean;
  };
  /** It is over: the server is gone, or `close` was called. */
  readonly closed: TandemError;
  /** The server said something that was not understood, or did not understand something. */
  readonly problem: TandemError;
}

/** Which task server is meant. What is said here goes before the environment, and that before the working directory. */
interface ServerQuery {
  /** Of the window's extension host, or of `tandem serve`. */
  readonly pid?: number | undefined;
  /** As `formatEndpoint` writes it, or `tcp:HOST:PORT` of one that is reached through a tunnel. */
  readonly endpoint?: string | undefined;
  /** Of the endpoint; `TANDEM_TOKEN`, or what is published for it, unless set. */
  readonly token?: string | undefined;
  /** One that is open there, or is in one that is. */
  readonly folder?: string | undefined;
  /** By default this process's. */
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * The one way to drive debug runs, whatever they run in: the window or server of this very process, or one that is reached
 * over a socket.
 */
interface Commander {
  /** Rejects with a `TandemError`, code and all, when the command is wrong or cannot be carried out. */
  send<C extends CommandName>(name: C, data: CommandData<C>): Promise<CommandAnswer<C>>;
  /** Hears what happens, in the order it happened. Disposing the result removes the listener. */
  onEvent(listener: (event: TaskEvent) => void): Disposable;
}

/** Who has to act on an error. `expected` ones are part of normal operation and are never shown as a failure. */
type Audience = 'user' | 'internal' | 'expected';

interface ErrorDetails {
  /** Stable, machine-readable, unique: `launch.programNotFound`. */
  readonly code: string;
  /** What happened, in one sentence. */
  readonly message: string;
  /** What to do next, in one sentence. */
  readonly hint?: string | undefined;
  readonly audience: Audience;
}

/** The one error class of the project: it travels the wire as {@link ErrorDetails} and comes back the same. */
export declare class TandemError extends Error {
  readonly name = "TandemError";
  readonly code: string;
  readonly hint: string | undefined;
  readonly audience: Audience;
  constructor(details: ErrorDetails, options?: ErrorOptions);
  toJSON(): ErrorDetails;
  /** Message and hint in one text, as a person should read it. */
  get text(): string;
  /** Any thrown value as a TandemError; what was not foreseen is ours to fix, so its audience is `internal`. */
  static from(thrown: unknown): TandemError;
}

/** What went wrong. */
export type Problem = {
  /** Stable, for example `launch.programNotFound`. */
  code: string;
  /** What happened, in one sentence. */
  message: string;
  /** What to do next. */
  hint?: string | undefined;
};

export type Limits = {
  /** Characters of one value; 1,024 unless said. */
  value?: number | undefined;
  /** 300 unless said. */
  variables?: number | undefined;
  /** 50 unless said. */
  frames?: number | undefined;
  /** Lines of source above the current one, and below; 3 unless said. */
  context?: number | undefined;
};

export type Location = {
  /** Absolute, or relative to the first folder of the window or server. */
  file: string;
  line?: number | undefined;
  /** Instead of `line`: part of a line that no other line of the file holds. */
  text?: string | undefined;
};

export type WantedBreakpoint = {
  /** Absolute, or relative to the first folder of the window or server. Not with `function`. */
  file?: string | undefined;
  line?: number | undefined;
  /** Instead of `line`: part of a line that no other line of the file holds. */
  text?: string | undefined;
  /** Stops where a function of this name begins. */
  function?: string | undefined;
  column?: number | undefined;
  /** Stops only where this expression is true. */
  condition?: string | undefined;
  /** At which hits it stops: `5`, `>= 3`, `% 10`. */
  hitCondition?: string | undefined;
  /** Prints this instead of stopping; expressions in braces are filled in. */
  logMessage?: string | undefined;
};

export type Breakpoint = {
  /** Of this window or server. */
  id: number;
  /** Absolute. */
  file?: string | undefined;
  /** Where it was set; `actualLine` says where it really is. */
  line?: number | undefined;
  actualLine?: number | undefined;
  function?: string | undefined;
  column?: number | undefined;
  /** Stops only where this expression is true. */
  condition?: string | undefined;
  /** At which hits it stops: `5`, `>= 3`, `% 10`. */
  hitCondition?: string | undefined;
  /** Prints this instead of stopping; expressions in braces are filled in. */
  logMessage?: string | undefined;
  enabled: boolean;
  /** In the tasks that run: it will stop the program; its file is not loaded yet; it cannot be set (`message` says why), or could not in the last that has ended; no task runs. */
  state: "bound" | "pending" | "rejected" | "unused";
  /** Why it is not bound. */
  message?: string | undefined;
  /** A program that it was for has ended, and could at no time have been stopped by it: `message` says why. */
  neverBound?: true | undefined;
  /** How often it has stopped a program. */
  hits?: number | undefined;
  /** The task that it was set for, and goes with. */
  taskId?: string | undefined;
  /** The client that set it; absent for the user of the editor. */
  by?: string | undefined;
};

/** Which exceptions stop the program. */
export type ExceptionMode = "all" | "uncaught" | "none";

export type Frame = {
  /** For DAP requests, while the program is stopped. */
  id: number;
  /** Of the function; of an asynchronous gap, its label. */
  name: string;
  /** Absolute, or how the runtime calls the source. */
  file?: string | undefined;
  /** Where there is no such file: for DAP's `source` request, while the program is stopped. */
  sourceReference?: number | undefined;
  line: number;
  column: number;
  /** No frame, but what stands between two. */
  label?: true | undefined;
};

export type Variable = {
  name: string;
  value: string;
  type?: string | undefined;
  /** Where it is declared: `Local`, `Block`, `Module`, … */
  scope?: string | undefined;
  /** It has members: `GetVariables` tells them, while the program is stopped. */
  reference?: number | undefined;
  /** The value is longer than the limit. */
  truncated?: true | undefined;
  /** It looks like a secret. */
  redacted?: true | undefined;
};

export type SourceWindow = {
  /** Number of the first of `lines`, from 1. */
  first: number;
  lines: string[];
  current?: number | undefined;
  column?: number | undefined;
};

export type Exception = {
  type: string;
  message: string;
  stack?: string | undefined;
  uncaught: boolean;
  /** It was thrown because this file does not parse; which one, Node may only say at the end. */
  unparsed?: {
    file?: string | undefined;
    line?: number | undefined;
    column?: number | undefined;
  } | undefined;
};

export type Change = {
  name: string;
  /** Absent: it was not there. */
  before?: string | undefined;
  /** Absent: it is no longer there. */
  after?: string | undefined;
};

export type Stop = {
  /** Counts the stops of the task, from 1. */
  number: number;
  threadId: number;
  /** DAP's word: `breakpoint`, `step`, `exception`, `entry`, `pause`, … */
  reason: string;
  description: string;
  /** Ids of the breakpoints that it stands at. */
  breakpoints: number[];
  /** The program's own frames, the innermost first. */
  stack: Frame[];
  moreFrames?: true | undefined;
  /** Which of `stack`, from 0, `source` and `variables` are about. */
  frame: number;
  source?: SourceWindow | undefined;
  /** What the frame's own code declares, the innermost first. */
  variables: Variable[];
  moreVariables?: true | undefined;
  exception?: Exception | undefined;
  /** Variables that differ from the last stop in the same function that was looked at, if there was one. */
  changed?: Change[] | undefined;
};

export type TaskInfo = {
  /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
  taskId: string;
  name: string;
  state: "starting" | "running" | "stopped" | "ended";
  program?: string | undefined;
  /** Of the program, where it has a process of its own. */
  pid?: number | undefined;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Milliseconds since 1970. */
  endedAt?: number | undefined;
  exitCode?: number | undefined;
  /** By itself; or because it was cancelled, could not be started, or was lost; or it was left, and the program runs on: it had only been attached to. */
  end?: "completed" | "aborted" | "detached" | undefined;
  /** Why it could not be started, or was lost. */
  error?: Problem | undefined;
  /** How often it has stopped so far. */
  stops: number;
  /** Of the last entry of its output; 0 before the first. */
  outputCursor: number;
  /** Absent for the user of the editor. */
  startedBy?: string | undefined;
  /** The client that moved it last. When it vanishes while the program is stopped, the program is released. */
  heldBy?: string | undefined;
};

export type OutputEntry = {
  /** Counts the entries of the task, from 1. */
  cursor: number;
  /** DAP's word: `stdout`, `stderr`, `console`, `important`. */
  category: string;
  text: string;
  file?: string | undefined;
  line?: number | undefined;
};

export type OutputSlice = {
  entries: OutputEntry[];
  /** What to ask for next: all that comes after it. */
  cursor: number;
  /** Entries after the asked cursor that are no longer kept. */
  lost: number;
  /** Entries after the asked cursor that are kept, and left out here, because the last ones were to be told. */
  skipped?: number | undefined;
  /** There is more already. */
  more?: true | undefined;
};

export type Outcome = {
  state: "stopped";
  task: TaskInfo;
  stop: Stop;
  /** What it has printed since the command was sent: the last 1,000 entries, and at most 1 MiB. */
  output: OutputSlice;
  /** Somebody else has moved the program since this client was told last how it is. Commands of the terminal count as one client. */
  moved?: {
    /** Who did so last; absent for the user of the editor. */
    by?: string | undefined;
    times: number;
  } | undefined;
} | {
  state: "running";
  task: TaskInfo;
  waitedMs: number;
  /** What it has printed since the command was sent: the last 1,000 entries, and at most 1 MiB. */
  output: OutputSlice;
  /** What to do next. */
  note: string;
  /** Somebody else has moved the program since this client was told last how it is. Commands of the terminal count as one client. */
  moved?: {
    /** Who did so last; absent for the user of the editor. */
    by?: string | undefined;
    times: number;
  } | undefined;
} | {
  state: "ended";
  task: TaskInfo;
  /** What it has printed since the command was sent: the last 1,000 entries, and at most 1 MiB. */
  output: OutputSlice;
  /** Somebody else has moved the program since this client was told last how it is. Commands of the terminal count as one client. */
  moved?: {
    /** Who did so last; absent for the user of the editor. */
    by?: string | undefined;
    times: number;
  } | undefined;
};

export type Happening = {
  kind: "stopped";
  threadId: number;
  reason: string;
  description?: string | undefined;
  breakpoints: number[];
} | {
  kind: "continued";
  threadId?: number | undefined;
} | {
  /** Counts the entries of the task, from 1. */
  cursor: number;
  /** DAP's word: `stdout`, `stderr`, `console`, `important`. */
  category: string;
  text: string;
  file?: string | undefined;
  line?: number | undefined;
  kind: "output";
} | {
  kind: "process";
  name: string;
  pid?: number | undefined;
} | {
  kind: "exited";
  exitCode: number;
} | {
  kind: "released";
  /** The client that has vanished. */
  by: string;
} | {
  kind: "event";
  event: string;
  body?: unknown;
};

export type TaskEvent = {
  type: "TaskStarted";
  /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
  taskId: string;
  /** Milliseconds since 1970. */
  timestamp: number;
  task: TaskInfo;
} | {
  type: "TaskCompleted";
  /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
  taskId: string;
  /** Milliseconds since 1970. */
  timestamp: number;
  task: TaskInfo;
} | {
  type: "TaskAborted";
  /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
  taskId: string;
  /** Milliseconds since 1970. */
  timestamp: number;
  task: TaskInfo;
} | {
  type: "TaskClosed";
  /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
  taskId: string;
  /** Milliseconds since 1970. */
  timestamp: number;
} | {
  type: "Message";
  /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
  taskId: string;
  /** Milliseconds since 1970. */
  timestamp: number;
  message: Happening;
} | {
  type: "BreakpointChanged";
  /** Milliseconds since 1970. */
  timestamp: number;
  change: "added" | "changed" | "removed";
  breakpoint: Breakpoint;
};

export type Ack = {
  /** Of a client, as `Ack` told it. */
  clientId: string;
  /** Known to this client alone: with it, it is the same client again after it was cut off. */
  resumeToken: string;
  /** Of the server. */
  pid: number;
  /** Of the process that has started the server. */
  ppid: number;
  protocol: number;
  /** Of Tandem. */
  version: string;
  kind: "window" | "server";
  /** Absolute: what is open in the window. */
  folders: string[];
  /** Only commands that look are carried out. */
  readOnly: boolean;
};

/** The commands, by their names: what is said, and what is answered. */
export interface Commands {
  StartNewTask: {
    data: {
      /** A launch configuration, or the name of one in the launch.json of a folder. */
      configuration: Record<string, unknown> | string;
      /** The workspace folder; the first one unless said. */
      folder?: string | undefined;
      breakpoints?: WantedBreakpoint[] | undefined;
      /** `uncaught` unless said. */
      exceptions?: ExceptionMode | undefined;
      noDebug?: boolean | undefined;
    };
    answer: {
      task: TaskInfo;
      breakpoints: Breakpoint[];
    };
  };
  ResumeTask: {
    data: string;
    answer: {
      task: TaskInfo;
      breakpoints: Breakpoint[];
    };
  };
  CancelTask: {
    data: string;
    answer: {
      task: TaskInfo;
    };
  };
  CloseTask: {
    data: string;
    answer: {
      task: TaskInfo;
    };
  };
  RestartTask: {
    data: string;
    answer: {
      task: TaskInfo;
    };
  };
  ListTasks: {
    data: Record<string, never>;
    answer: {
      /** The newest first. */
      tasks: TaskInfo[];
    };
  };
  GetState: {
    data: {
      /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
      taskId: string;
      /** The one that stopped last, unless said. */
      threadId?: number | undefined;
      /** Which frame of the stack, from 0; 0 unless said. */
      frame?: number | undefined;
      limits?: Limits | undefined;
    };
    answer: Outcome;
  };
  Wait: {
    data: {
      /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
      taskId: string;
      /** `stopped` unless said. */
      until?: "stopped" | "ended" | undefined;
      /** How long to wait for the next stop or the end, in milliseconds; 20,000 unless said, 0 not to wait. After it the answer is, truthfully, "running". */
      waitMs?: number | undefined;
      limits?: Limits | undefined;
    };
    answer: Outcome;
  };
  Move: {
    data: {
      /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
      taskId: string;
      action: "continue" | "next" | "stepIn" | "stepOut" | "pause" | "runTo";
      /** With `runTo`. */
      to?: Location | undefined;
      /** The one that stopped last, unless said. */
      threadId?: number | undefined;
      /** How long to wait for the next stop or the end, in milliseconds; 20,000 unless said, 0 not to wait. After it the answer is, truthfully, "running". */
      waitMs?: number | undefined;
      limits?: Limits | undefined;
    };
    answer: Outcome;
  };
  Evaluate: {
    data: {
      /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
      taskId: string;
      expression: string;
      /** The one that stopped last, unless said. */
      threadId?: number | undefined;
      /** Which frame of the stack, from 0; 0 unless said. */
      frame?: number | undefined;
      /** How long to wait for the value in milliseconds, where the program runs, and may be busy; 10,000 unless said. */
      waitMs?: number | undefined;
      limits?: Limits | undefined;
    };
    answer: {
      value: string;
      type?: string | undefined;
      /** It has members: `GetVariables` tells them, while the program is stopped. */
      reference?: number | undefined;
      /** The value is longer than the limit. */
      truncated?: true | undefined;
      /** It looks like a secret. */
      redacted?: true | undefined;
      /** The program runs, and stands nowhere: it was evaluated in the global scope. */
      global?: true | undefined;
      /** Somebody else has moved the program since this client was told last how it is. Commands of the terminal count as one client. */
      moved?: {
        /** Who did so last; absent for the user of the editor. */
        by?: string | undefined;
        times: number;
      } | undefined;
    };
  };
  GetVariables: {
    data: {
      /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
      taskId: string;
      /** Of a variable; the variables of the frame without it. */
      reference?: number | undefined;
      /** The one that stopped last, unless said. */
      threadId?: number | undefined;
      /** Which frame of the stack, from 0; 0 unless said. */
      frame?: number | undefined;
      start?: number | undefined;
      limits?: Limits | undefined;
    };
    answer: {
      variables: Variable[];
      more?: true | undefined;
      /** Of a frame: the scopes around what its own code declares, those of the module among them, without the global one. `GetVariables` with the `reference` tells their variables. */
      outer?: {
        scope: string;
        reference: number;
        /** The first 20. */
        names: string[];
        more?: true | undefined;
      }[] | undefined;
      /** Somebody else has moved the program since this client was told last how it is. Commands of the terminal count as one client. */
      moved?: {
        /** Who did so last; absent for the user of the editor. */
        by?: string | undefined;
        times: number;
      } | undefined;
    };
  };
  GetStack: {
    data: {
      /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
      taskId: string;
      /** The one that stopped last, unless said. */
      threadId?: number | undefined;
      start?: number | undefined;
      limits?: Limits | undefined;
    };
    answer: {
      stack: Frame[];
      more?: true | undefined;
      /** Somebody else has moved the program since this client was told last how it is. Commands of the terminal count as one client. */
      moved?: {
        /** Who did so last; absent for the user of the editor. */
        by?: string | undefined;
        times: number;
      } | undefined;
    };
  };
  GetOutput: {
    data: {
      /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
      taskId: string;
      /** 0, all that is kept, unless said. */
      cursor?: number | undefined;
      /** At most so many; 1,000 unless said. */
      entries?: number | undefined;
      /** The last of them, instead of the first. */
      last?: boolean | undefined;
    };
    answer: OutputSlice;
  };
  AddBreakpoints: {
    data: {
      /** For this task, and until it is closed; for all of the window or server without it. */
      taskId?: string | undefined;
      breakpoints: WantedBreakpoint[];
    };
    answer: {
      breakpoints: Breakpoint[];
    };
  };
  RemoveBreakpoints: {
    data: {
      ids: number[] | "all";
    };
    answer: {
      removed: number[];
    };
  };
  ListBreakpoints: {
    data: {
      /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
      taskId?: string | undefined;
    };
    answer: {
      breakpoints: Breakpoint[];
    };
  };
  SetExceptions: {
    data: {
      /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
      taskId: string;
      /** Which exceptions stop the program. */
      mode: ExceptionMode;
    };
    answer: Record<string, never>;
  };
  Request: {
    data: {
      /** Of a task, as `TaskStarted` and `ListTasks` tell it. */
      taskId: string;
      command: string;
      arguments?: Record<string, unknown> | undefined;
    };
    answer: {
      body: unknown;
    };
  };
}

export type CommandName = keyof Commands;

export type CommandData<C extends CommandName> = Commands[C]['data'];

export type CommandAnswer<C extends CommandName> = Commands[C]['answer'];

export {};
