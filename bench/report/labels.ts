import type { LoopTimes } from '../sessions/loop.ts';
import type { SessionTimes } from '../sessions/session.ts';

type Labels<Key extends string> = readonly (readonly [key: Key, label: string])[];

const LOOKS = [
  ['firstLook', 'stack, scopes, variables: first time'],
  ['step', 'one step'],
  ['look', 'stack, scopes, variables: after a step'],
  ['end', 'continue to the end'],
] as const;

export const SESSION_ROWS: Labels<keyof SessionTimes> = [
  ['adapter', 'adapter ready'],
  ['firstStop', 'launch to first stop'],
  ...LOOKS,
];

/** What is measured inside VS Code, where adapters are there already. */
export const EDITOR_ROWS = [
  ['f5', 'F5 to first stop'],
  ['firstStop', 'launch to first stop'],
  ...LOOKS,
] as const;

export const LOOP_ROWS: Labels<keyof LoopTimes> = [
  ['calls', 'calls and objects'],
  ['awaits', 'awaits'],
  ['throws', 'errors thrown and caught'],
];
