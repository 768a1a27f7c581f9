import type { Contender } from '../adapters/contender.ts';
import { median } from '../report/statistics.ts';
import { Debuggee, type Stop } from './debuggee.ts';
import { look } from './look.ts';
import type { BenchProgram } from './program.ts';
import { timed } from './timed.ts';
import { within } from './within.ts';

/** Milliseconds of one session from its beginning to its end. */
export interface SessionTimes {
  /** From nothing to an adapter that has answered `initialize`. */
  readonly adapter: number;
  readonly firstStop: number;
  readonly firstLook: number;
  /** The median of several. */
  readonly step: number;
  readonly look: number;
  readonly end: number;
}

/** As many lines follow the breakpoint. */
const STEPS = 6;

export async function measureSession(contender: Contender, program: BenchProgram): Promise<SessionTimes> {
  const began = performance.now();
  await using debuggee = await within('an adapter', Debuggee.open(contender, program));
  const adapter = performance.now() - began;

  const launched = performance.now();
  debuggee.launch(contender.settings);
  const stop = await within('the first stop', debuggee.stopped);
  const firstStop = performance.now() - launched;

  const firstLook = await timed(() => look(stop));
  const steps: number[] = [];
  const looks: number[] = [];
  for (let i = 0; i < STEPS; i += 1) {
    steps.push(await timed(() => within('the end of a step', step(stop))));
    looks.push(await timed(() => look(stop)));
  }
  const end = await timed(() => within('the end', goToTheEnd(debuggee, stop)));
  return { adapter, firstStop, firstLook, step: median(steps), look: median(looks), end };
}

async function step({ client, threadId }: Stop): Promise<void> {
  const stopped = client.next('stopped');
  await client.request('next', { threadId });
  await stopped;
}

async function goToTheEnd({ terminated }: Debuggee, { client, threadId }: Stop): Promise<void> {
  await client.request('continue', { threadId });
  await terminated;
}
