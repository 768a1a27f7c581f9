import { describe, expect, it } from 'vitest';
import { interpreters } from '../python/interpreters.ts';
import { hostSessions } from './support/host.ts';
import { pick, seeded } from './support/random.ts';
import { LAUNCH_MS, type LaunchRound, playAll, playLaunch } from './support/rounds.ts';
import { limitFor, scale } from './support/scale.ts';

/** The heap may grow by so many bytes a session: caches do, with anything that is done. */
const HEAP_PER_SESSION = 2048;

const PROGRAMS = ['forever.py', 'busy.py', 'paused.py', 'stops.py', 'throws.py', 'forks.py'];

function newRound(random: () => number): LaunchRound {
  const python = pick(random, interpreters).path;
  const victim = pick(random, ['adapter', 'program'] as const);
  return {
    victim,
    delay: random() * LAUNCH_MS,
    // What a killed program has started is left alone: there is no telling whether that was meant.
    program: pick(random, victim === 'adapter' ? [...PROGRAMS, 'family.py'] : PROGRAMS),
    settings: {
      python,
      ...pick(random, [{}, {}, {}, { noDebug: true }, { autoAttachChildProcesses: false }]),
    },
  };
}

describe.skipIf(process.platform !== 'linux' || interpreters.length === 0)('Python', () => {
  it(
    `killed, or left by a killed adapter, at some moment, ${scale.kills} times: no process and no file is left`,
    async () => {
      const random = seeded(scale.seed);
      const rounds = Array.from({ length: scale.kills }, () => newRound(random));
      await playAll(rounds, playLaunch);
    },
    limitFor(scale.kills),
  );

  it(
    `${scale.sessions} sessions in a row leave nothing behind`,
    async () => {
      const parts = await hostSessions('python', scale.sessions, { python: interpreters.at(-1)!.path });
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
});
