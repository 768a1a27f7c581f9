import type { Writable } from 'node:stream';
import { DebugSession } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { errors } from '../../protocol/errors.ts';
import { deferred } from '../util/deferred.ts';
import type { LogLine } from '../util/log-line.ts';
import type { Client } from './client.ts';
import { Dispatcher } from './dispatcher.ts';
import { Responder } from './responder.ts';
import { ReverseRequests } from './reverse-requests.ts';
import { Session, type SessionOptions } from './session.ts';

/** So much that the client has not read yet, in bytes, and it counts as being behind. */
const MAX_UNREAD = 4 * 1024 * 1024;

/** How long a client may take to open a terminal. */
const TERMINAL_LIMIT_MS = 30_000;
/** How long a client may take to say whether it has begun a session. */
const START_LIMIT_MS = 30_000;

/** Not public: the number of the next message. */
interface LibraryInternals {
  readonly _sequence: number;
}

/**
 * One DAP session over any pair of streams, or inline in an editor: the wiring between the protocol library and the
 * session. The library's own request methods are not used; see `requests/`.
 */
export class TandemDebugSession extends DebugSession {
  readonly #session: Session;
  readonly #dispatcher: Dispatcher;
  readonly #log: LogLine;
  readonly #finished = deferred();
  readonly #asked = new ReverseRequests();
  #output: Writable | undefined;

  constructor(options: SessionOptions) {
    super();
    this.#log = options.log ?? (() => {});
    const client: Client = {
      behind: () => this.#behind(),
      // `type` and `seq` are set by the sender.
      send: (event, body) =>
        this.sendEvent({ type: 'event', seq: 0, event, ...(body !== undefined && { body }) }),
      runInTerminal: (args) => this.#ask('runInTerminal', args, TERMINAL_LIMIT_MS),
      startDebugging: (args) => this.#ask('startDebugging', args, START_LIMIT_MS),
    };
    const responder = new Responder((response) => this.sendResponse(response));
    this.#session = new Session(client, options);
    this.#dispatcher = new Dispatcher(this.#session, responder, this.#log);
    // The library would end the whole process when a client goes. That is not its to decide, nor ours.
    this.removeAllListeners('close').removeAllListeners('error');
    this.on('close', () => this.shutdown());
    this.on('error', (event: DebugProtocol.Event) => this.#log(`client: ${event.body}`, 'warn'));
    void this.#session.ended.then(() => {
      // After `disconnect`, whose answer is on its way and should be the one that the client hears.
      setImmediate(() => responder.failAll(errors.sessionEnded()));
    });
  }

  /** Resolves when the session is over and its program has ended, or was left running on purpose. */
  get ended(): Promise<void> {
    return this.#session.ended;
  }

  /** Resolves when there is nothing more to say to this client: it was told that it is disconnected, or it is gone. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  /** The client is gone: the program that it launched ends, too; called again, at once. */
  override shutdown(): void {
    void this.#session
      .end(this.#session.isEnding ? 'kill' : this.#session.ending)
      .then(this.#finished.resolve);
  }

  override sendResponse(response: DebugProtocol.Response): void {
    super.sendResponse(response);
    if (response.command === 'disconnect') this.#finished.resolve();
  }

  override dispose(): void {
    this.shutdown();
  }

  override start(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
    this.#output = output as Writable;
    super.start(input, output);
  }

  /** In an editor's own process nothing is known of it. */
  #behind(): Promise<void> | undefined {
    const output = this.#output;
    if (!output || output.writableLength < MAX_UNREAD) return undefined;
    return new Promise((resolve) => {
      const caughtUp = (): void => {
        output.off('drain', caughtUp).off('close', caughtUp);
        resolve();
      };
      output.on('drain', caughtUp).on('close', caughtUp);
    });
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    void this.#dispatcher.dispatch(request);
  }

  override handleMessage(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'response') this.#asked.answered(message as DebugProtocol.Response);
    else super.handleMessage(message);
  }

  #ask(command: string, args: object, limitMs: number): Promise<DebugProtocol.Response['body']> {
    const send = (): number => {
      const { _sequence } = this as unknown as LibraryInternals;
      super.sendRequest(command, args, 0, undefined as never);
      return _sequence;
    };
    return this.#asked.ask(send, limitMs);
  }
}
