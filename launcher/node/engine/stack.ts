import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { type ShownLocation, shownLocation } from './locations.ts';
import type { Thread } from './thread.ts';

const ANONYMOUS = '(anonymous)';

/** One entry of a stack before it is shown: a call, a call of the past that led here, or the line between the two. */
type Entry =
  | { readonly call: Protocol.Debugger.CallFrame }
  | { readonly past: Protocol.Runtime.CallFrame }
  | { readonly label: string };

export function pausedThread(
  context: EngineContext,
  threadId: number,
): Thread & { paused: Protocol.Debugger.PausedEvent } {
  const thread = context.threads.get(threadId);
  if (!thread) throw errors.threadUnknown(threadId);
  if (!thread.paused) throw errors.threadRunning(thread.name);
  return thread as Thread & { paused: Protocol.Debugger.PausedEvent };
}

export async function stackTrace(
  context: EngineContext,
  args: Arguments<'stackTrace'>,
): Promise<Body<'stackTrace'>> {
  const thread = pausedThread(context, args.threadId);
  const entries = entriesOf(thread);
  const start = args.startFrame ?? 0;
  const end = args.levels ? start + args.levels : entries.length;
  const stackFrames = await Promise.all(
    entries.slice(start, end).map((entry) => show(context, thread, entry)),
  );
  return { stackFrames, totalFrames: entries.length };
}

/** Frames in scripts that V8 never reported (parts of Node's start-up) have nothing to show, our own are nobody's business. */
function entriesOf({ paused, scripts }: Thread & { paused: Protocol.Debugger.PausedEvent }): Entry[] {
  const entries: Entry[] = paused.callFrames
    .filter((call) => scripts.get(call.location.scriptId)?.isOwn === false)
    .map((call) => ({ call }));
  for (let trace = paused.asyncStackTrace; trace; trace = trace.parent) {
    if (trace.callFrames.length === 0) continue;
    if (entries.length > 0) entries.push({ label: trace.description ?? 'async' });
    for (const past of trace.callFrames) entries.push({ past });
  }
  return entries;
}

async function show(context: EngineContext, thread: Thread, entry: Entry): Promise<DebugProtocol.StackFrame> {
  if ('label' in entry) {
    return {
      id: context.references.addFrame({ thread, call: undefined }),
      name: entry.label,
      line: 0,
      column: 0,
      presentationHint: 'label',
    };
  }
  if ('past' in entry) {
    const location = await shownLocation(context, thread, entry.past);
    const id = context.references.addFrame({ thread, call: undefined });
    return { id, name: entry.past.functionName || ANONYMOUS, ...location, ...hintFor(location) };
  }
  const { call } = entry;
  const location = await shownLocation(context, thread, call.location, call.returnValue !== undefined);
  const id = context.references.addFrame({ thread, call });
  return { id, name: call.functionName || ANONYMOUS, ...location, ...hintFor(location) };
}

const hintFor = ({ source }: ShownLocation): { presentationHint?: 'subtle' } =>
  source?.presentationHint === 'deemphasize' ? { presentationHint: 'subtle' } : {};
