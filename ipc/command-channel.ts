import { errors, TandemError } from '../protocol/errors.ts';
import type { Channel, EventMessage, Message, ResponseMessage } from '../protocol/messages.ts';
import type { Connection } from './connection.ts';
import { Lanes } from './lanes.ts';
import { Mailbox } from './mailbox.ts';
import { remoteError } from './remote-error.ts';
import { timeLimit } from './time-limit.ts';

export interface RequestOptions {
  /** Milliseconds after which the request rejects with `ipc.requestTimeout`; no limit unless set. */
  readonly timeoutMs?: number | undefined;
  /** Rejects the request with `ipc.requestCancelled` when aborted. The peer is not told. */
  readonly signal?: AbortSignal | undefined;
}

interface Pending {
  resolve(body: unknown): void;
  reject(reason: TandemError): void;
}

/** The adapter's half: commands out, answers and events in. Does not own the connection. */
export class CommandSender implements Disposable {
  readonly #connection: Connection;
  readonly #pending = new Map<number, Pending>();
  readonly #events = new Mailbox<EventMessage>();
  readonly #subscriptions: readonly Disposable[];
  #lastSeq = 0;
  #over: TandemError | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#subscriptions = [
      connection.onMessage((message) => this.#receive(message)),
      connection.onClose((reason) => this.#end(reason)),
    ];
  }

  /**
   * Says one command and resolves to the body of its answer. Rejects with the error that the peer answered, with the one
   * reason why the connection ended, or as {@link RequestOptions} say; an answer that comes after that is ignored.
   */
  request(command: string, args?: unknown, { timeoutMs, signal }: RequestOptions = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#over) throw this.#over;
      if (signal?.aborted) throw errors.requestCancelled(command);
      const seq = this.#lastSeq + 1;
      this.#connection.send({ seq, command, arguments: args });
      // Only now: a message that could not be sent has used no number.
      this.#lastSeq = seq;

      const settle = (act: () => void) => {
        this.#pending.delete(seq);
        limit?.[Symbol.dispose]();
        signal?.removeEventListener('abort', cancel);
        act();
      };
      const pending: Pending = {
        resolve: (body) => settle(() => resolve(body)),
        reject: (reason) => settle(() => reject(reason)),
      };
      const cancel = () => pending.reject(errors.requestCancelled(command));
      const limit =
        timeoutMs === undefined
          ? undefined
          : timeLimit(timeoutMs, () => pending.reject(errors.requestTimeout(command, timeoutMs)));
      signal?.addEventListener('abort', cancel);
      this.#pending.set(seq, pending);
    });
  }

  /** Events that came while nobody listened are kept for the next listener. */
  onEvent(listener: (event: EventMessage) => void): Disposable {
    return this.#events.subscribe(listener);
  }

  /** Lets go of the connection; what is pending rejects with `ipc.closed`. */
  [Symbol.dispose](): void {
    this.#end(errors.connectionClosed());
    this.#events.clear();
  }

  #receive(message: Message): void {
    if (!('type' in message)) return;
    if (message.type === 'event') {
      this.#events.post(message);
      return;
    }
    const pending = this.#pending.get(message.requestSeq);
    if (message.error) pending?.reject(remoteError(message.error));
    else pending?.resolve(message.body);
  }

  #end(reason: TandemError): void {
    this.#over ??= reason;
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
    for (const pending of this.#pending.values()) pending.reject(this.#over);
  }
}

/** Does what a command says and resolves to the body of the answer; what it throws is answered as the error. */
export type CommandHandler = (command: string, args: unknown) => unknown;

/** The launcher's half: commands in, answers and events out. Does not own the connection. */
export class CommandReceiver implements Disposable {
  readonly #connection: Connection;
  readonly #handler: CommandHandler;
  readonly #subscription: Disposable;
  readonly #lanes: Lanes;
  #lastSeq = 0;
  #unanswered = 0;
  #allAnswered: () => void = () => {};

  constructor(connection: Connection, handler: CommandHandler) {
    this.#connection = connection;
    this.#handler = handler;
    this.#lanes = new Lanes(connection, (event) => this.#send(event));
    this.#subscription = connection.onMessage((message) => {
      if ('command' in message) void this.#answer(message.seq, message.command, message.arguments);
    });
  }

  /**
   * Says one event. Answers, and events of the channel `debug`, which is meant when no other is named, leave at once. All
   * others wait, each channel for itself, while the connection is congested: whoever says many heeds {@link congested}.
   * Output is never overtaken by a later event of `debug`: what was written before a stop is shown before it.
   * Throws `ipc.messageUnsendable` when the body is not JSON or too long.
   */
  emit(event: string, body?: unknown, channel: Channel = 'debug'): void {
    if (channel === 'debug') {
      this.#lanes.takeAlong('output');
      this.#send({ type: 'event', event, body });
    } else this.#lanes.say({ type: 'event', event, body, channel }, channel);
  }

  /** Undefined while there is room for more of a channel's events; else a promise of it, which never rejects. */
  congested(channel: Channel): Promise<void> | undefined {
    return this.#lanes.congested(channel);
  }

  /** Resolves once every command that was taken is answered, or after `timeoutMs` milliseconds. */
  answered(timeoutMs: number): Promise<void> {
    if (this.#unanswered === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const limit = timeLimit(timeoutMs, () => this.#allAnswered());
      this.#allAnswered = () => {
        limit[Symbol.dispose]();
        resolve();
      };
    });
  }

  /** No command is taken any more; those that were are still answered. */
  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }

  async #answer(requestSeq: number, command: string, args: unknown): Promise<void> {
    const response = { type: 'response', requestSeq } as const;
    this.#unanswered += 1;
    try {
      const body = await this.#handler(command, args);
      this.#send({ ...response, body });
    } catch (thrown) {
      // The handler's error, or its answer could not be sent.
      this.#send({ ...response, error: TandemError.from(thrown).toJSON() });
    }
    this.#unanswered -= 1;
    if (this.#unanswered === 0) this.#allAnswered();
  }

  #send(message: Omit<EventMessage, 'seq'> | Omit<ResponseMessage, 'seq'>): void {
    const seq = this.#lastSeq + 1;
    this.#connection.send({ seq, ...message });
    this.#lastSeq = seq;
  }
}
