import { appendFileSync } from 'node:fs';
import { hidePreload } from './child-environment.ts';
import { Env, take } from './environment.ts';
import { beforeExit } from './exit-watch.ts';
import { prepareStreams } from './output/program-streams.ts';
import { announceReading } from './output/reading.ts';

/**
 * Runs before a program that is not debugged, and sees to two things that nobody else can: that all it writes reaches
 * the adapter, in its order, as it would reach a terminal; and, in a terminal of the client's, that its end is known.
 * There is no thread, no socket and no inspector, and afterwards nothing of it can be seen.
 */
function prepare(): void {
  const preload = take(Env.preload);
  const output = take(Env.output);
  const notes = take(Env.notes);
  // A worker of the program: the environment says nothing any more.
  if (preload === undefined) return;
  hidePreload(preload);
  if (output !== undefined) {
    const framed = prepareStreams(output, () => {});
    if (framed) announceReading(framed);
  }
  if (notes !== undefined) reportTo(notes);
}

function reportTo(notes: string): void {
  note(notes, { pid: process.pid });
  beforeExit((exitCode) => note(notes, { exitCode }));
}

/** One line of JSON each, as `adapter/program/program-notes.ts` reads them. */
function note(file: string, said: object): void {
  try {
    appendFileSync(file, `${JSON.stringify(said)}\n`);
  } catch {
    // The adapter is gone, and its directory with it.
  }
}

delete require.cache[__filename];
prepare();
