import { timeLimit } from '../../ipc/time-limit.ts';
import type { Arguments, Body, CommandName, EngineEvent } from '../../protocol/commands.ts';
import { errors, type TandemError } from '../../protocol/errors.ts';
import { type Deferred, deferred } from '../util/deferred.ts';
import { Emitter } from '../util/emitter.ts';
import { type Backend, type BackendState, DEFAULT_LIMIT, type RequestOptions } from './backend.ts';
import { Metrics } from './metrics.ts';

/** Whatever answers commands: an engine in this process, or the far end of a connection. */
export interface Peer {
  request<C extends CommandName>(command: C, args: Arguments<C>): Promise<Body<C>>;
}

/** How long an engine may take to let go of a program. */
export const LET_GO_LIMIT_MS = 500;

export type Trace = (line: string) => void;

/**
 * What both backends share: waiting for the engine, time limits, tracing, metrics, and the one end of all waits. A
 * subclass finds its peer, hands it to {@link connected}, and says {@link close} when it has lost it.
 */
export abstract class PeerBackend implements Backend {
  readonly metrics = new Metrics();
  readonly closed: Promise<TandemError>;
  readonly #closed = deferred<TandemError>();
  readonly #trace: Trace | undefined;
  readonly #events = new Emitter<EngineEvent>();
  readonly #peer = deferred<Peer>();
  readonly #unanswered = new Set<Deferred<never>>();
  #lastTicket = 0;
  #state: BackendState = 'connecting';

  constructor(trace?: Trace) {
    this.#trace = trace;
    this.closed = this.#closed.promise;
  }

  get state(): BackendState {
    return this.#state;
  }

  onEvent(listener: (event: EngineEvent) => void): Disposable {
    return this.#events.on(listener);
  }

  async request<C extends CommandName>(
    command: C,
    args: Arguments<C>,
    { limit = DEFAULT_LIMIT, signal }: RequestOptions = {},
  ): Promise<Body<C>> {
    const peer = await this.#peer.promise;
    if (!signal) return this.ask(peer, command, args, limit);
    signal.throwIfAborted();
    this.#lastTicket += 1;
    const ticket = this.#lastTicket;
    const abort = (): void => {
      this.ask(peer, 'abort', { aborted: ticket }, DEFAULT_LIMIT).catch(() => {
        // The whole backend is closing.
      });
    };
    signal.addEventListener('abort', abort);
    try {
      return await this.ask(peer, command, { ...args, ticket }, limit);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** The request proper; a subclass configures its peer with it before the others get in. */
  protected async ask<C extends CommandName>(
    peer: Peer,
    command: C,
    args: Arguments<C>,
    limit: number,
  ): Promise<Body<C>> {
    const started = performance.now();
    this.#trace?.(`→ ${command} ${JSON.stringify(args)}`);
    // Not Promise.race with `closed`: each race would leave its reactions on that promise for the life of the session.
    const answer = deferred<Body<C>>();
    this.#unanswered.add(answer as Deferred<never>);
    const timer = timeLimit(limit, () => answer.reject(errors.backendTimeout(command, limit / 1000)));
    let failed = true;
    try {
      peer.request(command, args).then(answer.resolve, answer.reject);
      const body = await answer.promise;
      failed = false;
      return body;
    } finally {
      timer[Symbol.dispose]();
      this.#unanswered.delete(answer as Deferred<never>);
      const ms = performance.now() - started;
      this.metrics.record(command, ms, failed);
      this.#trace?.(`${failed ? '✗' : '←'} ${command} ${ms.toFixed(2)} ms`);
    }
  }

  async letGo(_dying: boolean): Promise<void> {
    if (this.#state !== 'connected') return;
    // One that does not answer is ended, or left alone, all the same.
    await this.request('detach', {}, { limit: LET_GO_LIMIT_MS }).catch(() => {});
  }

  protected connected(peer: Peer): void {
    if (this.#state !== 'connecting') return;
    this.#state = 'connected';
    this.#peer.resolve(peer);
  }

  protected emit(event: EngineEvent): void {
    if (this.#state === 'closed') return;
    this.#trace?.(`⚡ ${event.event} ${JSON.stringify(event.body)}`);
    this.#events.emit(event);
  }

  /** Ends every wait with `reason`. The first reason stays. */
  close(reason: TandemError): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#trace?.(`closed: ${reason.message} Asked so far: ${this.metrics}`);
    this.#peer.reject(reason);
    for (const answer of this.#unanswered) answer.reject(reason);
    this.#closed.resolve(reason);
  }

  abstract [Symbol.asyncDispose](): Promise<void>;
}
