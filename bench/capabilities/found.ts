import type { Outcome, Outcomes } from './answer.ts';
import type { TrialHost } from './trial-session.ts';

/** What is known of an adapter. */
export interface Found {
  readonly version: string;
  /** Nobody has tried: it is what its documentation and its source say. */
  readonly documented?: true;
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly requests: Readonly<Record<string, Outcome>>;
  readonly events: readonly string[];
}

/** In an order that does not change from run to run. */
export function found(version: string, { capabilities, events }: TrialHost, outcomes: Outcomes): Found {
  return {
    version,
    capabilities: sorted(capabilities),
    requests: sorted(outcomes),
    events: [...events].sort(),
  };
}

const sorted = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
