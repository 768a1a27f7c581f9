import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it, onTestFinished } from 'vitest';
import { listeningPorts } from '../../adapter/processes/listening-ports.ts';
import type { DapClient } from '../support/dap-client.ts';
import { launcherDirectory } from '../support/standalone.ts';
import { found } from './support/finding.ts';
import { ownDirectories, PROGRAMS } from './support/host.ts';
import { threadsOf } from './support/left-behind.ts';
import { pick, seeded } from './support/random.ts';
import {
  cleanedUp,
  connected,
  END_LIMIT_MS,
  LAUNCH_MS,
  type LaunchRound,
  playAll,
  playLaunch,
  until,
  wait,
} from './support/rounds.ts';
import { limitFor, scale } from './support/scale.ts';
import { type Reach, StartedProgram, WAYS, type WayName } from './support/started-program.ts';

interface Round extends LaunchRound {
  /** The program is started by this test, and attached to in this way. */
  readonly way?: WayName | undefined;
}

function newRound(random: () => number): Round {
  return {
    victim: pick(random, ['adapter', 'program']),
    delay: random() * LAUNCH_MS,
    way: random() < 0.5 ? pick(random, Object.keys(WAYS) as WayName[]) : undefined,
    program: pick(random, ['forever.cjs', 'busy.cjs', 'paused.cjs', 'stops.cjs', 'throws.cjs', 'forks.cjs']),
    settings: pick(random, [{}, {}, {}, { noDebug: true }, { autoAttachChildProcesses: false }]),
  };
}

const play = (round: Round): Promise<void> =>
  round.way ? playAttach(round, WAYS[round.way]) : playLaunch(round);

const TICKS = join(PROGRAMS, 'ticks.cjs');

/** Attaches, with a breakpoint at which the program stops again and again. */
async function attached(client: DapClient, reach: Reach): Promise<void> {
  await client.request('initialize', { adapterID: 'tandem' });
  const begun = client.send('attach', reach);
  await Promise.race([client.waitFor('initialized'), begun]);
  await client.request('setBreakpoints', { source: { path: TICKS }, breakpoints: [{ line: 4 }] });
  await client.request('configurationDone', {});
  await begun;
}

/** Attaches as soon as the program has noticed that the debugger before is gone. */
async function comeNext(env: NodeJS.ProcessEnv, reach: Reach): ReturnType<typeof connected> {
  for (const began = performance.now(); ; await wait(20)) {
    const next = await connected(env);
    try {
      await attached(next.client, reach);
      return next;
    } catch (error) {
      next.server.kill('SIGKILL');
      const isOccupied = (error as Error).message.includes('one at a time');
      if (!isOccupied || performance.now() - began > END_LIMIT_MS) throw error;
    }
  }
}

async function playAttach({ victim, delay }: Round, way: (typeof WAYS)[WayName]): Promise<void> {
  const { runtime, env } = ownDirectories();
  const { program, reach } = await StartedProgram.start(way, TICKS, launcherDirectory, { env });
  onTestFinished(() => program.kill());
  const { pid } = program;
  const threads = threadsOf(pid);
  const { server, client, closed } = await connected(env);
  let isRefused = false;
  void attached(client, reach).catch(() => {
    isRefused = true;
  });
  await wait(delay);
  if (victim === 'adapter') {
    server.kill('SIGKILL');
    await closed;
    await program.runs();
    // Nobody closes the inspector that an adapter had opened for it and could not come in by.
    const isOpen = async (): Promise<boolean> => ((await listeningPorts(pid)) ?? []).length > 0;
    await until('nothing of it is left', async () => threadsOf(pid) <= threads || (await isOpen()));
    const next = await comeNext(env, reach);
    await next.client.waitFor('stopped');
    await next.client.request('disconnect', {});
    await program.runs();
    next.server.kill('SIGTERM');
    await once(next.server, 'exit');
    program.kill();
  } else {
    program.kill();
    await until('the client is told', () => isRefused || client.eventNames.includes('terminated'));
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  await program.ended;
  await cleanedUp(runtime, env);
}

describe.skipIf(process.platform !== 'linux')('a side that is killed', () => {
  it(
    `at some moment, ${scale.kills} times, leaves no process and no file; its client is told, its program runs on`,
    async (context) => {
      const random = seeded(scale.seed);
      await playAll(
        Array.from({ length: scale.kills }, () => newRound(random)),
        play,
      );
      found(context, {
        fault: 'adapter or program killed at a random moment of a launch, or of an attach in any way: Node',
        times: scale.kills,
        seen: 'no process and no file left; the client is told; a program that was attached to runs on, and can be attached to again',
      });
    },
    limitFor(scale.kills),
  );
});
