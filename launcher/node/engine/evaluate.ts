import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { withDescriptions } from './custom-descriptions.ts';
import { evaluationError } from './evaluation-error.ts';
import { inPausedCall, inPausedProgram, inRunningProgram } from './evaluation-places.ts';
import { showValue } from './shown-value.ts';
import type { Thread } from './thread.ts';
import { unavailable } from './unavailable.ts';
import { wholeText } from './whole-text.ts';

export async function evaluate(
  context: EngineContext,
  args: Arguments<'evaluate'>,
  signal?: AbortSignal,
): Promise<Body<'evaluate'>> {
  const frame = args.frameId === undefined ? undefined : context.references.liveFrame(args.frameId);
  const thread = frame?.thread ?? firstThread(context);
  const asked = { ...args, signal };
  const answer = frame
    ? await inPausedCall(frame, asked)
    : thread.paused
      ? await inPausedProgram(thread, asked)
      : await inRunningProgram(thread, asked);
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

function firstThread(context: EngineContext): Thread {
  const [thread] = context.threads.values();
  if (!thread) throw errors.programEnded();
  return thread;
}
