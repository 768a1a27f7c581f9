import { expect, it } from 'vitest';
import { found } from './finding.ts';
import { hostSessions } from './host.ts';
import { limitFor, scale } from './scale.ts';

/** What may be left of a session, in bytes: the caches of V8 and Node grow a little with anything that is done. */
const HEAP_PER_SESSION = 2048;

/** A test: many sessions go through one process, one after the other and beside each other, and leave nothing in it. */
export function soak(what: string, scenario: Scenario, options?: Options): void {
  it(
    `${what}: ${scale.sessions} sessions in a row leave nothing behind`,
    async (context) => {
      const parts = await hostSessions(scenario, scale.sessions, options);
      const [first, last] = [parts[Math.floor(parts.length / 4)]!, parts.at(-1)!];
      expect(last.sessions).toBe(scale.sessions);
      expect(last).toMatchObject({
        files: [],
        children: 0,
        descriptors: first.descriptors,
        resources: first.resources,
        listeners: first.listeners,
      });
      const sessions = last.sessions - first.sessions;
      const heap = last.heap - first.heap;
      expect(heap).toBeLessThan(2 ** 20 + sessions * HEAP_PER_SESSION);
      found(context, {
        fault: `sessions in a row in one process: ${what}`,
        times: last.sessions,
        seen: `no process, file, descriptor, timer or listener more; heap ${perSession(heap / sessions)} a session`,
      });
    },
    limitFor(scale.sessions),
  );
}

type Scenario = Parameters<typeof hostSessions>[0];
type Options = Parameters<typeof hostSessions>[2];

const perSession = (bytes: number): string => `${bytes < 0 ? '−' : '+'}${Math.abs(Math.round(bytes))} B`;
