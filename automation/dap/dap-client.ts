import type { DebugProtocol } from '@vscode/debugprotocol';
import type { RequestArguments, RequestBody, RequestName } from '../../adapter/requests/requests.ts';
import type { ClientEvents } from '../../adapter/session/client.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import { Listeners } from '../listeners.ts';

export type EventName = keyof ClientEvents;
export type EventBody<E extends EventName> = ClientEvents[E];

/** What of a debug session the client uses: it is a `vscode.DebugAdapter`, or anything that behaves like one. */
export interface Adapter {
  handleMessage(message: DebugProtocol.ProtocolMessage): void;
  onDidSendMessage(listener: (message: object) => void): unknown;
  dispose(): void;
  /** Resolves when the session is over and everything it held is released. */
  readonly ended: Promise<void>;
}

/** Whatever happens. No event is called so. */
const ANY = '*';
interface AnyEvent {
  readonly [ANY]: DebugProtocol.Event;
}

interface Pending {
  resolve(body: object): void;
  reject(reason: TandemError): void;
}

/**
 * A client of a debug session in this very process: requests and events with the adapter's own types, no stream in
 * between. Listeners are called while the adapter sends; they hear events in the order they happened.
 */
export class DapClient {
  readonly #adapter: Adapter;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Listeners<ClientEvents & AnyEvent>();
  #seq = 0;

  constructor(adapter: Adapter) {
    this.#adapter = adapter;
    adapter.onDidSendMessage((message) => this.#receive(message as DebugProtocol.ProtocolMessage));
    void adapter.ended.then(() => this.#failPending());
  }

  /** Resolves when the session is over and everything it held is released. */
  get ended(): Promise<void> {
    return this.#adapter.ended;
  }

  /** Rejects with the adapter's error, code and all; or with `session.ended` when no answer will come any more. */
  request<R extends RequestName>(command: R, args: RequestArguments<R>): Promise<RequestBody<R>> {
    this.#seq += 1;
    const seq = this.#seq;
    const answer = new Promise<object>((resolve, reject) => this.#pending.set(seq, { resolve, reject }));
    const request: DebugProtocol.Request = { type: 'request', seq, command, arguments: args };
    this.#adapter.handleMessage(request);
    return answer as Promise<RequestBody<R>>;
  }

  /** Disposing the result removes the listener. */
  on<E extends EventName>(event: E, listener: (body: EventBody<E>) => void): Disposable {
    return this.#listeners.on<EventName>(event, listener as (body: unknown) => void);
  }

  /** Every event, also those that have no meaning here, before those who listen to that one. */
  onAny(listener: (event: string, body: unknown) => void): Disposable {
    return this.#listeners.on(ANY, ({ event, body }) => listener(event, body));
  }

  /** The next event of that name; rejects when the session ends without one. */
  next<E extends EventName>(event: E): Promise<EventBody<E>> {
    return new Promise((resolve, reject) => {
      const registration = this.on(event, (body) => {
        registration[Symbol.dispose]();
        resolve(body);
      });
      void this.ended.then(() => reject(errors.sessionEnded()));
    });
  }

  /** Gives the session up, and with it the program; called again, at once. */
  dispose(): void {
    this.#adapter.dispose();
  }

  #receive(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'response') this.#settle(message as DebugProtocol.Response);
    else if (message.type === 'event') this.#emit(message as DebugProtocol.Event);
    // Answered later: the adapter is just sending, and does not listen yet.
    else queueMicrotask(() => this.#decline(message as DebugProtocol.Request));
  }

  #settle(response: DebugProtocol.Response): void {
    const pending = this.#pending.get(response.request_seq);
    this.#pending.delete(response.request_seq);
    if (response.success) pending?.resolve(response.body ?? {});
    else pending?.reject(adapterError(response as DebugProtocol.ErrorResponse));
  }

  #emit(event: DebugProtocol.Event): void {
    this.#listeners.emit(ANY, event);
    this.#listeners.emit(event.event as EventName, event.body);
  }

  /** Nothing that needs this was promised in `initialize`, but an adapter that asks must not wait for ever. */
  #decline({ seq, command }: DebugProtocol.Request): void {
    this.#seq += 1;
    const response: DebugProtocol.Response = {
      type: 'response',
      seq: this.#seq,
      request_seq: seq,
      command,
      success: false,
      message: `This client does not know the request "${command}".`,
    };
    this.#adapter.handleMessage(response);
  }

  #failPending(): void {
    // A turn later: the session answers what it left open when it has ended, and its reasons are better.
    setTimeout(() => {
      for (const { reject } of this.#pending.values()) reject(errors.sessionEnded());
      this.#pending.clear();
    });
  }
}

/** What a request is answered that the program has overtaken: it went on, or it is gone. */
const OVERTAKEN: ReadonlySet<string> = new Set([
  'backend.lost',
  'engine.frameStale',
  'engine.programEnded',
  'engine.referenceStale',
  'engine.threadRunning',
  'engine.threadUnknown',
  'session.cancelled',
  'session.ended',
]);

/** The error that the adapter had; what to do next is part of its message already. */
export function adapterError({
  message = 'The request failed.',
  body,
}: DebugProtocol.ErrorResponse): TandemError {
  const code = body.error?.variables?._code ?? 'session.failed';
  return new TandemError({ code, message, audience: OVERTAKEN.has(code) ? 'expected' : 'user' });
}
