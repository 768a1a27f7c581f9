import { errors, type TandemError } from '../../protocol/errors.ts';
import type { SessionState } from '../session/lifecycle.ts';

/** The spans of a session's life in which requests make sense. `introduction` is before the client said who it is. */
export type Phase = 'always' | 'introduction' | 'start' | 'program' | 'running';

const PROGRAM: readonly SessionState[] = ['launching', 'attaching', 'starting in-process', 'running'];
const OVER: readonly SessionState[] = ['error', 'terminating', 'terminated'];

const LEGAL: Readonly<Record<Exclude<Phase, 'introduction'>, readonly SessionState[]>> = {
  always: ['initializing', ...PROGRAM, ...OVER],
  start: ['initializing'],
  program: PROGRAM,
  running: ['running'],
};

/** What is wrong with sending a request now, if anything. */
export function phaseProblem(
  command: string,
  phase: Phase,
  { state, introduced }: { readonly state: SessionState; readonly introduced: boolean },
): TandemError | undefined {
  if (phase === 'introduction') return introduced ? errors.requestTwice(command) : undefined;
  if (!introduced && phase !== 'always') return errors.requestTooEarly(command, '"initialize"');
  if (LEGAL[phase].includes(state)) return undefined;
  if (OVER.includes(state)) return errors.sessionEnded();
  if (state === 'initializing') return errors.requestTooEarly(command, '"launch"');
  return phase === 'start' ? errors.requestTwice(command) : errors.requestNotNow(command, state);
}
