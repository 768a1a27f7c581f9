import { AttachedProcess } from '../children/attached-process.ts';
import type { ChildProcess } from '../children/child-process.ts';
import { capabilitiesOf } from '../launch/runtimes/runtimes.ts';
import { rideOf } from './ride.ts';
import type { Starter } from './start.ts';

/** A process that runs already, held before its first line: it has come to us by itself. */
export const attachTo =
  (child: ChildProcess): Starter =>
  async ({ scope, engine }) => {
    const backend = scope.use(child.backend);
    return {
      program: new AttachedProcess(child),
      backend,
      capabilities: capabilitiesOf(child.hello),
      opened: backend.open({ ...engine, stopOnEntry: false }),
      ride: rideOf(child.hello, undefined),
    };
  };
