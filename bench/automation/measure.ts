import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { TandemClient } from '../../automation/client/client.ts';
import type { BenchProgram } from '../sessions/program.ts';
import { Echo, Server } from './peers.ts';

const run = promisify(execFile);

const TRIPS = 2000;
const WARM_UP = 500;
const CROWD = 100;
const MESSAGES = 1000;

/** As long as what a client says to ask for the tasks, and is answered when there are none. */
const LINE = `${'x'.repeat(140)}\n`;
/** In a file that no program has: told to all when it is set, and when it is removed. */
const breakpoint = (line: number) => ({ breakpoints: [{ file: '/nowhere/at/all.js', line }] });

export type LatencyName = 'median' | '99th percentile';
export type CrowdName = 'commands' | 'events';
export type StartName = 'first' | 'next';

/** What a thing takes that is done again and again, in microseconds. */
async function latency(trip: () => Promise<unknown>): Promise<Record<LatencyName, number>> {
  const samples: number[] = [];
  for (let count = -WARM_UP; count < TRIPS; count += 1) {
    const started = performance.now();
    await trip();
    if (count >= 0) samples.push((performance.now() - started) * 1000);
  }
  samples.sort((a, b) => a - b);
  return { median: samples[TRIPS >> 1]!, '99th percentile': samples[Math.floor(TRIPS * 0.99)]! };
}

export async function bareLatency(): Promise<Record<LatencyName, number>> {
  await using echo = await Echo.start();
  using line = await echo.dial();
  return await latency(() => line.roundTrip(LINE));
}

export async function answerLatency(dist: string, folder: string): Promise<Record<LatencyName, number>> {
  await using server = await Server.start(dist, folder);
  await using client = await server.client();
  return await latency(() => client.tasks());
}

/** From a client's command to when another client hears what has come of it. */
export async function eventLatency(dist: string, folder: string): Promise<Record<LatencyName, number>> {
  await using server = await Server.start(dist, folder);
  await using client = await server.client();
  await using witness = await server.client();
  let isSet = false;
  return await latency(async () => {
    const heard = witness.next('BreakpointChanged');
    void (isSet
      ? client.send('RemoveBreakpoints', { ids: 'all' })
      : client.send('AddBreakpoints', breakpoint(1)));
    isSet = !isSet;
    await heard;
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export async function bareCrowd(): Promise<Record<CrowdName, number>> {
  await using echo = await Echo.start();
  const lines = await Promise.all(Array.from({ length: CROWD }, () => echo.dial()));
  const all = await timed(() => Promise.all(lines.map((line) => line.roundTrip(LINE, MESSAGES))));
  for (const line of lines) line[Symbol.dispose]();
  return { commands: all, events: all };
}

/** A hundred clients, each of which says and hears a thousand messages. */
export async function crowd(dist: string, folder: string): Promise<Record<CrowdName, number>> {
  await using server = await Server.start(dist, folder);
  const clients = await Promise.all(Array.from({ length: CROWD }, () => server.client()));
  const commands = await timed(() =>
    Promise.all(clients.flatMap((client) => Array.from({ length: MESSAGES }, () => client.tasks()))),
  );
  const [first] = clients as [TandemClient];
  const events = await timed(() => {
    const heard = clients.map((client) => hear(client, MESSAGES));
    for (let line = 1; line <= MESSAGES; line += 1) void first.send('AddBreakpoints', breakpoint(line));
    return Promise.all(heard);
  });
  await Promise.all(clients.map((client) => client.close()));
  return { commands, events };
}

const hear = (client: TandemClient, times: number): Promise<void> =>
  new Promise((resolve) => {
    let missing = times;
    client.on('BreakpointChanged', () => {
      missing -= 1;
      if (missing === 0) resolve();
    });
  });

type Start = (server: Server, client: TandemClient, program: BenchProgram) => Promise<unknown>;

/** From the wish to start a program to all that is to be known of its first stop. */
const STARTS = {
  async client(_server, client, { path, line }) {
    const task = await client.start({ program: path }, { breakpoints: [{ file: path, line }] });
    const { state } = await task.wait();
    if (state !== 'stopped') throw new Error(`the program is ${state}`);
  },
  async cli({ dist, pid }, _client, { path, line }) {
    const place = `${path}:${line}`;
    const args = [join(dist, 'cli.js'), 'start', '--json', '--window', `${pid}`, '--break', place, path];
    const { stdout } = await run(process.execPath, args);
    if (!stdout.includes('"stopped"')) throw new Error(`"tandem start" said ${stdout}`);
  },
} satisfies Record<string, Start>;

export const STARTERS = Object.keys(STARTS) as (keyof typeof STARTS)[];

export async function starts(
  by: keyof typeof STARTS,
  dist: string,
  program: BenchProgram,
): Promise<Record<StartName, number>> {
  await using server = await Server.start(dist, dirname(program.path));
  await using client = await server.client();
  const start = async () => {
    const time = await timed(() => STARTS[by](server, client, program));
    for (const { taskId } of await client.tasks()) await client.send('CloseTask', taskId);
    return time;
  };
  return { first: await start(), next: await start() };
}

export async function bareMemory(): Promise<{ idle: number }> {
  await using echo = await Echo.start();
  return { idle: await echo.memory() };
}

export async function serverMemory(dist: string, folder: string): Promise<{ idle: number }> {
  await using server = await Server.start(dist, folder);
  return { idle: await server.memory() };
}
