import type { EngineContext } from './context.ts';
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

/**
 * Sends a log point's message to the debug console, at its very place in the program's output. An expression that throws
 * shows its error in its place.
 */
export async function logMessage(
  context: EngineContext,
  thread: Thread,
  pause: Pause,
  parts: readonly LogPart[],
): Promise<void> {
  const call = pause.callFrames[0]!;
  const texts = await Promise.all(
    parts.map(async (part) => {
      if ('text' in part) return part.text;
      const { result, exceptionDetails } = await thread.channel.post('Debugger.evaluateOnCallFrame', {
        callFrameId: call.callFrameId,
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
  const text = texts.join('');
  if (thread === context.main && (await logInOutput(thread, text, siteOf(thread, call.location)))) return;
  const { source, line, column } = await shownLocation(context, thread, call.location);
  context.emit({
    event: 'output',
    body: { category: 'console', output: `${text}\n`, ...(source ? { source } : {}), line, column },
  });
}

/** As the launcher describes a caller: see `OutputRecord.site`. */
function siteOf(thread: Thread, { scriptId, lineNumber, columnNumber }: Protocol.Debugger.Location): string {
  return `${thread.scripts.get(scriptId)?.url}:${lineNumber + 1}:${(columnNumber ?? 0) + 1}`;
}
