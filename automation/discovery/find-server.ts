import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { publicationAt, publicationOf, publications } from '../../ipc/discovery.ts';
import { formatEndpoint, parseEndpoint } from '../../ipc/endpoint.ts';
import type { ServerPublication } from '../../ipc/publication.ts';
import type { Endpoint } from '../../ipc/transport-config.ts';
import { errors } from '../../protocol/errors.ts';

/** The file in which a window has published itself: its terminals are told, so that what runs there finds it. */
export const SERVER_VARIABLE = 'TANDEM_TASK_SERVER';

/** Which task server is meant. What is said here goes before the environment, and that before the working directory. */
export interface ServerQuery {
  /** Of the window's extension host, or of `tandem serve`. */
  readonly pid?: number | undefined;
  /** As `formatEndpoint` writes it, or `tcp:HOST:PORT` of one that is reached through a tunnel. */
  readonly endpoint?: string | undefined;
  /** Of the endpoint; `TANDEM_TOKEN`, or what is published for it, unless set. */
  readonly token?: string | undefined;
  /** One that is open there, or is in one that is. */
  readonly folder?: string | undefined;
  /** By default this process's. */
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Where a task server listens, and what opens it. */
export interface ServerPlace {
  readonly endpoint: Endpoint;
  readonly token: string;
  /** What it has published; undefined where it is known by its endpoint only. */
  readonly publication: ServerPublication | undefined;
}

/** Every task server of this user, the windows first. */
export const runningServers = (): ServerPublication[] => [
  ...publications('window'),
  ...publications('server'),
];

/** Finds the one task server that is meant. Throws `discovery.*`, with what to do next. */
export function findServer(query: ServerQuery = {}): ServerPlace {
  const { pid, endpoint, folder, cwd = process.cwd(), env = process.env } = query;
  if (endpoint !== undefined) return atEndpoint(endpoint, query.token ?? env.TANDEM_TOKEN);
  if (pid !== undefined) return placeOf(withPid(pid));
  const told = folder === undefined ? inEnvironment(env) : undefined;
  return placeOf(told ?? withFolder(resolve(cwd, folder ?? '.')));
}

function atEndpoint(text: string, token: string | undefined): ServerPlace {
  const endpoint = parseEndpoint(text);
  const where = formatEndpoint(endpoint);
  const publication = runningServers().find((server) => server.endpoint === where);
  const opening = token ?? publication?.token;
  if (opening === undefined) throw errors.serverTokenUnknown(where);
  return { endpoint, token: opening, publication };
}

function withPid(pid: number): ServerPublication {
  const found = publicationOf('window', pid) ?? publicationOf('server', pid);
  if (!found) throw errors.serverUnknown(pid, runningServers().map(describeServer));
  return found;
}

/** Undefined, too, when that window is closed or was reloaded: its terminals may live on. */
function inEnvironment(env: NonNullable<ServerQuery['env']>): ServerPublication | undefined {
  const file = env[SERVER_VARIABLE];
  return file ? publicationAt(file, ['window', 'server']) : undefined;
}

/** The one with the folder that is nearest to this one, of those that it is in. */
function withFolder(folder: string): ServerPublication {
  const servers = runningServers();
  const inside = realPath(folder);
  const candidates = servers
    .map((server) => ({
      server,
      depth: Math.max(...server.folders.map((one) => depthIn(realPath(one), inside))),
    }))
    .filter(({ depth }) => depth >= 0);
  const deepest = Math.max(...candidates.map(({ depth }) => depth));
  const [found, ...others] = candidates.filter(({ depth }) => depth === deepest).map(({ server }) => server);
  if (!found) throw errors.noServer(folder, servers.map(describeServer));
  if (others.length > 0) throw errors.severalServers(folder, [found, ...others].map(describeServer));
  return found;
}

/** How long the path of a folder is that another one is in, or is; -1 when it is not. */
function depthIn(folder: string, inside: string): number {
  const way = relative(folder, inside);
  const leaves = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  return leaves ? -1 : folder.length;
}

/** A folder may be open under another name than the one that we came by. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

export const describeServer = ({ pid, kind, name, folders }: ServerPublication): string =>
  `${pid}  ${kind} "${name}"${folders.length > 0 ? `  ${folders.join(', ')}` : '  (no folder)'}`;

const placeOf = (publication: ServerPublication): ServerPlace => ({
  endpoint: parseEndpoint(publication.endpoint),
  token: publication.token,
  publication,
});
