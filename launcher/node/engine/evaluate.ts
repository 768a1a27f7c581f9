import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { evaluationError } from './evaluation-error.ts';
import type { Protocol } from './inspector-channel.ts';
import type { LiveFrame } from './references.ts';
import { withReturnValue } from './returned-value.ts';
import { showValue } from './shown-value.ts';
import type { Thread } from './thread.ts';
import { withPreviews } from './value-previews.ts';

type Answer = Protocol.Runtime.EvaluateResponse;

/** A hover must not make the person wait, whatever it happens to call. In milliseconds. */
const HOVER_LIMIT = 500;

export async function evaluate(
  context: EngineContext,
  args: Arguments<'evaluate'>,
): Promise<Body<'evaluate'>> {
  const frame = args.frameId === undefined ? undefined : context.references.liveFrame(args.frameId);
  const thread = frame?.thread ?? firstThread(context);
  const answer = await (frame ? evaluateInFrame(frame, args) : evaluateInProgram(thread, args));
  if (answer.exceptionDetails) throw evaluationError(answer.exceptionDetails, answer.result);
  if (args.context === 'clipboard')
    return { result: await wholeText(thread, answer.result), variablesReference: 0 };
  // What is shown in the debug console may be opened long after the program went on.
  const [result] = await withPreviews(thread, [answer.result]);
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

/** In a paused frame the event loop stands still, so a top-level `await` yields its promise, not its value. */
async function evaluateInFrame({ thread, call }: LiveFrame, args: Arguments<'evaluate'>): Promise<Answer> {
  const hover = args.context === 'hover';
  const post = (expression: string) =>
    thread.channel.post('Debugger.evaluateOnCallFrame', {
      callFrameId: call.callFrameId,
      expression,
      includeCommandLineAPI: args.context === 'repl',
      silent: true,
      ...(hover ? { throwOnSideEffect: true, timeout: HOVER_LIMIT } : {}),
    });
  const answer = await withReturnValue(thread, call, args.expression, () =>
    post(asExpression(args.expression)),
  );
  const isAwait = answer.exceptionDetails && /\bawait\b/.test(args.expression) && isSyntaxError(answer);
  return isAwait ? post(`(async () => (${args.expression}\n))()`) : answer;
}

function evaluateInProgram(thread: Thread, args: Arguments<'evaluate'>): Promise<Answer> {
  const hover = args.context === 'hover';
  return thread.channel.post('Runtime.evaluate', {
    expression: asExpression(args.expression),
    includeCommandLineAPI: true,
    silent: true,
    replMode: true,
    awaitPromise: !hover,
    ...(hover ? { throwOnSideEffect: true, timeout: HOVER_LIMIT } : {}),
  });
}

/** `{a: 1}` is meant as an object, not as a block with a label. */
const asExpression = (text: string): string => (/^\s*\{[\s\S]*\}\s*$/.test(text) ? `(${text}\n)` : text);

const isSyntaxError = ({ exceptionDetails }: Answer): boolean =>
  exceptionDetails?.exception?.className === 'SyntaxError';

async function wholeText(thread: Thread, object: Protocol.Runtime.RemoteObject): Promise<string> {
  if (object.type === 'string') return String(object.value);
  if (!object.objectId) return object.unserializableValue ?? object.description ?? String(object.value);
  const { result } = await thread.channel.post('Runtime.callFunctionOn', {
    objectId: object.objectId,
    functionDeclaration: `function () {
      try { const text = JSON.stringify(this, null, 2); if (text !== undefined) return text; } catch {}
      return process.getBuiltinModule('util').inspect(this, { depth: null, maxArrayLength: null, maxStringLength: null });
    }`,
    returnByValue: true,
    silent: true,
  });
  return String(result.value ?? object.description);
}
