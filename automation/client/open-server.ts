import { withdraw } from '../../ipc/discovery.ts';
import { describeEndpoint } from '../../ipc/endpoint.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import { findServer, type ServerPlace, type ServerQuery } from '../discovery/find-server.ts';

/**
 * Finds the task server that is meant, and opens it. What a server has published that is not there any more is removed, and
 * the next one is looked for. Rejects with `discovery.*`, and as `open` does.
 */
export async function openServer<T>(
  query: ServerQuery,
  open: (place: ServerPlace) => Promise<T>,
): Promise<T> {
  const gone = new Set<number>();
  for (;;) {
    const place = findServer(query);
    try {
      return await open(place);
    } catch (thrown) {
      const reason = TandemError.from(thrown);
      const { publication, endpoint } = place;
      if (!isAbsence(reason)) throw reason;
      if (publication) withdraw(publication.kind, publication.pid);
      const isNamed = query.endpoint !== undefined || query.pid !== undefined;
      if (!publication || isNamed || gone.has(publication.pid))
        throw errors.serverGone(describeEndpoint(endpoint), reason.message);
      gone.add(publication.pid);
    }
  }
}

/** Nobody listens there: it is not that somebody does not want to, or cannot just now. */
export function isAbsence({ code, cause }: TandemError): boolean {
  const why = (cause as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ipc.connectFailed' && (why === 'ECONNREFUSED' || why === 'ENOENT');
}
