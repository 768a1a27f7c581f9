import { errors } from '../../../protocol/errors.ts';
import { InspectorError, type Protocol } from './inspector-channel.ts';
import type { Thread } from './thread.ts';

type Argument = Protocol.Runtime.CallArgument;
type Answer = Protocol.Runtime.EvaluateResponse;

/** V8 lets go of these when the thread runs on. What is found in them goes the same way. */
export const OF_STOP = 'backtrace';
/** What belongs to this one is what an expression may call `$_`. */
const LAST_RESULT = 'console';

const TERMINATED = 'Execution was terminated';

/** Milliseconds for what runs because somebody opened or changed a value. */
export const ACCESS_LIMIT = 5000;

/** The frame in which a paused thread can be asked something within a time limit: without one, V8 does not keep it. */
export const topCall = (thread: Thread): string | undefined => thread.paused?.callFrames[0]?.callFrameId;

/**
 * Evaluates `expression` with a time limit, in a paused thread or a running one. In it, `$_.a`, `$_.b` … are the values
 * given: V8 offers a limit only for expressions, and `$_` is the way to hand it objects that no expression leads to.
 */
export async function evaluateWith(
  thread: Thread,
  values: Readonly<Record<string, Argument>>,
  expression: string,
  limit = ACCESS_LIMIT,
): Promise<Answer> {
  const names = Object.keys(values);
  const holder = Object.values(values).find(({ objectId }) => objectId)?.objectId;
  const { channel } = thread;
  const options = { includeCommandLineAPI: true, silent: true, timeout: limit };
  const hold = thread.paused ? undefined : await thread.holds.passExpressions();
  const evaluate = (text: string): Promise<Answer> => {
    // Both are on their way before anybody else can put something into `$_`.
    if (holder) void setLastResult(thread, holder, names, Object.values(values));
    const callFrameId = topCall(thread);
    return callFrameId === undefined
      ? channel.post('Runtime.evaluate', {
          ...options,
          ...(!thread.paused && modeFor(expression)),
          expression: text,
        })
      : channel.post('Debugger.evaluateOnCallFrame', {
          ...options,
          expression: text,
          callFrameId,
          objectGroup: OF_STOP,
        });
  };
  try {
    if (thread.paused) return await evaluate(expression);
    return await thread.landings.evaluate({
      text: expression,
      evaluate: (it, orMissed) => orMissed(evaluate(it.expression)),
    });
  } catch (error) {
    throw asTimeout(error, limit);
  } finally {
    hold?.();
    if (holder) void setLastResult(thread, holder, [], []);
  }
}

/** What only V8's mode for consoles takes: names that are declared more than once, and `await` outside of a function. */
const CONSOLES_OWN = /\b(?:await|let|const|class|using)\b/;

/**
 * How a text is evaluated in a running thread. In the mode for consoles the answer waits until promises of the program go
 * on, and in a busy one V8 of Node 22 loses it ("Promise was collected"): otherwise it comes at once.
 */
export const modeFor = (text: string): { readonly replMode: boolean; readonly awaitPromise: boolean } => {
  const isConsole = CONSOLES_OWN.test(text);
  return { replMode: isConsole, awaitPromise: isConsole };
};

/** Says what happened to an evaluation that V8 ended because its time was up. */
export const asTimeout = (error: unknown, limit: number): unknown =>
  error instanceof InspectorError && error.message.includes(TERMINATED)
    ? errors.evaluationTimedOut(limit / 1000)
    : error;

export const wasTerminated = (error: unknown): boolean =>
  error instanceof InspectorError && error.message.includes(TERMINATED);

async function setLastResult(
  { channel }: Thread,
  objectId: string,
  names: readonly string[],
  values: readonly Argument[],
): Promise<void> {
  const { result } = await channel
    .post('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: `function (names, ...values) {
        if (names === '') return undefined;
        return Object.fromEntries(names.split(',').map((name, i) => [name, values[i]]));
      }`,
      arguments: [{ value: names.join() }, ...values],
      objectGroup: LAST_RESULT,
      silent: true,
    })
    .catch(() => ({ result: undefined }));
  if (result?.objectId)
    await channel.post('Runtime.releaseObject', { objectId: result.objectId }).catch(() => {});
}

export const asArgument = ({
  objectId,
  unserializableValue,
  value,
}: Protocol.Runtime.RemoteObject): Argument =>
  objectId ? { objectId } : unserializableValue ? { unserializableValue } : { value };
