import { statSync } from 'node:fs';
import { holderOf, isPortHeld } from '../../../adapter/processes/listening-ports.ts';
import { connect as dial } from '../../../ipc/connect.ts';
import { newSocketPath, publishingDirectory } from '../../../ipc/discovery.ts';
import { describeEndpoint } from '../../../ipc/endpoint.ts';
import { meetingPlaces } from '../../../ipc/private-directory.ts';
import type { TransportConfig } from '../../../ipc/transport-config.ts';
import { TransportFactory } from '../../../ipc/transport-factory.ts';
import { TandemError } from '../../../protocol/errors.ts';
import { type Check, type Finding, note, ok, problem } from './check.ts';

/** Where programs and debuggers meet. */
export const placeChecks: readonly Check[] = [
  { name: 'runtime directory', look: runtimeDirectory },
  { name: 'private sockets', look: privateSockets },
  { name: 'TCP on loopback', look: () => canMeet({ transport: 'tcp' }) },
  { name: 'inspector port', look: inspectorPort },
];

async function runtimeDirectory(): Promise<Finding> {
  const directory = publishingDirectory();
  const [preferred] = meetingPlaces();
  const mode = (statSync(directory).mode & 0o777).toString(8).padStart(4, '0');
  const told = process.platform === 'win32' ? directory : `${directory}, ${mode}`;
  if (directory === preferred) return ok(told);
  return note(`${told}, because ${preferred} cannot be used`);
}

function privateSockets(): Promise<Finding> {
  if (process.platform === 'win32') return canMeet({ transport: 'pipe' });
  return canMeet({ transport: 'unix', path: newSocketPath(publishingDirectory(), 'program') });
}

/** Listens, and comes in. */
async function canMeet(config: TransportConfig): Promise<Finding> {
  const { listener } = await TransportFactory.createListener(config);
  try {
    const [mine, theirs] = await Promise.all([
      dial(listener.endpoint, MEET_LIMIT_MS),
      listener.waitForClient(MEET_LIMIT_MS),
    ]);
    mine.destroy();
    theirs.destroy();
    return ok(`works, as at ${describeEndpoint(listener.endpoint)}`);
  } catch (thrown) {
    const { message, hint } = TandemError.from(thrown);
    return problem(message, hint ?? 'Something here keeps programs from connecting: a sandbox, a firewall.');
  } finally {
    await listener.close();
  }
}

const MEET_LIMIT_MS = 5000;

const INSPECTOR_PORT = 9229;

/** A process that was not started by Tandem opens its inspector there, for a moment, when it is attached to. */
async function inspectorPort(): Promise<Finding> {
  const held = await isPortHeld(INSPECTOR_PORT);
  if (held === undefined) return ok(`${INSPECTOR_PORT}; whether it is free, this system does not tell`);
  if (!held) return ok(`${INSPECTOR_PORT} is free`);
  const holder = await holderOf(INSPECTOR_PORT);
  return note(
    `${INSPECTOR_PORT} is held by ${holder === undefined ? 'another program' : `process ${holder}`}`,
    'Programs that Tandem has not started can be attached to by their process id only while it is free.',
  );
}
