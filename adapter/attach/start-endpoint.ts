import type { ProgramPublication } from '../../ipc/publication.ts';
import { errors } from '../../protocol/errors.ts';
import { ConnectedBackend } from '../backend/connected-backend.ts';
import { capabilitiesOf } from '../launch/runtimes/runtimes.ts';
import { rideOf } from '../run/ride.ts';
import type { Started, Starter } from '../run/start.ts';
import { AttachedProgram } from './attached-program.ts';
import type { AttachConfiguration } from './configuration.ts';
import { withRoots } from './in-far-place.ts';
import { joinLauncher } from './join-launcher.ts';
import { namedPlace, type Place, publishedPlace, successorOf } from './place.ts';

/** Joins a program that waits for debuggers at the endpoint that the configuration names. */
export const atEndpoint = (configuration: AttachConfiguration): Starter =>
  withRoots(configuration, (context) => startAt(namedPlace(configuration), configuration, context));

/** Joins a process that has published where it waits for debuggers; undefined for one that has not. */
export function atPublished(configuration: AttachConfiguration): Starter | undefined {
  const place = publishedPlace(Number(configuration.processId));
  return place && ((context) => startAt(place, configuration, context));
}

/**
 * Joins what has taken the place of a program that has ended: the same main module, started in the same directory, is
 * waiting again, wherever that is now.
 */
export const atSuccessor = (former: ProgramPublication, configuration: AttachConfiguration): Starter =>
  withRoots(configuration, (context) => {
    const successor = successorOf(former);
    if (!successor) throw errors.attachNoProgram(former.endpoint, 'it has not come back.');
    return startAt(successor, configuration, context);
  });

async function startAt(
  place: Place,
  { timeout }: AttachConfiguration,
  { scope, engine, log, trace }: Parameters<Starter>[0],
): Promise<Started> {
  const joined = await joinLauncher(place, timeout);
  const { hello } = joined;
  const backend = scope.use(new ConnectedBackend(joined, log, trace));
  const publication = place.publication?.pid === hello.pid ? place.publication : undefined;
  return {
    program: new AttachedProgram({ hello, backend, isLocal: publication !== undefined, publication }),
    backend,
    opened: backend.open(engine),
    capabilities: capabilitiesOf(hello),
    ride: rideOf(hello, place.endpoint.transport),
  };
}
