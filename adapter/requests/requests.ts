import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type {
  BreakpointStory,
  Commands,
  ProfileArguments,
  ProfileFileArguments,
} from '../../protocol/commands.ts';
import type { Ride } from '../run/ride.ts';

interface Exchange<A, B> {
  readonly arguments: A;
  readonly body: B;
}

type Nothing = Record<string, never>;

/** What looks at the program, and is answered by its engine. */
export type Inspection =
  | 'threads'
  | 'stackTrace'
  | 'scopes'
  | 'variables'
  | 'setVariable'
  | 'setExpression'
  | 'completions'
  | 'readMemory'
  | 'writeMemory'
  | 'source'
  | 'loadedSources'
  | 'modules'
  | 'breakpointLocations'
  | 'exceptionInfo'
  | 'dataBreakpointInfo';
/** What moves the program. */
export type Execution =
  | 'continue'
  | 'next'
  | 'stepIn'
  | 'stepOut'
  | 'stepInTargets'
  | 'restartFrame'
  | 'gotoTargets'
  | 'goto'
  | 'pause'
  | 'terminateThreads';

/** What only Tandem's own clients say about themselves. */
interface OwnTraits {
  /** Output is printed as text, and nothing more can be done with it. */
  readonly 'tandem.plainOutput'?: boolean;
}

/** Every request that a client may send. What is answered by the engine alone has the engine's own types. */
export interface Requests extends Pick<Commands, Inspection | Execution | 'evaluate'> {
  initialize: Exchange<Dap.InitializeRequestArguments & OwnTraits, Dap.Capabilities>;
  launch: Exchange<Dap.LaunchRequestArguments, Nothing>;
  attach: Exchange<Dap.AttachRequestArguments, Nothing>;
  setBreakpoints: Exchange<Dap.SetBreakpointsArguments, Dap.SetBreakpointsResponse['body']>;
  setDataBreakpoints: Exchange<Dap.SetDataBreakpointsArguments, Dap.SetDataBreakpointsResponse['body']>;
  setFunctionBreakpoints: Exchange<
    Dap.SetFunctionBreakpointsArguments,
    Dap.SetFunctionBreakpointsResponse['body']
  >;
  setExceptionBreakpoints: Exchange<
    Dap.SetExceptionBreakpointsArguments,
    NonNullable<Dap.SetExceptionBreakpointsResponse['body']>
  >;
  configurationDone: Exchange<Dap.ConfigurationDoneArguments, Nothing>;
  locations: Exchange<Dap.LocationsArguments, NonNullable<Dap.LocationsResponse['body']>>;
  cancel: Exchange<Dap.CancelArguments, Nothing>;
  terminate: Exchange<Dap.TerminateArguments, Nothing>;
  disconnect: Exchange<Dap.DisconnectArguments, Nothing>;
  restart: Exchange<Dap.RestartArguments, Nothing>;
  /** Tandem's own: all that is known of the breakpoints, or of one, as text and in parts. */
  'tandem.breakpointStory': Exchange<
    { readonly breakpointId?: number },
    { readonly text: string; readonly stories: readonly BreakpointStory[] }
  >;
  /** Tandem's own: what the program runs in, where somebody has told. */
  'tandem.ride': Exchange<Nothing, Partial<Ride>>;
  /** Tandem's own: writes to the program's standard input, ends it, or both. */
  'tandem.stdin': Exchange<{ readonly text?: string; readonly end?: boolean }, Nothing>;
  /** Tandem's own: what stands at the ends of lines. */
  'tandem.inlineValues': Commands['inlineValues'];
  /** Tandem's own: puts the present text of a source into the running program. */
  'tandem.hotReload': Commands['hotReload'];
  /** Tandem's own: records where time goes, or memory, until it is stopped; then writes it to a file. */
  'tandem.startProfile': Exchange<ProfileArguments, Nothing>;
  'tandem.stopProfile': Exchange<MaybeFile<ProfileArguments>, ProfileFileArguments>;
  /** Tandem's own: writes everything that is on the program's heap to a file. */
  'tandem.heapSnapshot': Exchange<MaybeFile<Omit<ProfileArguments, 'kind'>>, ProfileFileArguments>;
}

/** Without a path the file is beside the program. */
type MaybeFile<A> = A & Partial<ProfileFileArguments>;

export type RequestName = keyof Requests;
export type RequestArguments<R extends RequestName> = Requests[R]['arguments'];
export type RequestBody<R extends RequestName> = Requests[R]['body'];
