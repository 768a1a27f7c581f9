import type { LoopTimes } from '../sessions/loop.ts';
import type { SessionTimes } from '../sessions/session.ts';
import type { Rows } from './print.ts';

export const SESSION_ROWS: Rows<keyof SessionTimes> = {
  adapter: { label: 'adapter ready' },
  firstStop: { label: 'launch to first stop' },
  firstLook: { label: 'stack, scopes, variables: first time' },
  step: { label: 'one step' },
  look: { label: 'stack, scopes, variables: after a step' },
  end: { label: 'continue to the end' },
};

export const LOOP_ROWS: Rows<keyof LoopTimes> = {
  calls: { label: 'calls and objects' },
  awaits: { label: 'awaits' },
  throws: { label: 'errors thrown and caught' },
};
