import type { DebugProtocol } from '@vscode/debugprotocol';
import { errors } from '../../protocol/errors.ts';
import type { Exception, Frame, SourceWindow, Stop } from '../../protocol/tasks/stop.ts';
import type { EventBody } from '../dap/dap-client.ts';
import type { Requester } from '../dap/requester.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { localVariables } from './locals.ts';
import { sourceLines, windowAround } from './source-lines.ts';
import { frameAtUnparsed, isInRuntime, unparsedAt, unparsedIn } from './unparsed.ts';

type StackFrame = DebugProtocol.StackFrame;

/** A stop as it is by itself, whatever has come before it. */
export type SeenStop = Omit<Stop, 'number' | 'changed'>;

/** Looks at a thread that has just stopped: at all of its stack, and at one frame of it. */
export async function inspectStop(
  client: Requester,
  stopped: EventBody<'stopped'>,
  limits: Limits,
  frame = 0,
): Promise<SeenStop> {
  const threadId = stopped.threadId ?? 1;
  const count = Math.max(limits.frames, frame + 1);
  const [{ frames, more: moreFrames }, thrown] = await Promise.all([
    programStack(client, threadId, { start: 0, count }),
    stopped.reason === 'exception' ? thrownValue(client, threadId) : undefined,
  ]);
  const compiles = isInRuntime(frames[0]);
  const told = compiles || thrown?.unparsed?.file ? thrown?.unparsed : undefined;
  const unparsed = thrown && frames[0] && (unparsedAt(frames[0]) ?? told);
  const place = unparsed && frameAtUnparsed(frames[0]!, unparsed);
  const exception = thrown && unparsed ? { ...thrown, unparsed } : thrown;
  const stack = place ? [place, ...(compiles ? [] : frames.slice(1))] : frames;
  const top = frame === 0 ? stack[0] : frameAt(stack, frame);
  const [{ locals, more }, source] = await Promise.all([
    localVariables(client, unparsed ? undefined : top, limits),
    top && (place || !unparsed) ? frameWindow(client, top, limits.context) : undefined,
  ]);
  return {
    threadId,
    reason: stopped.reason,
    description: stopped.description ?? stopped.reason,
    breakpoints: stopped.hitBreakpointIds ?? [],
    stack: [...stack],
    ...(moreFrames && { moreFrames }),
    frame,
    ...(source && { source }),
    variables: [...locals],
    ...(more && { moreVariables: more }),
    ...(exception && { exception }),
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
): Promise<{ readonly frames: readonly Frame[]; readonly more: boolean }> {
  const end = start + count;
  // Some of them may be the runtime's, perhaps those at the top.
  const levels = Math.max(DEFAULT_LIMITS.frames, start === 0 ? count : 2 * end);
  const { stackFrames, totalFrames = 0 } = await client.request('stackTrace', {
    threadId,
    startFrame: 0,
    levels,
  });
  const told = ownFrames(stackFrames);
  return {
    frames: told.slice(start, end).map(frameInWords),
    more: told.length > end || totalFrames > levels,
  };
}

/** The frame of that number, counted from 0 as {@link programStack} tells them. */
export function frameAt(stack: readonly Frame[], index: number): Frame {
  const frame = stack[index];
  if (!frame) throw errors.taskFrameUnknown(index, stack.length);
  if (frame.label) throw errors.taskFrameLabel(index);
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

function frameInWords({ id, name, source, line, column, presentationHint }: StackFrame): Frame {
  const file = source?.path ?? source?.name;
  return {
    id,
    name,
    ...(file !== undefined && { file }),
    ...(source?.sourceReference && { sourceReference: source.sourceReference }),
    line,
    column,
    ...(presentationHint === 'label' && { label: true }),
  };
}

export async function frameWindow(
  client: Requester,
  frame: Frame,
  context: number,
): Promise<SourceWindow | undefined> {
  const lines = await sourceLines(client, frame);
  return lines && windowAround(lines, frame.line, frame.column, context);
}

async function thrownValue(client: Requester, threadId: number): Promise<Exception> {
  const info = await client.request('exceptionInfo', { threadId });
  const stack = info.details?.stackTrace;
  const unparsed = unparsedIn(stack);
  return {
    type: info.exceptionId,
    message: info.description ?? info.exceptionId,
    ...(stack !== undefined && { stack }),
    uncaught: info.breakMode === 'unhandled',
    ...(unparsed && { unparsed }),
  };
}
