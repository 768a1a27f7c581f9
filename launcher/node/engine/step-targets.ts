import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body } from '../../../protocol/commands.ts';
import type { EngineContext } from './context.ts';
import type { Protocol } from './inspector-channel.ts';
import { shownLocation } from './locations.ts';
import { callsAround } from './script-calls.ts';

type Location = Protocol.Debugger.Location;

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
  const targets = await Promise.all(
    calls.map(async ({ label, location }): Promise<DebugProtocol.StepInTarget> => {
      const { line, column } = await shownLocation(context, thread, location);
      const id = context.newStepTargetId();
      thread.stepTargets.set(id, location);
      return { id, label: label.replace(/\s+/g, ' '), line, column };
    }),
  );
  return { targets };
}

const keyOf = ({ lineNumber, columnNumber = 0 }: Location): string => `${lineNumber}:${columnNumber}`;
