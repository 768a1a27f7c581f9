import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import { align, type CallSite } from './call-sites.ts';
import type { EngineContext } from './context.ts';
import { titleInSource } from './function-title.ts';
import type { Protocol } from './inspector-channel.ts';
import { shownLocation } from './locations.ts';
import type { Script } from './scripts.ts';
import type { Thread } from './thread.ts';

const ANONYMOUS = '(anonymous)';

/** What scheduled a stretch of the past, in the words of V8 and Node, and as the program has it. */
const SCHEDULED_BY: Readonly<Record<string, string>> = {
  Timeout: 'setTimeout',
  Immediate: 'setImmediate',
  TickObject: 'process.nextTick',
  Microtask: 'queueMicrotask',
};

type PausedThread = Thread & { paused: Protocol.Debugger.PausedEvent };
type Place = Pick<Protocol.Runtime.CallFrame, 'scriptId' | 'lineNumber' | 'columnNumber'>;

/** One entry of a stack before it is shown: a call, a call of the past that led here, or the line between the two. */
type Entry =
  | { readonly name: string; readonly call: Protocol.Debugger.CallFrame }
  | { readonly name: string; readonly past: Place }
  | { readonly label: string };

export function pausedThread(context: EngineContext, threadId: number): PausedThread {
  const thread = context.threads.get(threadId);
  if (!thread) throw errors.threadUnknown(threadId);
  if (!thread.paused) throw errors.threadRunning(thread.name);
  return thread as PausedThread;
}

export async function stackTrace(
  context: EngineContext,
  args: Arguments<'stackTrace'>,
): Promise<Body<'stackTrace'>> {
  const thread = pausedThread(context, args.threadId);
  const sites = await context.callSites.of(thread, thread.paused);
  // Another client of the session may have moved it meanwhile.
  const entries = entriesOf(pausedThread(context, args.threadId), sites);
  const start = args.startFrame ?? 0;
  const end = args.levels ? start + args.levels : entries.length;
  const stackFrames = await Promise.all(
    entries.slice(start, end).map((entry, index) => show(context, thread, entry, `frame ${start + index}`)),
  );
  return { stackFrames, totalFrames: entries.length };
}

/** Frames in scripts that V8 never reported (parts of Node's start-up) have nothing to show, our own are nobody's business. */
function entriesOf({ paused, scripts }: PausedThread, sites: readonly CallSite[]): Entry[] {
  const { callFrames } = paused;
  const present = align(
    callFrames.map(({ location }) => location.lineNumber),
    sites.filter(({ isPast }) => !isPast),
  );
  const entries: Entry[] = callFrames
    .map((call, index) => ({ name: present[index]?.name ?? nameOf(call), call }))
    .filter(({ call }) => scripts.get(call.location.scriptId)?.isOwn === false);
  const waiting = sites.filter(({ isPast }) => isPast);
  const past = paused.asyncStackTrace
    ? rememberedPast(paused.asyncStackTrace, waiting, ({ scriptId }) => scripts.get(scriptId)?.isOwn === true)
    : awaitingPast([...scripts.all()], waiting);
  // After the last call of the present there is nothing that the first label would separate.
  return entries.length === 0 && past[0] && 'label' in past[0] ? past.slice(1) : [...entries, ...past];
}

/** The past as V8 remembers it since it was told to. */
function rememberedPast(
  trace: Protocol.Runtime.StackTrace,
  waiting: readonly CallSite[],
  isOwn: (place: Place) => boolean,
): Entry[] {
  const entries: Entry[] = [];
  for (let part: typeof trace | undefined = trace; part; part = part.parent) {
    if (part.callFrames.every(isOwn)) continue;
    const description = part.description ?? 'async';
    entries.push({ label: SCHEDULED_BY[description] ?? description });
    const described = align(
      part.callFrames.map(({ lineNumber }) => lineNumber),
      waiting,
    );
    part.callFrames.forEach((past, index) => {
      if (!isOwn(past)) entries.push({ name: described[index]?.name ?? nameOf(past), past });
    });
  }
  return entries;
}

/** The calls that wait in an `await` for this one: V8 finds those without having been told to remember anything. */
function awaitingPast(scripts: readonly Script[], waiting: readonly CallSite[]): Entry[] {
  const entries = waiting.flatMap((site): Entry[] => {
    const script = scripts.findLast(({ url, path }) => url === site.script || path === site.script);
    if (!script || script.isInternal) return [];
    const past = { scriptId: script.id, lineNumber: site.line, columnNumber: site.column };
    return [{ name: site.name ?? ANONYMOUS, past }];
  });
  return entries.length === 0 ? [] : [{ label: 'await' }, ...entries];
}

const nameOf = ({ functionName }: { readonly functionName: string }): string => functionName || ANONYMOUS;

/** @param key names the entry within its stack: asked for again, it has the same number. */
async function show(
  context: EngineContext,
  thread: Thread,
  entry: Entry,
  key: string,
): Promise<DebugProtocol.StackFrame> {
  if ('label' in entry) {
    return {
      id: context.references.addFrame({ thread, call: undefined }, key),
      name: entry.label,
      line: 0,
      column: 0,
      presentationHint: 'label',
    };
  }
  const call = 'call' in entry ? entry.call : undefined;
  const { source, ...at } = await shownLocation(
    context,
    thread,
    'call' in entry ? entry.call.location : entry.past,
  );
  const id = context.references.addFrame({ thread, call }, key);
  const name = call ? await titleInSource(thread, call, entry.name) : entry.name;
  const frame = { id, name, ...at, canRestart: call?.canBeRestarted ?? false };
  if (!source) return frame;
  const shown = asSkipped(context, source);
  return {
    ...frame,
    source: shown,
    ...(shown.presentationHint === 'deemphasize' && { presentationHint: 'subtle' }),
  };
}

/** What the user does not want to step through, he does not want to see first either. */
function asSkipped({ skipFiles }: EngineContext, source: DebugProtocol.Source): DebugProtocol.Source {
  if (!source.path || source.presentationHint || !skipFiles.skipsFile(source.path)) return source;
  return { ...source, presentationHint: 'deemphasize', origin: 'skipped by "skipFiles"' };
}
