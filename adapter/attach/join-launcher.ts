import { connect } from '../../ipc/connect.ts';
import { type Connection, FramedConnection } from '../../ipc/connection.ts';
import { withdraw } from '../../ipc/discovery.ts';
import { describeEndpoint, formatEndpoint } from '../../ipc/endpoint.ts';
import { hearHello } from '../../ipc/hear-hello.ts';
import { dialLink } from '../../ipc/link/dialler.ts';
import { limitsOf } from '../../ipc/link/limits.ts';
import type { Link } from '../../ipc/link/link.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import type { Hello } from '../../protocol/messages.ts';
import { isCompatible, VERSION } from '../version.ts';
import type { Place } from './place.ts';

export interface Joined {
  readonly connection: Connection;
  readonly hello: Hello;
}

/**
 * Dials a program that waits for debuggers. Whatever keeps it from coming in is told by its cause: nobody listens, the
 * token is wrong or unknown, it is no launcher, or one of another version. `dial` is for programs that are not within reach.
 */
export async function joinLauncher(
  place: Place,
  timeoutMs: number,
  dial: typeof connect = connect,
): Promise<Joined> {
  const { endpoint, token } = place;
  let link: Link | undefined;
  try {
    if (token === undefined) {
      (await dial(endpoint, timeoutMs)).destroy();
      throw errors.attachTokenUnset(formatEndpoint(endpoint));
    }
    link = await dialLink({
      dial: async () => new FramedConnection(await dial(endpoint, timeoutMs), 'adapter'),
      token,
      limits: limitsOf(endpoint),
      opening: 'open',
    });
    const hello = await hearHello(link, timeoutMs);
    if (!isCompatible(hello.version, VERSION)) throw errors.attachVersion(hello.version, VERSION);
    return { connection: link, hello };
  } catch (thrown) {
    void link?.close();
    throw whyNot(TandemError.from(thrown), place, timeoutMs);
  }
}

function whyNot(reason: TandemError, { endpoint, publication }: Place, timeoutMs: number): TandemError {
  const where = describeEndpoint(endpoint);
  const { code, message } = reason;
  if (code === 'ipc.connectFailed') {
    if (publication) withdraw('program', publication.pid);
    const { code: why = '' } = (reason.cause ?? {}) as NodeJS.ErrnoException;
    return errors.attachNoProgram(where, NOBODY[why] ?? message);
  }
  if (code === 'link.token') return errors.attachToken(where);
  if (code === 'ipc.helloTimeout') return errors.attachNoAnswer(where, timeoutMs);
  const isStranger = code !== 'frame.version' && STRANGER.test(code);
  return isStranger ? errors.attachStranger(where, message) : reason;
}

/** A system's words for it, where they would only say the address again. */
const NOBODY: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there.',
  ENOENT: 'there is no such socket.',
};

/** What comes of a peer that knows nothing of our wire. */
const STRANGER = /^(?:frame\.|ipc\.peerClosed$|ipc\.lost$|ipc\.hello)/;
