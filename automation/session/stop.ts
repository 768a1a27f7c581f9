import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DapClient, EventBody } from '../dap/dap-client.ts';
import type { Limits } from './limits.ts';
import { type LocalVariable, localVariables } from './locals.ts';
import { type SourceWindow, sourceLines, windowAround } from './source-lines.ts';

type StackFrame = DebugProtocol.StackFrame;

export interface ThrownValue {
  readonly type: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly uncaught: boolean;
}

/** All that a person or an agent needs to understand where a program stands. */
export interface Stop {
  readonly threadId: number;
  /** DAP's word: `breakpoint`, `step`, `exception`, `entry`, `pause`. */
  readonly reason: string;
  readonly description: string;
  readonly breakpointIds: readonly number[];
  /** The program's own frames, the innermost first; those of the runtime only when there are no others. */
  readonly stack: readonly StackFrame[];
  readonly window: SourceWindow | undefined;
  readonly locals: readonly LocalVariable[];
  /** There were more variables than the limit allows. */
  readonly moreLocals: boolean;
  readonly exception: ThrownValue | undefined;
}

/** Looks at a thread that has just stopped. */
export async function inspectStop(
  client: DapClient,
  stopped: EventBody<'stopped'>,
  limits: Limits,
): Promise<Stop> {
  const threadId = stopped.threadId ?? 1;
  const stack = await programStack(client, threadId, limits.frames);
  const [top] = stack;
  const [{ locals, more }, window, exception] = await Promise.all([
    localVariables(client, top, limits),
    top && frameWindow(client, top, limits.context),
    stopped.reason === 'exception' ? thrownValue(client, threadId) : undefined,
  ]);
  return {
    threadId,
    reason: stopped.reason,
    description: stopped.description ?? stopped.reason,
    breakpointIds: stopped.hitBreakpointIds ?? [],
    stack,
    window,
    locals,
    moreLocals: more,
    exception,
  };
}

/** A stack without the runtime's own frames, unless it has no others. */
export async function programStack(
  client: DapClient,
  threadId: number,
  levels: number,
): Promise<StackFrame[]> {
  const { stackFrames } = await client.request('stackTrace', { threadId, startFrame: 0, levels });
  const own = stackFrames.filter((frame) => isLabel(frame) || isOwn(frame));
  // A label that leads to none of the program's frames says nothing.
  const told = own.filter((frame, index) => !isLabel(frame) || (own[index + 1] && !isLabel(own[index + 1]!)));
  return told.length > 0 ? told : stackFrames;
}

const isLabel = ({ presentationHint }: StackFrame): boolean => presentationHint === 'label';

const isOwn = ({ source, presentationHint }: StackFrame): boolean =>
  source !== undefined && source.presentationHint !== 'deemphasize' && presentationHint !== 'subtle';

export async function frameWindow(
  client: DapClient,
  { source, line, column }: StackFrame,
  context: number,
): Promise<SourceWindow | undefined> {
  const lines = source && (await sourceLines(client, source));
  return lines && windowAround(lines, line, column, context);
}

async function thrownValue(client: DapClient, threadId: number): Promise<ThrownValue | undefined> {
  const info = await client.request('exceptionInfo', { threadId });
  return {
    type: info.exceptionId,
    message: info.description ?? info.exceptionId,
    stack: info.details?.stackTrace,
    uncaught: info.breakMode === 'unhandled',
  };
}
