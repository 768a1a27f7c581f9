import { setTimeout as delay } from 'node:timers/promises';
import { errors, TandemError } from '../../protocol/errors.ts';
import type { CommandName } from '../../protocol/tasks/commands.ts';
import type { Ack } from '../../protocol/tasks/messages.ts';
import type { ServerPlace } from '../discovery/find-server.ts';
import { isAbsence } from './open-server.ts';
import { ServerConnection, type Told } from './server-connection.ts';

export interface LastingListener {
  told(message: Told): void;
  problem(error: TandemError): void;
  lost(reason: TandemError): void;
  /** `resumed`: to the server it is the client that it was before. */
  reconnected(resumed: boolean): void;
  /** For good; called once. */
  closed(reason: TandemError): void;
}

export interface LastingOptions {
  readonly name?: string | undefined;
  readonly events?: boolean | undefined;
  /** For how long a lost connection is tried to be made again, in milliseconds. */
  readonly reconnectMs: number;
}

/** From one attempt to the next, in milliseconds: twice as long each time. */
const FIRST_DELAY_MS = 25;
const LONGEST_DELAY_MS = 1000;

/** After these, the server would not be the same, or not want this client. */
const FINAL: ReadonlySet<string> = new Set(
  [errors.taskServerClosed(), errors.clientReplaced('')].map(({ code }) => code),
);

/**
 * A connection to a task server that is made again when it is lost, as the same client. What was not answered then is
 * rejected, and never sent again: it may have been carried out.
 */
export class LastingConnection {
  readonly #place: ServerPlace;
  readonly #options: LastingOptions;
  readonly #listener: LastingListener;
  readonly #abandoned = new AbortController();
  #current: ServerConnection | undefined;
  /** Resolves with the present one; or, while there is none, with the next. */
  #connection!: Promise<ServerConnection>;
  #ack!: Ack;
  #closed: TandemError | undefined;

  private constructor(place: ServerPlace, options: LastingOptions, listener: LastingListener) {
    this.#place = place;
    this.#options = options;
    this.#listener = listener;
  }

  /** Rejects as `ServerConnection.open` does. */
  static async open(
    place: ServerPlace,
    options: LastingOptions,
    listener: LastingListener,
  ): Promise<LastingConnection> {
    const lasting = new LastingConnection(place, options, listener);
    await lasting.#open();
    return lasting;
  }

  /** Of the last time that the server let this client in. */
  get ack(): Ack {
    return this.#ack;
  }

  get isReady(): boolean {
    return this.#current !== undefined;
  }

  get closed(): TandemError | undefined {
    return this.#closed;
  }

  /** Without a connection, it waits for the next one. */
  async send(name: CommandName, data: unknown): Promise<unknown> {
    if (this.#closed) throw this.#closed;
    return (this.#current ?? (await this.#connection)).send(name, data);
  }

  /** Says goodbye. Resolves when nothing is left of it. */
  async close(): Promise<void> {
    const current = this.#current;
    this.#end(errors.clientClosed());
    await current?.leave(errors.clientClosed());
  }

  async #open(former?: Ack): Promise<ServerConnection> {
    const { name, events } = this.#options;
    const again = former && { resume: former.clientId, resumeToken: former.resumeToken };
    const who = { ...(name && { name }), ...(events === false && { events }), ...again };
    let over: TandemError | undefined;
    const connection = await ServerConnection.open(this.#place, who, {
      told: (message) => this.#listener.told(message),
      problem: (error) => this.#listener.problem(error),
      ended: (reason) => {
        over = reason;
        if (this.#current === connection) this.#ended(reason);
      },
    });
    if (over) throw over;
    if (this.#closed) {
      void connection.leave(this.#closed);
      throw this.#closed;
    }
    this.#current = connection;
    this.#connection = Promise.resolve(connection);
    this.#ack = connection.ack;
    return connection;
  }

  #ended(reason: TandemError): void {
    this.#current = undefined;
    const { reconnectMs } = this.#options;
    if (FINAL.has(reason.code) || reconnectMs === 0) this.#end(errors.clientGivesUp(reason.message));
    else {
      this.#connection = this.#reconnect(performance.now() + reconnectMs);
      // Whoever waits for it is told; nobody may wait.
      this.#connection.catch(() => {});
      this.#listener.lost(reason);
    }
  }

  async #reconnect(deadline: number): Promise<ServerConnection> {
    const former = this.#ack;
    for (let wait = FIRST_DELAY_MS; ; wait = Math.min(2 * wait, LONGEST_DELAY_MS)) {
      try {
        await delay(wait, undefined, { signal: this.#abandoned.signal });
        const connection = await this.#open(former);
        this.#listener.reconnected(connection.ack.clientId === former.clientId);
        return connection;
      } catch (thrown) {
        if (this.#closed) throw this.#closed;
        const reason = TandemError.from(thrown);
        const mayComeBack = reason.code.startsWith('ipc.') && !isAbsence(reason);
        if (mayComeBack && performance.now() < deadline) continue;
        const end = errors.clientGivesUp(reason.message);
        this.#end(end);
        throw end;
      }
    }
  }

  #end(reason: TandemError): void {
    if (this.#closed) return;
    this.#closed = reason;
    this.#current = undefined;
    this.#abandoned.abort();
    this.#listener.closed(reason);
  }
}
