import type { DebugProtocol } from '@vscode/debugprotocol';
import { errors } from '../../protocol/errors.ts';
import type { EventBody } from '../dap/dap-client.ts';
import type { Requester } from '../dap/requester.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
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
  /** There were more frames than the limit allows. */
  readonly moreFrames: boolean;
  /** Which of `stack` the window and the variables are of. */
  readonly frame: number;
  readonly window: SourceWindow | undefined;
  readonly locals: readonly LocalVariable[];
  /** There were more variables than the limit allows. */
  readonly moreLocals: boolean;
  readonly exception: ThrownValue | undefined;
}

/** Looks at a thread that has just stopped: at all of its stack, and at one frame of it. */
export async function inspectStop(
  client: Requester,
  stopped: EventBody<'stopped'>,
  limits: Limits,
  frame = 0,
): Promise<Stop> {
  const threadId = stopped.threadId ?? 1;
  const count = Math.max(limits.frames, frame + 1);
  const { frames: stack, more: moreFrames } = await programStack(client, threadId, { start: 0, count });
  const top = frame === 0 ? stack[0] : frameAt(stack, frame);
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
    moreFrames,
    frame,
    window,
    locals,
    moreLocals: more,
    exception,
  };
}

interface Stretch {
  readonly start: number;
  readonly count: number;
}

/** A stretch of a stack that is without the runtime's own frames, unless it has no others. */
export async function programStack(
  client: Requester,
  threadId: number,
  { start, count }: Stretch,
): Promise<{ readonly frames: readonly StackFrame[]; readonly more: boolean }> {
  const end = start + count;
  // Some of them may be the runtime's, perhaps those at the top.
  const levels = Math.max(DEFAULT_LIMITS.frames, start === 0 ? count : 2 * end);
  const { stackFrames, totalFrames = 0 } = await client.request('stackTrace', {
    threadId,
    startFrame: 0,
    levels,
  });
  const told = ownFrames(stackFrames);
  return { frames: told.slice(start, end), more: told.length > end || totalFrames > levels };
}

/** The frame of that number, counted from 0 as {@link programStack} tells them. */
export function frameAt(stack: readonly StackFrame[], index: number): StackFrame {
  const frame = stack[index];
  if (!frame) throw errors.taskFrameUnknown(index, stack.length);
  if (isLabel(frame)) throw errors.taskFrameLabel(index);
  return frame;
}

function ownFrames(frames: readonly StackFrame[]): readonly StackFrame[] {
  const own = frames.filter((frame) => isLabel(frame) || isOwn(frame));
  // A label that leads to none of the program's frames says nothing.
  const told = own.filter((frame, index) => !isLabel(frame) || (own[index + 1] && !isLabel(own[index + 1]!)));
  return told.length > 0 ? told : frames;
}

const isLabel = ({ presentationHint }: StackFrame): boolean => presentationHint === 'label';

const isOwn = ({ source, presentationHint }: StackFrame): boolean =>
  source !== undefined && source.presentationHint !== 'deemphasize' && presentationHint !== 'subtle';

export async function frameWindow(
  client: Requester,
  { source, line, column }: StackFrame,
  context: number,
): Promise<SourceWindow | undefined> {
  const lines = source && (await sourceLines(client, source));
  return lines && windowAround(lines, line, column, context);
}

async function thrownValue(client: Requester, threadId: number): Promise<ThrownValue | undefined> {
  const info = await client.request('exceptionInfo', { threadId });
  return {
    type: info.exceptionId,
    message: info.description ?? info.exceptionId,
    stack: info.details?.stackTrace,
    uncaught: info.breakMode === 'unhandled',
  };
}
