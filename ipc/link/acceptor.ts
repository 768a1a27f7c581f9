import { errors, TandemError } from '../../protocol/errors.ts';
import type { Hello, Said } from '../../protocol/messages.ts';
import type { Carrier } from '../connection.ts';
import { firstWords, HELLO_LIMIT_MS, helloOf, nameOf, tokenMatches } from '../handshake.ts';
import type { LinkLimits } from './limits.ts';
import { Link, type Recovery } from './link.ts';

export interface AcceptOptions {
  readonly token: string;
  readonly limits: LinkLimits;
  /** How a link is opened here: by the `hello` of a launcher, or by the `open` of an adapter. */
  readonly opening: 'open' | 'hello';
}

/** Who has come: a launcher or an adapter that wants in, or a link that is resumed, with nothing left to do about it. */
export type Arrival =
  | { readonly kind: 'hello'; readonly hello: Hello }
  | { readonly kind: 'open'; readonly id: string; readonly pid?: number | undefined }
  | { readonly kind: 'resumed' };

/** The links that one side was dialled for, by the names that only the two ends know. */
export class Links {
  readonly #options: AcceptOptions;
  readonly #links = new Map<string, Link>();
  /** Names of links that are over. One of these is not opened again by who has not heard of its end. */
  readonly #over = new Set<string>();

  constructor(options: AcceptOptions) {
    this.#options = options;
  }

  /**
   * Hears who has come. Whoever may not in is told why, closed, and the reason thrown: `ipc.hello*`, `link.*`, `frame.*`,
   * or why the connection ended.
   */
  async receive(carrier: Carrier, timeoutMs = HELLO_LIMIT_MS): Promise<Arrival> {
    const arrival = await firstWords(carrier, timeoutMs, (said) => {
      try {
        return this.#judge(said);
      } catch (refusal) {
        if (speaksOfLinks(said)) refuse(carrier, TandemError.from(refusal));
        throw refusal;
      }
    });
    if (arrival.kind !== 'known') return arrival;
    try {
      arrival.link.ride(carrier, arrival.seen, true);
    } catch (refusal) {
      refuse(carrier, TandemError.from(refusal));
      throw refusal;
    }
    return { kind: 'resumed' };
  }

  /** Makes the link that somebody has come for. `isGone` tells that the process of the other side has ended. */
  begin(carrier: Carrier, id: string, isGone: () => boolean = () => false): Link {
    const { limits, opening } = this.#options;
    const recovery = new Waiter(limits, isGone);
    // A hello is the first message.
    const link = new Link({ id, limits, recovery, carrier, seen: opening === 'hello' ? 1 : 0 });
    this.#links.set(id, link);
    link.onClose(() => {
      this.#links.delete(id);
      this.#over.add(id);
    });
    link.ride(carrier, 0, true);
    return link;
  }

  #judge(said: Said): Exclude<Arrival, { kind: 'resumed' }> | Known {
    const { token, opening } = this.#options;
    if (opening === 'hello' && !('link' in said)) {
      const hello = helloOf(said, token);
      const known = hello.link === undefined ? undefined : this.#find(hello.link, 0);
      return known ?? { kind: 'hello', hello };
    }
    if (!('link' in said) || (said.link !== 'resume' && said.link !== opening)) {
      throw errors.helloMissing(nameOf(said), opening);
    }
    if (!tokenMatches(said.token, token)) throw errors.linkToken();
    if (said.link === 'open') return this.#find(said.id, 0) ?? { kind: 'open', id: said.id, pid: said.pid };
    const known = this.#find(said.id, said.seen);
    if (!known) throw errors.linkUnknown();
    return known;
  }

  /** One that is opened again was not welcomed before its connection was lost, or does not know that it was. */
  #find(id: string, seen: number): Known | undefined {
    if (this.#over.has(id)) throw errors.linkUnknown();
    const link = this.#links.get(id);
    return link && { kind: 'known', link, seen };
  }
}

interface Known {
  readonly kind: 'known';
  readonly link: Link;
  readonly seen: number;
}

/** Turns somebody away who would understand why. */
export function refuse(carrier: Carrier, reason: TandemError): void {
  carrier.send({ link: 'refused', error: reason.toJSON() });
  void carrier.close(reason);
}

/** Whether who says this understands a refusal. */
const speaksOfLinks = (said: Said): boolean =>
  'link' in said || ('body' in said && typeof (said.body as Hello | undefined)?.link === 'string');

/** How often to look whether the other side's process still lives, in milliseconds. */
const LOOK_INTERVAL_MS = 25;

/** Waits for the other side to dial again, while there is hope. */
class Waiter implements Recovery {
  readonly #waitMs: number;
  readonly #isGone: () => boolean;
  #looking: NodeJS.Timeout | undefined;

  constructor({ waitMs }: LinkLimits, isGone: () => boolean) {
    this.#waitMs = waitMs;
    this.#isGone = isGone;
  }

  lost(link: Link, loss: TandemError): void {
    const waitMs = this.#waitMs;
    const since = performance.now();
    this.#looking = setInterval(() => {
      if (this.#isGone()) link.fail(loss);
      else if (performance.now() - since >= waitMs) {
        link.fail(
          errors.linkLost(loss.message, `the other side did not come back within ${waitMs / 1000} s.`),
        );
      }
    }, LOOK_INTERVAL_MS);
    this.#looking.unref();
  }

  back(): void {
    clearInterval(this.#looking);
  }

  stop(): void {
    this.back();
  }
}
