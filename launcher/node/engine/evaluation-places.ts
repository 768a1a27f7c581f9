import type { Arguments } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import { FOREVER } from './evaluations.ts';
import { inGeneratedNames, renamedIn } from './frame-names.ts';
import { markTouched } from './fresh-scopes.ts';
import type { Protocol } from './inspector-channel.ts';
import { asTimeout, modeFor, OF_STOP, topCall, wasTerminated } from './limited-call.ts';
import type { LiveFrame } from './references.ts';
import { forPausedCall, parseTyped } from './repl-text.ts';
import { returnWhatIsNamed } from './returned-name.ts';
import { withReturnValue } from './returned-value.ts';
import type { Thread } from './thread.ts';

export type Answer = Protocol.Runtime.EvaluateResponse;
export type Asked = Arguments<'evaluate'> & { readonly signal: AbortSignal | undefined };

/**
 * Milliseconds that an evaluation may take. What the editor asks by itself must not make anybody wait. What was typed is
 * without limit in a running program, where it can be interrupted; in a paused one V8 listens to nobody until it is done.
 */
const LIMITS: Readonly<Record<string, number>> = { hover: 500, watch: 5000, variables: 5000 };
const PAUSED_LIMIT = 30_000;

const limitOf = ({ context = '' }: Asked): number => LIMITS[context] ?? PAUSED_LIMIT;

/** `{a: 1}` is meant as an object, not as a block with a label. */
const asExpression = (text: string): string =>
  /^\s*\{[\s\S]*\}\s*;?\s*$/.test(text) ? `(${text.replace(/;\s*$/, '')}\n)` : text;

/** In a paused call, in the names of its source. */
export async function inPausedCall(frame: LiveFrame, asked: Asked): Promise<Answer> {
  const { thread, call } = frame;
  const text =
    asked.context === 'repl' ? await objectOrText(asked.expression) : asExpression(asked.expression);
  const expression = await inGeneratedNames(text, await renamedIn(frame));
  asked.signal?.throwIfAborted();
  if (asked.context !== 'hover') markTouched(thread);
  const isTaken = asked.context === 'repl' ? await variablesOf(frame) : new Set<string>();
  const answer = await withReturnValue(thread, call, expression, () =>
    evaluatePaused(thread, expression, asked, isTaken, (it) =>
      onCallFrame(thread, call.callFrameId, it, asked),
    ),
  );
  if (asked.context === 'repl') await returnWhatIsNamed(frame);
  return answer;
}

/** In a paused thread, but in no call of it. */
export async function inPausedProgram(thread: Thread, asked: Asked): Promise<Answer> {
  const callFrameId = topCall(thread);
  const expression = asExpression(asked.expression);
  if (callFrameId === undefined) {
    return thread.channel.post('Runtime.evaluate', { expression, includeCommandLineAPI: true, silent: true });
  }
  // V8 keeps no time limit for an expression in a paused thread but in a call; from there this leads out of it again.
  return evaluatePaused(thread, expression, asked, new Set(), (it) =>
    onCallFrame(thread, callFrameId, `(0, eval)(${JSON.stringify(it)})`, asked),
  );
}

export async function inRunningProgram(thread: Thread, asked: Asked): Promise<Answer> {
  const { channel, evaluations, holds, landings } = thread;
  const text =
    asked.context === 'repl' ? await objectOrText(asked.expression) : asExpression(asked.expression);
  const limit = asked.context === 'repl' ? undefined : limitOf(asked);
  const isHover = asked.context === 'hover';
  const post = (expression: string, timeout = limit): Promise<Answer> =>
    channel.post('Runtime.evaluate', {
      expression,
      includeCommandLineAPI: true,
      silent: true,
      ...modeFor(text),
      ...(isHover && { throwOnSideEffect: true }),
      ...(timeout !== undefined && { timeout }),
    });
  // V8 pauses nowhere in what it watches for side effects.
  const hold = isHover ? undefined : await holds.passExpressions();
  try {
    if (isHover) return await post(text);
    const { signal } = asked;
    return await landings.evaluate({
      text,
      pauses: limit === undefined,
      signal,
      evaluate: (it, orMissed) =>
        limit === undefined
          ? evaluations.track(it, () => orMissed(post(it.expression, FOREVER)), signal, hold)
          : orMissed(post(it.expression)),
    });
  } catch (error) {
    if (limit === undefined && wasTerminated(error)) throw errors.evaluationEnded();
    throw asTimeout(error, limit ?? 0);
  } finally {
    hold?.();
  }
}

type Evaluate = (expression: string) => Promise<Answer>;

async function evaluatePaused(
  thread: Thread,
  expression: string,
  asked: Asked,
  isTaken: ReadonlySet<string>,
  evaluate: Evaluate,
): Promise<Answer> {
  const program = asked.context === 'repl' ? await parseTyped(expression) : undefined;
  if (program) {
    const { text, declared, awaited } = forPausedCall(program, expression, (name) => isTaken.has(name));
    declare(thread, declared);
    return awaited === undefined
      ? orPromised(text, evaluate)
      : settled(thread, await orPromised(awaited, evaluate));
  }
  return orPromised(expression, evaluate);
}

/** With an `await` in the middle of it, an expression yields a promise: the event loop stands still. */
async function orPromised(expression: string, evaluate: Evaluate): Promise<Answer> {
  const answer = await evaluate(expression);
  const isAwait = answer.exceptionDetails && /\bawait\b/.test(expression) && isSyntaxError(answer);
  if (!isAwait) return answer;
  const value = await evaluate(`(async () => (${expression}\n))()`);
  return isSyntaxError(value) ? evaluate(`(async () => {${expression}\n})()`) : value;
}

async function onCallFrame(
  thread: Thread,
  callFrameId: string,
  expression: string,
  asked: Asked,
): Promise<Answer> {
  const limit = limitOf(asked);
  const isRepl = asked.context === 'repl';
  try {
    return await thread.channel.post('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression,
      includeCommandLineAPI: isRepl,
      silent: true,
      timeout: limit,
      ...(isRepl ? {} : { objectGroup: OF_STOP }),
      ...(asked.context === 'hover' && { throwOnSideEffect: true }),
    });
  } catch (error) {
    throw asTimeout(error, limit);
  }
}

/**
 * Makes names that stay: variables of the program's global scope, as V8 makes them for a console. It does so at once,
 * but while the thread is paused it does not say so: its answer waits for the event loop.
 */
function declare({ channel }: Thread, names: readonly string[]): void {
  if (names.length === 0) return;
  channel.post('Runtime.evaluate', { expression: `let ${names.join()}`, replMode: true }).catch(() => {
    // Then V8 says what is wrong with the assignment that follows.
  });
}

/** What a promise has come to, which is all there is to wait for while the event loop stands still. */
async function settled(thread: Thread, answer: Answer): Promise<Answer> {
  const { result, exceptionDetails } = answer;
  if (exceptionDetails || result.subtype !== 'promise') return answer;
  const { internalProperties = [] } = await thread.channel.post('Runtime.getProperties', {
    objectId: result.objectId!,
    ownProperties: true,
  });
  const internal = (wanted: string) => internalProperties.find(({ name }) => name === wanted)?.value;
  const state = internal('[[PromiseState]]')?.value as string;
  const value = internal('[[PromiseResult]]');
  if (!value || state === 'pending') return answer;
  if (state === 'fulfilled') return { result: value };
  return {
    result: value,
    exceptionDetails: { exceptionId: 0, text: 'Uncaught', lineNumber: 0, columnNumber: 0, exception: value },
  };
}

/** The variables that a call can see, apart from those of the whole program. */
async function variablesOf({ thread, call }: LiveFrame): Promise<Set<string>> {
  const scopes = call.scopeChain.filter(({ type }) => type !== 'global' && type !== 'script');
  const found = await Promise.all(
    scopes.map(({ object }) =>
      thread.channel.post('Runtime.getProperties', { objectId: object.objectId!, ownProperties: true }),
    ),
  );
  return new Set(found.flatMap(({ result }) => result.map(({ name }) => name)));
}

/** What looks like an object is one, unless only a block makes sense. */
async function objectOrText(text: string): Promise<string> {
  const expression = asExpression(text);
  return expression === text || (await parseTyped(expression)) ? expression : text;
}

const isSyntaxError = ({ exceptionDetails }: Answer): boolean =>
  exceptionDetails?.exception?.className === 'SyntaxError';
