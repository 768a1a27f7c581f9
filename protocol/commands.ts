import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Numbers } from './numbers.ts';

/**
 * From when on stacks go beyond what waits in `await`, which costs the program time: from its start, from the first
 * breakpoint that is bound on, from the first stop on (true), or never (false). The numbers are stretches to remember.
 */
export type ShowAsyncStacks =
  | boolean
  | { readonly onAttach?: number | undefined; readonly onceBreakpointResolved?: number | undefined };

/** What the user wants of source maps. */
export interface SourceMapSettings {
  readonly read: boolean;
  /** Names of sources, with `*` for any text, and where these are instead. */
  readonly pathOverrides: Readonly<Record<string, string>>;
  /** Globs of the scripts whose maps are read; null for all. */
  readonly locations: readonly string[] | null;
}

/** All that is known of one breakpoint, for a person to read. */
export interface BreakpointStory {
  readonly id: number;
  /** What it is on. */
  readonly title: string;
  readonly state: 'bound' | 'waiting' | 'failed';
  readonly lines: readonly string[];
  /** What may be wrong with it although it is bound, or will be. */
  readonly warnings?: readonly string[];
}

/** What the launcher needs to know before the program's first line runs. */
export interface ConfigureArguments {
  /** Globs of sources that stepping and exception stops pass over; `<node_internals>` is understood. */
  readonly skipFiles: readonly string[];
  /** Steps go on through code that a source map does not account for. */
  readonly smartStep: boolean;
  /** Stop before the first statement of the main program. */
  readonly stopOnEntry: boolean;
  readonly sourceMaps: SourceMapSettings;
  readonly showAsyncStacks: ShowAsyncStacks;
  /** Positions as the client counts them. */
  readonly linesStartAt1: boolean;
  readonly columnsStartAt1: boolean;
  /** The client has a place for the types of values, and for what lies in their memory. */
  readonly showsTypes: boolean;
  readonly showsMemory: boolean;
  /** What stops one thread stops all of its process, and what lets one run lets all run. */
  readonly pauseAllThreads?: boolean | undefined;
  /** Instances of the user's classes are shown in the words of these, where that changes nothing. */
  readonly customDescriptions?: boolean | undefined;
  /** What is installed, or comes with the runtime, is passed over as `skipFiles` are. Of Python programs. */
  readonly justMyCode?: boolean | undefined;
  /** Where this engine's numbers begin; from 0 unless said. */
  readonly numbers?: Numbers | undefined;
}

/** Where time goes, or where memory is allocated. */
export type ProfileKind = 'cpu' | 'heap-sampling';

/** What is recorded; of the main thread, when no other is named. */
export interface ProfileArguments {
  readonly kind: ProfileKind;
  readonly threadId?: number;
}

/** The file that a recording is written to, by the process of the engine. */
export interface ProfileFileArguments {
  readonly path: string;
}

/** A place in a source, as the client counts. */
export interface Place {
  readonly source?: DebugProtocol.Source;
  readonly line: number;
  readonly column: number;
}

/** May be among the arguments of `variables`: nothing of the program's is called, and the value of a getter is refused. */
export interface WithoutCalls {
  readonly withoutCalls?: boolean;
}

/** What became of a file that was to be put into the running program. */
export interface Reloaded {
  readonly status: 'applied' | 'unchanged' | 'notLoaded';
  /** For the user. */
  readonly message: string;
}

interface Command<A, B> {
  readonly arguments: A;
  readonly body: B;
}

type Dap<Request extends { arguments?: unknown }, Response extends { body?: unknown }> = Command<
  Exclude<Request['arguments'], undefined>,
  Exclude<Response['body'], undefined>
>;

type Nothing = Record<string, never>;

/** May be among the arguments of any command, as a number to abort it by. */
export interface Ticket {
  readonly ticket?: number;
}

/**
 * The command language between adapter and engine: DAP's own requests with DAP's own types, and a few words more.
 * Lines and columns are as the client counts them.
 */
export interface Commands {
  /** Answers once the engine is in control of the program, which is still held before its first line. */
  configure: Command<ConfigureArguments, Nothing>;
  /** Lets the program run: everything that was configured is in force. */
  ready: Command<Nothing, Nothing>;
  ping: Command<Nothing, Nothing>;
  /** All that the program has written was read, and asked about: it may exit. See the event `exiting`. */
  exit: Command<Nothing, Nothing>;
  /** Ends the work on the command with that ticket, as far as that does no harm; its answer may still come. */
  abort: Command<{ readonly aborted: number }, Nothing>;
  /** Gives the program up: no breakpoint is left in it, nothing is paused. */
  detach: Command<Nothing, Nothing>;

  setBreakpoints: Dap<DebugProtocol.SetBreakpointsRequest, DebugProtocol.SetBreakpointsResponse>;
  setFunctionBreakpoints: Dap<
    DebugProtocol.SetFunctionBreakpointsRequest,
    DebugProtocol.SetFunctionBreakpointsResponse
  >;
  breakpointStories: Command<Nothing, { readonly stories: readonly BreakpointStory[] }>;
  breakpointLocations: Command<
    DebugProtocol.BreakpointLocationsArguments,
    DebugProtocol.BreakpointLocationsResponse['body']
  >;
  dataBreakpointInfo: Dap<DebugProtocol.DataBreakpointInfoRequest, DebugProtocol.DataBreakpointInfoResponse>;
  setDataBreakpoints: Dap<DebugProtocol.SetDataBreakpointsRequest, DebugProtocol.SetDataBreakpointsResponse>;
  setExceptionBreakpoints: Dap<
    DebugProtocol.SetExceptionBreakpointsRequest,
    DebugProtocol.SetExceptionBreakpointsResponse
  >;
  threads: Command<Nothing, DebugProtocol.ThreadsResponse['body']>;
  stackTrace: Dap<DebugProtocol.StackTraceRequest, DebugProtocol.StackTraceResponse>;
  scopes: Dap<DebugProtocol.ScopesRequest, DebugProtocol.ScopesResponse>;
  variables: Command<
    DebugProtocol.VariablesArguments & WithoutCalls,
    DebugProtocol.VariablesResponse['body']
  >;
  setExpression: Dap<DebugProtocol.SetExpressionRequest, DebugProtocol.SetExpressionResponse>;
  completions: Dap<DebugProtocol.CompletionsRequest, DebugProtocol.CompletionsResponse>;
  readMemory: Dap<DebugProtocol.ReadMemoryRequest, DebugProtocol.ReadMemoryResponse>;
  writeMemory: Dap<DebugProtocol.WriteMemoryRequest, DebugProtocol.WriteMemoryResponse>;
  /** Where the source of a value is: DAP's `locations`. */
  valueLocation: Dap<DebugProtocol.LocationsRequest, DebugProtocol.LocationsResponse>;
  setVariable: Dap<DebugProtocol.SetVariableRequest, DebugProtocol.SetVariableResponse>;
  /** The places of calls, as the client is shown them; null where nothing is known of one. See `OutputRecord.site`. */
  locations: Command<{ readonly sites: readonly string[] }, { readonly locations: (Place | null)[] }>;
  /** What is kept of a call of the console. See `OutputRecord.entry`. */
  loggedValues: Command<{ readonly entry: number }, DebugProtocol.VariablesResponse['body']>;
  evaluate: Dap<DebugProtocol.EvaluateRequest, DebugProtocol.EvaluateResponse>;
  /**
   * What expressions come to in a stopped call, all at once: in a line each, null where that cannot be told without side
   * effects.
   */
  inlineValues: Command<
    { readonly frameId: number; readonly expressions: readonly string[] },
    { readonly values: readonly (string | null)[] }
  >;
  exceptionInfo: Dap<DebugProtocol.ExceptionInfoRequest, DebugProtocol.ExceptionInfoResponse>;
  loadedSources: Command<Nothing, DebugProtocol.LoadedSourcesResponse['body']>;
  modules: Dap<DebugProtocol.ModulesRequest, DebugProtocol.ModulesResponse>;
  source: Dap<DebugProtocol.SourceRequest, DebugProtocol.SourceResponse>;
  /** Puts the present text of a source into the running program. */
  hotReload: Command<{ readonly path: string }, Reloaded>;

  /** Gives up work that a `progressStart` has told of. */
  cancelProgress: Command<{ readonly progressId: string }, Nothing>;

  startProfile: Command<ProfileArguments, Nothing>;
  stopProfile: Command<ProfileArguments & ProfileFileArguments, ProfileFileArguments>;
  heapSnapshot: Command<Omit<ProfileArguments, 'kind'> & ProfileFileArguments, ProfileFileArguments>;

  continue: Dap<DebugProtocol.ContinueRequest, DebugProtocol.ContinueResponse>;
  next: Command<DebugProtocol.NextArguments, Nothing>;
  stepIn: Command<DebugProtocol.StepInArguments, Nothing>;
  stepOut: Command<DebugProtocol.StepOutArguments, Nothing>;
  stepInTargets: Dap<DebugProtocol.StepInTargetsRequest, DebugProtocol.StepInTargetsResponse>;
  restartFrame: Command<DebugProtocol.RestartFrameArguments, Nothing>;
  gotoTargets: Dap<DebugProtocol.GotoTargetsRequest, DebugProtocol.GotoTargetsResponse>;
  goto: Command<DebugProtocol.GotoArguments, Nothing>;
  pause: Command<DebugProtocol.PauseArguments, Nothing>;
  /** Ends workers. The thread that the program ends with is refused. */
  terminateThreads: Command<DebugProtocol.TerminateThreadsArguments, Nothing>;
}

export type CommandName = keyof Commands;
export type Arguments<C extends CommandName> = Commands[C]['arguments'];
export type Body<C extends CommandName> = Commands[C]['body'];

/** Events of the debug channel, with DAP's bodies, passed on to the client as they are. */
export interface Events {
  stopped: DebugProtocol.StoppedEvent['body'];
  continued: DebugProtocol.ContinuedEvent['body'];
  breakpoint: DebugProtocol.BreakpointEvent['body'];
  output: DebugProtocol.OutputEvent['body'];
  thread: DebugProtocol.ThreadEvent['body'];
  invalidated: DebugProtocol.InvalidatedEvent['body'];
  loadedSource: DebugProtocol.LoadedSourceEvent['body'];
  progressStart: DebugProtocol.ProgressStartEvent['body'];
  progressEnd: DebugProtocol.ProgressEndEvent['body'];
}

export type EventName = keyof Events;

/** One event of {@link Events}, whichever. */
export type EngineEvent = { [E in EventName]: { readonly event: E; readonly body: Events[E] } }[EventName];
