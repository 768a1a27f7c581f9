import { publicationOf, publications } from '../../ipc/discovery.ts';
import { formatEndpoint, parseEndpoint, toEndpoint } from '../../ipc/endpoint.ts';
import type { ProgramPublication } from '../../ipc/publication.ts';
import type { Endpoint } from '../../ipc/transport-config.ts';
import type { AttachConfiguration } from './configuration.ts';

/** Where a program waits for debuggers, and what opens it. */
export interface Place {
  readonly endpoint: Endpoint;
  /** Undefined where nobody knows it. */
  readonly token: string | undefined;
  /** What the program has published; undefined for one that this user's programs know nothing of. */
  readonly publication: ProgramPublication | undefined;
}

/**
 * The place that a configuration names by an endpoint.
 * @param published the programs that wait where it is
 */
export function namedPlace(
  configuration: AttachConfiguration,
  published: readonly ProgramPublication[] = publications('program'),
): Place {
  const endpoint = endpointOf(configuration);
  const publication = published.find((one) => isOf(one, endpoint));
  const token = configuration.token ?? publication?.token;
  return { endpoint, token, publication };
}

/** Whether there is a token for the place that a configuration names by an endpoint. */
export const isKnown = (
  configuration: AttachConfiguration,
  published?: readonly ProgramPublication[],
): boolean => namedPlace(configuration, published).token !== undefined;

/** The place that a process has published; undefined when it has not. */
export function publishedPlace(pid: number): Place | undefined {
  const publication = publicationOf('program', pid);
  return publication && placeOf(publication);
}

/** Where the program waits that has taken the place of one that has ended; the one that was started last. */
export function successorOf({ main, cwd, pid, startedAt }: ProgramPublication): Place | undefined {
  const [latest] = publications('program')
    .filter((one) => one.main === main && one.cwd === cwd && one.pid !== pid && one.startedAt >= startedAt)
    .sort((one, other) => other.startedAt - one.startedAt);
  return latest && placeOf(latest);
}

export const placeOf = (publication: ProgramPublication): Place => ({
  endpoint: parseEndpoint(publication.endpoint),
  token: publication.token,
  publication,
});

function endpointOf({ endpoint, path, pipeName, host, address, port }: AttachConfiguration): Endpoint {
  if (endpoint !== undefined) return parseEndpoint(endpoint);
  return toEndpoint({
    transport: 'auto',
    path,
    pipeName,
    host: host ?? address,
    port: port === undefined ? undefined : Number(port),
  });
}

/** All addresses by which a machine may call itself: a program that listens on one of them is found by any. */
const HERE = new Set(['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::']);

function isOf(publication: ProgramPublication, endpoint: Endpoint): boolean {
  if (publication.endpoint === formatEndpoint(endpoint)) return true;
  if (endpoint.transport !== 'tcp' || !HERE.has(endpoint.host)) return false;
  const published = parseEndpoint(publication.endpoint);
  return published.transport === 'tcp' && published.port === endpoint.port && HERE.has(published.host);
}
