import { join } from 'node:path';
import type { BenchOptions, Peer } from '../options.ts';
import type { Contender } from './contender.ts';
import { inlineTandem } from './inline.ts';
import { listens, openListening } from './listening-server.ts';
import { openStdio } from './stdio-server.ts';

export const EXTERNAL = 'Tandem external';
export const IN_PROCESS = 'Tandem in-process';

/** All that are measured, in the order of their turns. */
export function contenders({ dist, peers }: BenchOptions): Contender[] {
  const standalone = { runtimeExecutable: process.execPath };
  return [
    inlineTandem(EXTERNAL, dist, false),
    inlineTandem(IN_PROCESS, dist, true),
    server({
      name: 'Tandem stdio',
      command: [process.execPath, join(dist, 'adapter.js')],
      settings: standalone,
    }),
    ...peers.map((peer) => server({ ...peer, settings: { ...standalone, ...peer.settings } })),
  ];
}

/** An adapter in a process of its own. */
function server({ name, command, settings }: Peer): Contender {
  return { name, settings, open: () => (listens(command) ? openListening(command) : openStdio(command)) };
}
