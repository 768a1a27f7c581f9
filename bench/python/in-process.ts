import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Contender } from '../adapters/contender.ts';
import { inlineTandem } from '../adapters/inline.ts';
import { openStdio } from '../adapters/stdio-server.ts';
import type { BenchProgram } from '../sessions/program.ts';
import { measureSession, type SessionTimes } from '../sessions/session.ts';

/** How long after a session the next worker has surely been loaded, in milliseconds. */
const SPARE_LOADED_MS = 5000;

interface Runner {
  readonly name: string;
  run(): Promise<SessionTimes>;
}

/** In a process that has run no program yet, and in one that has, a while ago. */
export function inProcessRunners(dist: string, program: BenchProgram): Runner[] {
  const first: Contender = {
    name: 'Tandem in-process, first start',
    settings: { inProcess: true },
    open: () => openStdio([process.execPath, join(dist, 'adapter.js')]),
  };
  const later = inlineTandem('Tandem in-process, later', dist, true);
  return [
    { name: first.name, run: () => measureSession(first, program) },
    {
      name: later.name,
      async run() {
        await delay(SPARE_LOADED_MS);
        return measureSession(later, program);
      },
    },
  ];
}
