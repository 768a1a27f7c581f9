import type { FarFiles } from '../attach/far-files.ts';
import { ExternalProcessBackend } from '../backend/external-process-backend.ts';
import { closeWithProgram } from '../run/close-with-program.ts';
import { rideOf } from '../run/ride.ts';
import type { StartContext, Started } from '../run/start.ts';
import { bringLauncher } from './enter.ts';
import { FarAttachedProgram } from './far-attached-program.ts';
import { listenThere } from './far-listener.ts';
import type { FarPlace } from './far-place.ts';

/** Joins a process by its id there, with a launcher that is brought along. */
export async function joinProcessThere(
  far: FarPlace,
  files: FarFiles,
  { pid, timeoutMs }: { readonly pid: number; readonly timeoutMs: number },
  context: StartContext,
): Promise<Started> {
  const { scope, engine, log, trace } = context;
  const backend = scope.use(new ExternalProcessBackend(log, trace));
  const [directory, { launcherArgs, token }] = await Promise.all([
    bringLauncher(far, context, ['injected.cjs', 'joining-thread.cjs']),
    backend.listen(() => listenThere(far)),
  ]);
  const opened = backend.open({ ...engine, stopOnEntry: false });
  opened.catch(() => {});
  // A busy program says that the thread is there long after that has said so itself.
  const injected = far.request('inject', { pid, directory, launcherArgs, token, timeoutMs });
  const hello = await Promise.race([injected.then(() => backend.hello), backend.hello]);
  const name = files.near(hello.main ?? 'node');
  const program = new FarAttachedProgram({ name, pid, place: () => far, backend });
  closeWithProgram(backend, program, () => backend.drained());
  return { program, backend, opened, ride: rideOf(hello, 'command') };
}
