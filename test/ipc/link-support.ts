import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { FramedConnection } from '../../ipc/connection.ts';
import { createToken } from '../../ipc/handshake.ts';
import { Links } from '../../ipc/link/acceptor.ts';
import { dialLink } from '../../ipc/link/dialler.ts';
import { type LinkLimits, LOCAL } from '../../ipc/link/limits.ts';
import type { Link } from '../../ipc/link/link.ts';
import type { TandemError } from '../../protocol/errors.ts';
import type { Hello } from '../../protocol/messages.ts';
import { type Fault, FaultyWire } from '../support/faulty-wire.ts';
import { helloBody } from './support.ts';

/** As impatient as a test. */
export const QUICK: LinkLimits = {
  ...LOCAL,
  ackMessages: 3,
  ackBytes: 1024,
  ackMs: 5,
  waitMs: 3000,
  backoff: { firstMs: 1, lastMs: 2 },
};

export interface LinkPairOptions {
  readonly limits?: Partial<LinkLimits>;
  readonly faultOf?: (connection: number) => Fault | undefined;
  readonly isGone?: () => boolean;
  /** Who dials: a launcher, or an adapter. */
  readonly opening?: 'hello' | 'open';
  /** Says the first message of a launcher that dials. */
  readonly greet?: (link: Link, body: Hello) => void;
}

export interface LinkPair {
  readonly wire: FaultyWire;
  readonly token: string;
  readonly dialler: Link;
  readonly acceptor: Link;
  readonly links: Links;
  /** Why somebody was turned away. */
  readonly refusals: TandemError[];
  /** Makes dialling fail from now on. */
  refuse(reason: Error | undefined): void;
}

/** Both ends of a link over a wire that can break. A launcher that dials has said `hello`. */
export async function linkPair({
  limits,
  faultOf,
  isGone,
  opening = 'hello',
  greet = (link, body) => link.send({ seq: 1, type: 'event', event: 'hello', body }),
}: LinkPairOptions = {}): Promise<LinkPair> {
  const all = { ...QUICK, ...limits };
  const token = createToken();
  const links = new Links({ token, limits: all, opening });
  const refusals: TandemError[] = [];
  const [diallerRole, acceptorRole] =
    opening === 'hello' ? (['launcher', 'adapter'] as const) : (['adapter', 'launcher'] as const);
  let begun: (link: Link) => void = () => {};
  const accepted = new Promise<Link>((resolve) => {
    begun = resolve;
  });
  const accept = (stream: Duplex): void => {
    const carrier = new FramedConnection(stream, acceptorRole);
    links
      .receive(carrier)
      .then((arrival) => {
        if (arrival.kind === 'resumed') return;
        const id = arrival.kind === 'hello' ? arrival.hello.link! : arrival.id;
        begun(links.begin(carrier, id, isGone));
      })
      .catch((reason: TandemError) => refusals.push(reason));
  };
  const wire = new FaultyWire(accept, faultOf);
  let refused: Error | undefined;
  const dial = async () => {
    if (refused) throw refused;
    return new FramedConnection(wire.dial(), diallerRole);
  };
  const dialler = await dialLink({ dial, token, limits: all, opening });
  if (opening === 'hello') greet(dialler, { ...helloBody(token), link: dialler.id });
  const acceptor = await accepted;
  onTestFinished(async () => {
    await Promise.all([dialler.close(), acceptor.close()]);
  });
  return {
    wire,
    token,
    dialler,
    acceptor,
    links,
    refusals,
    refuse(reason) {
      refused = reason;
    },
  };
}
