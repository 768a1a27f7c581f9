import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import { escapesProgram } from './catch-prediction.ts';
import type { EngineContext } from './context.ts';
import { ExceptionFilters } from './exception-filters.ts';
import type { Protocol } from './inspector-channel.ts';
import { previewText } from './preview.ts';
import { hasUserFrame, isSkipped } from './skipped-code.ts';
import { pausedThread } from './stack.ts';
import type { Thread } from './thread.ts';

type Pause = Protocol.Debugger.PausedEvent;

/** V8 sends the thrown value with the pause, and whether anything will catch it. */
type Thrown = Protocol.Runtime.RemoteObject & { readonly uncaught?: boolean };

const thrownAt = (pause: Pause): Thrown | undefined =>
  pause.reason === 'exception' || pause.reason === 'promiseRejection' ? (pause.data as Thrown) : undefined;

/** V8 stops a program once before it gives up. */
export const OUT_OF_MEMORY = 'Out of memory';
const OUT_OF_MEMORY_HINT = 'The program has used up its memory. It can be looked at, but it cannot go on.';

/** One line for the editor's exception widget. */
export function describeException(pause: Pause): string {
  const thrown = thrownAt(pause);
  return thrown ? (textOf(thrown).split('\n')[0] ?? '') : '';
}

const textOf = (thrown: Thrown): string => thrown.description ?? previewText(thrown);

export function exceptionInfo(
  context: EngineContext,
  args: Arguments<'exceptionInfo'>,
): Body<'exceptionInfo'> {
  const { paused } = pausedThread(context, args.threadId);
  if (paused.reason === 'OOM') {
    return { exceptionId: OUT_OF_MEMORY, description: OUT_OF_MEMORY_HINT, breakMode: 'unhandled' };
  }
  const thrown = thrownAt(paused);
  if (!thrown) throw errors.noException();
  const text = textOf(thrown);
  const typeName = thrown.className ?? thrown.type;
  const message = text.split('\n    at ')[0]!;
  const rejected = paused.reason === 'promiseRejection' ? 'Unhandled promise rejection: ' : '';
  return {
    exceptionId: typeName,
    description: `${rejected}${message}`,
    breakMode: thrown.uncaught ? 'unhandled' : 'always',
    details: { message, typeName, stackTrace: text },
  };
}

/**
 * What a pause at a throw is to the user: an exception to stop at, with V8's verdict on whether it is caught put right,
 * or nothing.
 */
export async function relevantException(
  context: EngineContext,
  thread: Thread,
  pause: Pause,
): Promise<Pause | undefined> {
  const thrown = thrownAt(pause);
  if (thrown?.uncaught) return hasUserFrame(thread, pause) ? pause : undefined;
  if (thread.evaluating) {
    if (await escapesProgram(thread, pause.callFrames)) {
      return { ...pause, data: { ...thrown, uncaught: true } };
    }
    await foundCaught(context, thread);
  }
  if (!context.exceptionFilters.has('all') || (await isSkipped(context, thread, pause))) return undefined;
  return pause;
}

/** Whether the client wants to stop at an exception: what nothing catches is meant by both filters. */
export function isWanted(context: EngineContext, thread: Thread, exception: Pause): Promise<boolean> {
  const { uncaught } = exception.data as Thrown;
  return context.exceptionFilters.stopsAt(
    context,
    thread,
    exception,
    uncaught ? ['uncaught', 'all'] : ['all'],
  );
}

/**
 * As many exceptions of a main module may turn out to be caught. Each pauses the program; one that throws and catches in
 * a loop would crawl.
 */
const CAUGHT_LIMIT = 100;

async function foundCaught(context: EngineContext, thread: Thread): Promise<void> {
  thread.caughtWhileEvaluating += 1;
  if (thread.caughtWhileEvaluating < CAUGHT_LIMIT) return;
  thread.evaluating = false;
  await applyExceptionFilters(context, thread);
}

/** Takes over the filters that the client has switched on. */
export async function setExceptionBreakpoints(
  context: EngineContext,
  args: Arguments<'setExceptionBreakpoints'>,
): Promise<Body<'setExceptionBreakpoints'>> {
  context.exceptionFilters = new ExceptionFilters(args);
  await Promise.all([...context.threads.values()].map((thread) => applyExceptionFilters(context, thread)));
  return { breakpoints: [...context.exceptionFilters.answers] };
}

export async function applyExceptionFilters(
  { exceptionFilters }: EngineContext,
  thread: Thread,
): Promise<void> {
  const uncaught = thread.evaluating ? 'all' : 'uncaught';
  const state = exceptionFilters.has('all') ? 'all' : exceptionFilters.has('uncaught') ? uncaught : 'none';
  await Promise.all([
    thread.channel.post('Debugger.setPauseOnExceptions', { state }),
    thread.uncaught.set(state !== 'none'),
  ]);
}
