import { errors } from '../../../protocol/errors.ts';
import type { UserBreakpoint } from './breakpoint.ts';
import type { EngineContext } from './context.ts';
import { holdBack } from './hold-back.ts';
import type { Protocol } from './inspector-channel.ts';
import { shownLocation } from './locations.ts';
import type { LogPart } from './log-message.ts';
import { previewText } from './preview.ts';
import { logInOutput } from './program-output.ts';
import type { Thread } from './thread.ts';

type Pause = Protocol.Debugger.PausedEvent;

/**
 * The error that a condition throws at a pause, or undefined when it did not throw. V8 has evaluated the condition
 * already: it is asked again only as far as that has no side effects, so that `i++ > 3` counts once.
 */
export async function conditionFailure(
  thread: Thread,
  pause: Pause,
  condition: string,
): Promise<string | undefined> {
  const { exceptionDetails } = await thread.channel.post('Debugger.evaluateOnCallFrame', {
    callFrameId: pause.callFrames[0]!.callFrameId,
    expression: condition,
    silent: true,
    throwOnSideEffect: true,
  });
  const description = exceptionDetails?.exception?.description?.split('\n')[0];
  if (!description || description.includes('Possible side-effect')) return undefined;
  return description;
}

/** Tells of a condition that throws, once and not at every hit. */
export function reportFailure(context: EngineContext, breakpoint: UserBreakpoint, failure: string): void {
  if (breakpoint.conditionReported) return;
  breakpoint.conditionReported = true;
  const { text } = errors.conditionFailed(breakpoint.condition!, failure);
  context.emit({ event: 'output', body: { category: 'important', output: `${text}\n` } });
}

/** Sends a log point's message. An expression that throws shows its error in its place. */
export async function logMessage(
  context: EngineContext,
  thread: Thread,
  pause: Pause,
  parts: readonly LogPart[],
): Promise<void> {
  const { callFrameId, location } = pause.callFrames[0]!;
  const text = await logText(thread, parts, (expression) =>
    thread.channel.post('Debugger.evaluateOnCallFrame', { ...expression, callFrameId }),
  );
  await sendLog(context, thread, location, text);
  await holdBack(context, thread);
}

type Expression = Pick<
  Protocol.Debugger.EvaluateOnCallFrameRequest,
  'expression' | 'silent' | 'generatePreview' | 'objectGroup'
>;

export async function logText(
  thread: Thread,
  parts: readonly LogPart[],
  evaluate: (expression: Expression) => Promise<Protocol.Runtime.EvaluateResponse>,
): Promise<string> {
  const texts = await Promise.all(
    parts.map(async (part) => {
      if ('text' in part) return part.text;
      const { result, exceptionDetails } = await evaluate({
        expression: part.expression,
        silent: true,
        generatePreview: true,
        objectGroup: 'log',
      });
      if (exceptionDetails) return `{${result.description?.split('\n')[0] ?? exceptionDetails.text}}`;
      return result.type === 'string' ? String(result.value) : previewText(result);
    }),
  );
  await thread.channel.post('Runtime.releaseObjectGroup', { objectGroup: 'log' });
  return texts.join('');
}

/** Writes a log point's message to the debug console, at its very place in the program's output. */
export async function sendLog(
  context: EngineContext,
  thread: Thread,
  location: Protocol.Debugger.Location,
  text: string,
): Promise<void> {
  if (thread === context.main && (await logInOutput(thread, text, siteOf(thread, location)))) return;
  const { source, line, column } = await shownLocation(context, thread, location);
  context.emit({
    event: 'output',
    body: { category: 'console', output: `${text}\n`, ...(source ? { source } : {}), line, column },
  });
}

/** As the launcher describes a caller: see `OutputRecord.site`. */
export function siteOf(
  thread: Thread,
  { scriptId, lineNumber, columnNumber }: Protocol.Debugger.Location,
): string {
  return `${thread.scripts.get(scriptId)?.url}:${lineNumber + 1}:${(columnNumber ?? 0) + 1}`;
}
