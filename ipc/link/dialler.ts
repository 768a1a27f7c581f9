import { errors, TandemError } from '../../protocol/errors.ts';
import type { OpenMessage } from '../../protocol/link.ts';
import type { Said } from '../../protocol/messages.ts';
import type { Carrier } from '../connection.ts';
import { firstWords } from '../handshake.ts';
import { remoteError } from '../remote-error.ts';
import type { LinkLimits } from './limits.ts';
import { isLoss, Link, type Recovery } from './link.ts';

export interface DialOptions {
  /** Makes a connection, each time anew. What it throws names the system's error as its cause. */
  readonly dial: () => Promise<Carrier>;
  readonly token: string;
  readonly limits: LinkLimits;
  /** `hello` where the first message says who dials, as a launcher's does: it has to name the link. */
  readonly opening: 'open' | 'hello';
}

/** Dials, and makes a link of it that dials again whenever its connection is lost. Throws as `dial` does. */
export async function dialLink(options: DialOptions): Promise<Link> {
  const { dial, token, limits, opening } = options;
  const id = newLinkId();
  const carrier = await dial();
  const open: OpenMessage | undefined =
    opening === 'open' ? { link: 'open', id, token, pid: process.pid } : undefined;
  const link = new Link({ id, carrier, limits, recovery: new Redialler(options, open) });
  link.open(open);
  return link;
}

/**
 * A name for a link that nobody else guesses. It is the token that keeps strangers out, so the randomness that costs
 * nothing to load will do: the launcher is in a hurry.
 */
function newLinkId(): string {
  const part = () => Math.random().toString(36).slice(2).padEnd(11, '0');
  return part() + part() + part();
}

/** Errors of the system that say that nobody listens. */
const NOBODY = ['ECONNREFUSED', 'ENOENT'];

function isNobody(thrown: unknown): boolean {
  const { cause } = thrown as { cause?: NodeJS.ErrnoException | undefined };
  return cause?.code !== undefined && NOBODY.includes(cause.code);
}

/** Dials until there is a connection again, or no hope. */
class Redialler implements Recovery {
  readonly #options: DialOptions;
  readonly #open: OpenMessage | undefined;
  #candidate: Carrier | undefined;
  #stopped = false;
  #wake: () => void = () => {};
  #attempt = 0;
  #progress = 0;

  constructor(options: DialOptions, open: OpenMessage | undefined) {
    this.#options = options;
    this.#open = open;
  }

  lost(link: Link, loss: TandemError): void {
    // A connection that breaks before it has carried anything does not start the waits over.
    if (link.progress > this.#progress) this.#attempt = 0;
    this.#progress = link.progress;
    this.#redial(link, loss).catch((thrown: unknown) => link.fail(TandemError.from(thrown)));
  }

  back(): void {}

  stop(): void {
    this.#stopped = true;
    this.#wake();
    this.#candidate?.drop(errors.connectionClosed());
  }

  async #redial(link: Link, loss: TandemError): Promise<void> {
    const { dial, limits } = this.#options;
    const started = performance.now();
    let refusedSince: number | undefined;
    for (; ; this.#attempt += 1) {
      await this.#pause();
      if (this.#stopped) return;
      let failure: TandemError;
      try {
        const carrier = await dial();
        refusedSince = undefined;
        if (this.#stopped) return carrier.drop(errors.connectionClosed());
        this.#candidate = carrier;
        const seen = await this.#introduce(link, carrier);
        this.#candidate = undefined;
        this.#attempt += 1;
        return link.ride(carrier, seen);
      } catch (thrown) {
        failure = TandemError.from(thrown);
        if (this.#stopped) return;
        if (!isPassing(failure)) throw failure;
      }
      const now = performance.now();
      if (isNobody(failure)) refusedSince ??= now;
      const isGone = refusedSince !== undefined && now - refusedSince >= limits.refusedMs;
      if (isGone || now - started >= limits.dialMs) throw errors.linkLost(loss.message, failure.message);
    }
  }

  /** Resolves to the number of the last message that the other side has seen. */
  #introduce(link: Link, carrier: Carrier): Promise<number> {
    const { token, limits } = this.#options;
    const { id, seen, firstFrame } = link;
    if (link.welcomed) carrier.send({ link: 'resume', id, token, seen });
    else if (this.#open) carrier.send(this.#open);
    else if (firstFrame) carrier.write(firstFrame);
    // Nothing was said yet that would tell the other side who is back.
    else carrier.drop(errors.peerClosed());
    return firstWords(carrier, limits.welcomeMs, welcomeOf);
  }

  #pause(): Promise<void> {
    const { firstMs, lastMs } = this.#options.limits.backoff;
    if (this.#attempt === 0) return Promise.resolve();
    const ms = Math.random() * Math.min(lastMs, firstMs * 2 ** (this.#attempt - 1));
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Whether it makes sense to try again after this. */
const isPassing = (failure: TandemError): boolean =>
  isLoss(failure) || ['ipc.connectFailed', 'ipc.connectTimeout', 'ipc.helloTimeout'].includes(failure.code);

function welcomeOf(said: Said): number {
  if ('link' in said && said.link === 'welcome') return said.seen;
  if ('link' in said && said.link === 'refused') throw remoteError(said.error);
  throw errors.linkNumber('the answer to the first words was not a welcome');
}
