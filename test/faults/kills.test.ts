import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { streamChannel } from '../support/dap-channel.ts';
import { DapClient } from '../support/dap-client.ts';
import { files } from '../support/fixtures.ts';
import { launchArguments } from '../support/session.ts';
import { standalone } from '../support/standalone.ts';
import { ownDirectories, PROGRAMS } from './support/host.ts';
import { processesWith } from './support/left-behind.ts';
import { pick, seeded } from './support/random.ts';
import { limitFor, scale } from './support/scale.ts';

/** A side is killed at some moment of so many milliseconds after the launch. */
const LAUNCH_MS = 700;
/** How long everything may take to be gone, in milliseconds: far more than it takes, on a busy machine too. */
const END_LIMIT_MS = 20_000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const began = performance.now(); !holds(); await wait(20)) {
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
  const closed = once(socket, 'close');
  socket.on('error', () => {});
  return { server, client: new DapClient(streamChannel(socket, socket)), closed };
}

interface Round {
  readonly program: string;
  readonly victim: 'adapter' | 'program';
  readonly settings: Readonly<Record<string, unknown>>;
  readonly delay: number;
}

function newRound(random: () => number): Round {
  return {
    program: pick(random, ['forever.cjs', 'busy.cjs', 'paused.cjs', 'stops.cjs', 'throws.cjs', 'forks.cjs']),
    victim: pick(random, ['adapter', 'program']),
    settings: pick(random, [{}, {}, {}, { noDebug: true }, { autoAttachChildProcesses: false }]),
    delay: random() * LAUNCH_MS,
  };
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

async function play({ program, victim, settings, delay }: Round): Promise<void> {
  const { runtime, env } = ownDirectories();
  const { server, client, closed } = await connected(env);
  // By this its processes are known, whatever they came to.
  const mark = randomUUID();
  const path = join(PROGRAMS, program);
  const quiet = (work: Promise<unknown>): void => void work.catch(() => {});
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
  // Killed before its program was there, an adapter has nobody to clean up after it but the next one.
  if (victim === 'adapter' && readdirSync(runtime).length > 0) await oneMore(env);
  await until('its files are gone', () => readdirSync(runtime).length === 0);
}

describe.skipIf(process.platform !== 'linux')('a side that is killed', () => {
  it(
    `at some moment, ${scale.kills} times, leaves no process and no file, and the client is told`,
    async () => {
      const random = seeded(scale.seed);
      for (let round = 0; round < scale.kills; round += 1) {
        const what = newRound(random);
        await play(what).catch((cause: unknown) => {
          const how = `round ${round} of seed ${scale.seed}: ${JSON.stringify(what)}`;
          throw new Error(`${how}: ${(cause as Error).message}`, { cause });
        });
      }
      expect(scale.kills).toBeGreaterThan(0);
    },
    limitFor(scale.kills),
  );
});
