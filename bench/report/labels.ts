import type { LoopTimes } from '../sessions/loop.ts';
import type { SessionTimes } from '../sessions/session.ts';

type Labels<Key extends string> = readonly (readonly [key: Key, label: string])[];

export const SESSION_ROWS: Labels<keyof SessionTimes> = [
  ['adapter', 'adapter ready'],
  ['firstStop', 'start to first stop'],
  ['firstLook', 'stack, scopes, variables: first time'],
  ['step', 'one step'],
  ['look', 'stack, scopes, variables: after a step'],
  ['end', 'continue to the end'],
];

export const LOOP_ROWS: Labels<keyof LoopTimes> = [
  ['calls', 'calls and objects'],
  ['awaits', 'awaits'],
  ['throws', 'errors thrown and caught'],
];
