import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect as dial } from 'node:net';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { publications } from '../../../ipc/discovery.ts';
import { streamChannel } from '../../support/dap-channel.ts';
import { DapClient } from '../../support/dap-client.ts';
import { files } from '../../support/fixtures.ts';
import { launchArguments } from '../../support/session.ts';
import { standalone } from '../../support/standalone.ts';
import { ownDirectories, PROGRAMS } from './host.ts';
import { filesIn, processesWith } from './left-behind.ts';
import { scale } from './scale.ts';

/** How many rounds are played at the same time. */
const PARALLEL = 4;
/** A side is killed at some moment of so many milliseconds after the launch. */
export const LAUNCH_MS = 700;
/** How long everything may take to be gone, in milliseconds: far more than it takes, on a busy machine too. */
export const END_LIMIT_MS = 20_000;

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const quiet = (work: Promise<unknown>): void => void work.catch(() => {});

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const began = performance.now(); !(await holds()); await wait(20)) {
    if (performance.now() - began > END_LIMIT_MS) throw new Error(`Waited in vain until ${what}`);
  }
}

/** A server of an adapter, with a client; the adapter may be killed without this process. */
export async function connected(
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

/** What is launched, and which side is killed so many milliseconds later. */
export interface LaunchRound {
  readonly victim: 'adapter' | 'program';
  readonly delay: number;
  readonly program: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Launches a program, and kills one of the two sides after a while: nothing must be left. */
export async function playLaunch({ program, victim, settings, delay }: LaunchRound): Promise<void> {
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

/** Resolves when there are no files left; whoever comes next takes away what the killed could not. */
export async function cleanedUp(runtime: string, env: NodeJS.ProcessEnv): Promise<void> {
  vi.stubEnv('XDG_RUNTIME_DIR', runtime);
  publications('program');
  vi.unstubAllEnvs();
  // Killed before its program was there, an adapter has nobody to clean up after it but the next one.
  if (filesIn(runtime).length > 0) await oneMore(env);
  await until('its files are gone', () => filesIn(runtime).length === 0);
}

/** Plays all rounds; rejects with the first that fails, and how to play it again. */
export async function playAll<R>(rounds: readonly R[], play: (round: R) => Promise<void>): Promise<void> {
  const left = rounds.entries();
  const lane = async (): Promise<void> => {
    for (const [number, round] of left) {
      await play(round).catch((cause: unknown) => {
        const how = `round ${number} of seed ${scale.seed}: ${JSON.stringify(round)}`;
        throw new Error(`${how}: ${(cause as Error).message}`, { cause });
      });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, lane));
}
