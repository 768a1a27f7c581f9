import { describe, it } from 'vitest';
import { interpreters } from '../python/interpreters.ts';
import { found } from './support/finding.ts';
import { pick, seeded } from './support/random.ts';
import { LAUNCH_MS, type LaunchRound, playAll, playLaunch } from './support/rounds.ts';
import { limitFor, scale } from './support/scale.ts';

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
    async (context) => {
      const random = seeded(scale.seed);
      const rounds = Array.from({ length: scale.kills }, () => newRound(random));
      await playAll(rounds, playLaunch);
      found(context, {
        fault: 'adapter or program killed at a random moment of a launch: Python',
        times: scale.kills,
        seen: 'no process and no file left; the client is told',
      });
    },
    limitFor(scale.kills),
  );
});
