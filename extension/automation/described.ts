import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ToldBreakpoints } from '../../automation/dap/shared/told-breakpoints.ts';
import type { Breakpoint } from '../../protocol/tasks/breakpoints.ts';
import { type EditorBreakpoint, placeOf } from './placed.ts';

/** What an adapter has told of a breakpoint. */
export function told(state: DebugProtocol.Breakpoint): Pick<Breakpoint, 'state' | 'actualLine' | 'message'> {
  if (state.verified) return { state: 'bound', ...(state.line !== undefined && { actualLine: state.line }) };
  const { message } = state;
  return {
    state: state.reason === 'failed' ? 'rejected' : 'pending',
    ...(message !== undefined && { message }),
  };
}

/** A breakpoint of the editor, and what has become of it in the sessions that run. */
export function described(
  breakpoint: EditorBreakpoint,
  sessions: readonly ToldBreakpoints[],
): Omit<Breakpoint, 'id'> {
  const place = placeOf(breakpoint);
  const { enabled, condition, hitCondition, logMessage } = breakpoint;
  const where = 'function' in place ? place : { file: place.path, line: place.line, column: place.column };
  return withoutUndefined({
    ...where,
    enabled,
    condition,
    hitCondition,
    logMessage,
    ...stateIn(sessions, enabled, (session) => session.find(place)),
  });
}

/** Where one session will stop at it, that is what there is to say. */
function stateIn(
  sessions: readonly ToldBreakpoints[],
  enabled: boolean,
  find: (session: ToldBreakpoints) => DebugProtocol.Breakpoint | undefined,
): Pick<Breakpoint, 'state' | 'actualLine' | 'message'> {
  if (sessions.length === 0 || !enabled) return { state: 'unused' };
  const states = sessions.flatMap((session) => find(session) ?? []).map(told);
  const best = (['bound', 'pending', 'rejected'] as const).flatMap((wanted) =>
    states.filter(({ state }) => state === wanted),
  );
  return best[0] ?? { state: 'pending', message: 'VS Code has not told the debugger of it.' };
}

const withoutUndefined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
