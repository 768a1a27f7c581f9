import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect as dial } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { listeningPorts } from '../../adapter/processes/listening-ports.ts';
import { publications } from '../../ipc/discovery.ts';
import { streamChannel } from '../support/dap-channel.ts';
import { DapClient } from '../support/dap-client.ts';
import { files } from '../support/fixtures.ts';
import { launchArguments } from '../support/session.ts';
import { launcherDirectory, standalone } from '../support/standalone.ts';
import { ownDirectories, PROGRAMS } from './support/host.ts';
import { filesIn, processesWith, threadsOf } from './support/left-behind.ts';
import { pick, seeded } from './support/random.ts';
import { limitFor, scale } from './support/scale.ts';
import { type Reach, StartedProgram, WAYS, type WayName } from './support/started-program.ts';

/** How many rounds are played at the same time. */
const PARALLEL = 4;
/** A side is killed at some moment of so many milliseconds after the launch. */
const LAUNCH_MS = 700;
/** How long everything may take to be gone, in milliseconds: far more than it takes, on a busy machine too. */
const END_LIMIT_MS = 20_000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const quiet = (work: Promise<unknown>): void => void work.catch(() => {});

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const began = performance.now(); !(await holds()); await wait(20)) {
    if (performance.now() - began > END_LIMIT_MS) throw new Error(`Waited in vain until ${what}`);
  }
}

/** A server of an adapter, with a client; the adapter may be killed without this process. */
async function connected(
  env: NodeJS.ProcessEnv,
): Promise<{ server: ChildProcess; client: DapClient; closed: Promise<unknown> }> {
  const path = join(files({}), 'adapter.sock');
  const server = spawn(process.execPath, [join(standalone, 'adapter.js'), '--socket', path], { env });
  onTestFinished(() => void server.kill('SIGKILL'));
  await once(server.stdout!, 'data');
  const socket = dial(path);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => {});
  return { server, client: new DapClient(streamChannel(socket, socket)), closed };
}

interface Round {
  readonly victim: 'adapter' | 'program';
  readonly delay: number;
  /** The program is started by this test, and attached to in this way. */
  readonly way?: WayName | undefined;
  /** For a launch. */
  readonly program: string;
  readonly settings: Readonly<Record<string, unknown>>;
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

async function oneMore(env: NodeJS.ProcessEnv): Promise<void> {
  const { server, client } = await connected(env);
  await client.request('initialize', { adapterID: 'tandem' });
  const launched = client.request('launch', launchArguments({ program: join(PROGRAMS, 'ends.cjs') }));
  await client.waitFor('initialized');
  await client.request('configurationDone', {});
  await launched;
  await client.waitFor('terminated');
  server.kill('SIGTERM');
  await once(server, 'exit');
}

async function playLaunch({ program, victim, settings, delay }: Round): Promise<void> {
  const { runtime, env } = ownDirectories();
  const { server, client, closed } = await connected(env);
  // By this its processes are known, whatever they came to.
  const mark = randomUUID();
  const path = join(PROGRAMS, program);
  await client.request('initialize', { adapterID: 'tandem' });
  quiet(
    client.request(
      'launch',
      launchArguments({ program: path, args: [mark], killTimeout: 1000, ...settings }),
    ),
  );
  quiet(
    client.waitFor('initialized').then(() => {
      quiet(client.request('setBreakpoints', { source: { path }, breakpoints: [{ line: 1 }] }));
      quiet(client.request('threads', {}));
      return client.request('configurationDone', {});
    }),
  );
  await wait(delay);
  if (victim === 'adapter') {
    server.kill('SIGKILL');
    await closed;
  } else {
    await until(
      'there is a program',
      () => processesWith(mark).length > 0 || client.eventNames.includes('terminated'),
    );
    for (const pid of processesWith(mark)) process.kill(pid, 'SIGKILL');
    await until('the client is told', () => client.eventNames.includes('terminated'));
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  // Without debugging there is nothing in the program that could notice.
  if (victim === 'adapter' && 'noDebug' in settings) {
    for (const pid of processesWith(mark)) process.kill(pid, 'SIGKILL');
  }
  await until('the program is gone', () => processesWith(mark).length === 0);
  await cleanedUp(runtime, env);
}

/** Resolves when there are no files left; whoever comes next takes away what the killed could not. */
async function cleanedUp(runtime: string, env: NodeJS.ProcessEnv): Promise<void> {
  vi.stubEnv('XDG_RUNTIME_DIR', runtime);
  publications('program');
  vi.unstubAllEnvs();
  // Killed before its program was there, an adapter has nobody to clean up after it but the next one.
  if (filesIn(runtime).length > 0) await oneMore(env);
  await until('its files are gone', () => filesIn(runtime).length === 0);
}

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
    async () => {
      const random = seeded(scale.seed);
      const rounds = Array.from({ length: scale.kills }, () => newRound(random)).entries();
      const lane = async (): Promise<void> => {
        for (const [number, round] of rounds) {
          await play(round).catch((cause: unknown) => {
            const how = `round ${number} of seed ${scale.seed}: ${JSON.stringify(round)}`;
            throw new Error(`${how}: ${(cause as Error).message}`, { cause });
          });
        }
      };
      await Promise.all(Array.from({ length: PARALLEL }, lane));
      expect(rounds.next().done).toBe(true);
    },
    limitFor(scale.kills),
  );
});
