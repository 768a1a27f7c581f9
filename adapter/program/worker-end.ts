import { inspect } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { pollPhase } from '../util/time.ts';
import type { ExitStatus } from './program.ts';
import type { WorkerOutput } from './worker-output.ts';

export const OUT_OF_MEMORY =
  'The program has used up its memory and was ended. "resourceLimits" sets how much it may have.';

/** Reports what a worker writes past its port, and why it fails. Resolves when it has ended and all was reported. */
export async function watchWorker(worker: Worker, output: WorkerOutput): Promise<ExitStatus> {
  // What does not pass through the preload's redirection, for example a warning of Node's own.
  worker.stdout.on('data', (bytes: Buffer) => output.write('stdout', bytes));
  worker.stderr.on('data', (bytes: Buffer) => output.write('stderr', bytes));
  worker.on('error', (thrown: unknown) => {
    output.drain();
    output.write('stderr', Buffer.from(`${describe(thrown)}\n`));
  });
  worker.stdin?.on('error', () => {});
  const exitCode = await new Promise<number>((resolve) => worker.once('exit', resolve));
  await pollPhase();
  output.end();
  return { exitCode };
}

/** An uncaught error as Node prints it; only the excerpt of the source is missing, which the worker does not hand over. */
function describe(thrown: unknown): string {
  const error = thrown as NodeJS.ErrnoException | undefined;
  if (error?.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return OUT_OF_MEMORY;
  }
  if (thrown instanceof Error) return `Uncaught ${thrown.stack ?? String(thrown)}`;
  return `Uncaught ${inspect(thrown)}`;
}
