import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body } from '../../../protocol/commands.ts';
import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { shownLocation } from './locations.ts';
import { type Call, callsAround } from './script-calls.ts';

type Location = Protocol.Debugger.Location;

const LONGEST_LABEL = 60;

/** The calls of the statement on which a thread is paused: a step can go into any of them, past the others. */
export async function stepInTargets(
  context: EngineContext,
  { frameId }: Arguments<'stepInTargets'>,
): Promise<Body<'stepInTargets'>> {
  const { thread, call } = context.references.liveFrame(frameId);
  thread.stepTargets.clear();
  // In the frames below, the call that is under way comes first.
  if (call !== thread.paused?.callFrames[0]) return { targets: [] };
  const around = await callsAround(thread, call.location);
  if (!around) return { targets: [] };
  const { locations } = await thread.channel.post('Debugger.getPossibleBreakpoints', {
    start: around.start,
    end: around.end,
  });
  const known = new Set(locations.filter(({ type }) => type === 'call').map(keyOf));
  const calls = around.calls.filter(({ location }) => known.has(keyOf(location)));
  const labels = labelsOf(calls);
  const targets = await Promise.all(
    calls.map(async ({ location }, index): Promise<DebugProtocol.StepInTarget> => {
      const { line, column } = await shownLocation(context, thread, location);
      const id = context.newStepTargetId();
      thread.stepTargets.set(id, location);
      return { id, label: labels[index]!, line, column };
    }),
  );
  return { targets };
}

/** In a menu there is only the label to choose by: calls of one function are told apart by what they pass. */
function labelsOf(calls: readonly Call[]): string[] {
  const count = new Map<string, number>();
  for (const { label } of calls) count.set(label, (count.get(label) ?? 0) + 1);
  return calls.map(({ label, passed }) =>
    count.get(label) === 1 ? onOneLine(label) : shortened(onOneLine(`${label}${passed}`)),
  );
}

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ');

const shortened = (text: string): string =>
  text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 2)}…)` : text;

const keyOf = ({ lineNumber, columnNumber = 0 }: Location): string => `${lineNumber}:${columnNumber}`;
