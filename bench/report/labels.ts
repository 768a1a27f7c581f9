import type { LoopTimes } from '../sessions/loop.ts';
import type { PlainTimes } from '../sessions/plain-run.ts';
import type { SessionTimes } from '../sessions/session.ts';
import type { ValueTimes } from '../sessions/values.ts';
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

export const PLAIN_ROWS: Rows<keyof PlainTimes> = {
  all: { label: 'run without debugging: launch to end' },
  memory: { label: "memory of the program's process", unit: 'MB' },
};

export const VALUE_ROWS: Rows<keyof ValueTimes> = {
  scope: { label: 'all of them in one line each' },
  small: { label: 'a small object' },
  array: { label: '1,000,000 elements: the last page' },
  bytes: { label: '1,000,000 bytes: the last page' },
  map: { label: 'a map of 300,000 entries' },
  object: { label: 'an object of 100,000 keys' },
};
