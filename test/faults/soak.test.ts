import { expect, it } from 'vitest';
import { hostSessions } from './support/host.ts';
import { limitFor, scale } from './support/scale.ts';

/** What may be left of a session, in bytes: the caches of V8 and Node grow a little with anything that is done. */
const HEAP_PER_SESSION = 2048;

it(
  `${scale.sessions} sessions in a row leave nothing behind`,
  async () => {
    const parts = await hostSessions('mixed', scale.sessions);
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
    expect(last.heap).toBeLessThan(first.heap + 2 ** 20 + sessions * HEAP_PER_SESSION);
  },
  limitFor(scale.sessions),
);
