import { ExternalProcessBackend } from '../../backend/external-process-backend.ts';
import { findLauncher } from '../../launch/launcher-files.ts';
import { rideOf } from '../../run/ride.ts';
import type { Starter } from '../../run/start.ts';
import { AttachedProgram } from '../attached-program.ts';
import type { AttachConfiguration } from '../configuration.ts';
import { checkProcess } from './check.ts';
import { inject } from './inject.ts';
import { refuseOldNode } from './old-node.ts';
import { openInspector } from './open-inspector.ts';
import { transportFor } from './transport-for.ts';

/** Joins a process by its id: has it open its inspector, starts our debugger thread in it, and closes the inspector. */
export const joinProcess =
  ({ processId, timeout }: AttachConfiguration): Starter =>
  async ({ scope, engine, launcherDirectory, log, trace, notify, signal }) => {
    const pid = Number(processId);
    const files = findLauncher(launcherDirectory);
    const info = await checkProcess(pid, [files.joiningThread]);
    const backend = scope.use(new ExternalProcessBackend(log, trace));
    const listening = await backend.listen(transportFor(info));
    listening.notices.forEach(notify);
    const inspector = await openInspector(info, timeout, signal);
    scope.add(() => inspector.calls.close());
    await refuseOldNode(pid, inspector);
    const opened = backend.open({ ...engine, stopOnEntry: false });
    opened.catch(() => {});
    // A busy program says that the thread is there long after that has said so itself.
    const injected = inject(pid, inspector, files, listening);
    const hello = await Promise.race([injected.then(() => backend.hello), backend.hello]);
    inspector.calls.close();
    const program = new AttachedProgram({ hello, backend, isLocal: true });
    return { program, backend, opened, ride: rideOf(hello, listening.transport) };
  };
