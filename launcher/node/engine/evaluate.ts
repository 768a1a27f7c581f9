import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { withDescriptions } from './custom-descriptions.ts';
import { evaluationError } from './evaluation-error.ts';
import {
  type Answer,
  type Asked,
  inPausedCall,
  inPausedProgram,
  inRunningProgram,
} from './evaluation-places.ts';
import { InspectorError } from './inspector-channel.ts';
import type { LiveFrame } from './references.ts';
import { showValue } from './shown-value.ts';
import type { Thread } from './thread.ts';
import { unavailable } from './unavailable.ts';
import { wholeText } from './whole-text.ts';

/** What V8 says when the program was let go before the question had come to it. */
const NOT_PAUSED = 'only perform operation while paused';

const isTooLate = (error: unknown): boolean =>
  error instanceof InspectorError && error.message.includes(NOT_PAUSED);

export async function evaluate(
  context: EngineContext,
  args: Arguments<'evaluate'>,
  signal?: AbortSignal,
): Promise<Body<'evaluate'>> {
  const frame = args.frameId === undefined ? undefined : context.references.liveFrame(args.frameId);
  const thread = frame?.thread ?? firstThread(context);
  const asked = { ...args, signal };
  const answer = await (frame ? inFrame(frame, asked) : inProgram(thread, asked));
  if (answer.exceptionDetails) {
    const reason = frame && (await unavailable(frame, answer));
    throw reason ?? evaluationError(answer.exceptionDetails, answer.result, args.context);
  }
  signal?.throwIfAborted();
  if (args.context === 'clipboard')
    return { result: await wholeText(thread, answer.result), variablesReference: 0 };
  const [result] = await withDescriptions(context, thread, [answer.result]);
  // What is shown in the debug console may be opened long after the program went on.
  const lasting = args.context === 'repl';
  const { value, ...shown } = showValue(context, thread, result!, args.expression, lasting, {
    key: `${args.context} ${args.frameId} ${args.expression}`,
    hex: args.format?.hex,
  });
  return { result: value, ...shown };
}

async function inFrame(frame: LiveFrame, asked: Asked): Promise<Answer> {
  try {
    return await inPausedCall(frame, asked);
  } catch (error) {
    throw isTooLate(error) ? errors.frameStale(asked.frameId!) : error;
  }
}

async function inProgram(thread: Thread, asked: Asked): Promise<Answer> {
  if (!thread.paused) return inRunningProgram(thread, asked);
  try {
    return await inPausedProgram(thread, asked);
  } catch (error) {
    if (isTooLate(error)) return inRunningProgram(thread, asked);
    throw error;
  }
}

function firstThread(context: EngineContext): Thread {
  const [thread] = context.threads.values();
  if (!thread) throw errors.programEnded();
  return thread;
}
