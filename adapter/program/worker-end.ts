import { inspect } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { pollPhase } from '../util/time.ts';
import type { ExitStatus } from './program.ts';
import type { WorkerOutput } from './worker-output.ts';

/**
 * Reports what a worker writes past its port, and why it fails; what is to be said where its memory was too small depends
 * on who may set it. Resolves when it has ended and all was reported.
 */
export async function watchWorker(
  worker: Worker,
  output: WorkerOutput,
  outOfMemory: string,
): Promise<ExitStatus> {
  // What does not pass through the preload's redirection, for example a warning of Node's own.
  worker.stdout.on('data', (bytes: Buffer) => output.write('stdout', bytes));
  worker.stderr.on('data', (bytes: Buffer) => output.write('stderr', bytes));
  worker.on('error', (thrown: unknown) => {
    output.drain();
    output.write('stderr', Buffer.from(`${describe(thrown, outOfMemory)}\n`));
  });
  worker.stdin?.on('error', () => {});
  const exitCode = await new Promise<number>((resolve) => worker.once('exit', resolve));
  await pollPhase();
  output.end();
  return { exitCode };
}

/** An uncaught error as Node prints it; only the excerpt of the source is missing, which the worker does not hand over. */
function describe(thrown: unknown, outOfMemory: string): string {
  const error = thrown as NodeJS.ErrnoException | undefined;
  if (error?.code === 'ERR_WORKER_OUT_OF_MEMORY') return outOfMemory;
  if (thrown instanceof Error) return `Uncaught ${thrown.stack ?? String(thrown)}`;
  return `Uncaught ${inspect(thrown)}`;
}
