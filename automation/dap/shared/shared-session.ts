import type { DebugProtocol } from '@vscode/debugprotocol';
import { deferred } from '../../../adapter/util/deferred.ts';
import { Emitter } from '../../../adapter/util/emitter.ts';
import type { Adapter } from '../dap-client.ts';
import { Changes } from './changes.ts';
import { Moves } from './moves.ts';

type Message = DebugProtocol.ProtocolMessage;
type Tell = (message: Message) => void;

/** Requests beside the editor's own are numbered downwards from -1, so that the two cannot be mixed up. */
const isBeside = (seq: number): boolean => seq < 0;

/**
 * A debug session with two clients: the editor, which it belongs to, and one beside it, by which it is driven from
 * outside. Each has answers of its own and hears all events; of what the other one moves it hears as `continued`. What
 * the adapter asks for is asked of the editor.
 */
export class SharedSession {
  /** The client beside the editor. Nothing is said to it before `catchUp`. */
  readonly beside: Adapter;
  /** Called when the editor has said all that it wants before the program runs. */
  onConfigured: () => void = () => {};
  readonly #session: Adapter;
  readonly #toEditor = new Emitter<Message>();
  readonly #toBeside = new Emitter<Message>();
  readonly #ofEditor: Moves;
  readonly #ofBeside: Moves;
  readonly #changes: Changes;
  readonly #launched = deferred<DebugProtocol.Response | undefined>();
  /** What the client beside has missed so far; undefined when it hears everything as it is said. */
  #missed: Message[] | undefined = [];

  constructor(session: Adapter) {
    this.#session = session;
    this.#ofEditor = new Moves((continued) => this.#tellBeside(continued));
    this.#ofBeside = new Moves((continued) => this.#toEditor.emit(continued));
    this.#changes = new Changes((invalidated) => this.#toEditor.emit(invalidated));
    this.beside = {
      handleMessage: (message) => this.#fromBeside(message),
      onDidSendMessage: (listener: Tell) => this.#toBeside.on(listener),
      dispose: () => session.dispose(),
      ended: session.ended,
    };
    session.onDidSendMessage((message) => this.#fromSession(message as Message));
    void session.ended.then(() => this.#launched.resolve(undefined));
  }

  /** Resolves when the session is over and everything it held is released. */
  get ended(): Promise<void> {
    return this.#session.ended;
  }

  /** What the editor's `launch` or `attach` was answered; undefined when the session ended without. */
  get launched(): Promise<DebugProtocol.Response | undefined> {
    return this.#launched.promise;
  }

  fromEditor(message: Message): void {
    if (isRequest(message)) {
      this.#ofEditor.asked(message);
      if (message.command === 'configurationDone') this.onConfigured();
    }
    this.#session.handleMessage(message);
  }

  onMessageToEditor(listener: Tell): Disposable {
    return this.#toEditor.on(listener);
  }

  /** Tells the client beside the editor what it has missed, and from now on everything. */
  catchUp(): void {
    const missed = this.#missed ?? [];
    this.#missed = undefined;
    for (const message of missed) this.#toBeside.emit(message);
  }

  /** There will be nobody beside the editor: what would have been said is not kept. */
  stayAlone(): void {
    this.#missed = undefined;
  }

  dispose(): void {
    this.#session.dispose();
  }

  #fromBeside(message: Message): void {
    // The session asks the editor only, so there is nothing that could be answered from here.
    if (!isRequest(message)) return;
    const request = { ...message, seq: -message.seq };
    this.#ofBeside.asked(request);
    this.#changes.asked(request);
    this.#session.handleMessage(request);
  }

  #fromSession(message: Message): void {
    if (isEvent(message)) {
      this.#ofEditor.happened(message);
      this.#ofBeside.happened(message);
      this.#toEditor.emit(message);
      this.#tellBeside(message);
    } else if (isResponse(message) && isBeside(message.request_seq)) {
      const answer: DebugProtocol.Response = { ...message, request_seq: -message.request_seq };
      // The editor must not show a stop that is over when whoever has moved the program looks at it.
      this.#ofBeside.answered(message);
      this.#changes.answered(message);
      this.#toBeside.emit(answer);
    } else {
      this.#toEditor.emit(message);
      if (isResponse(message)) this.#answered(message);
    }
  }

  /** The editor was. */
  #answered(response: DebugProtocol.Response): void {
    this.#ofEditor.answered(response);
    if (STARTS.has(response.command)) this.#launched.resolve(response);
  }

  #tellBeside(message: Message): void {
    if (this.#missed) this.#missed.push(message);
    else this.#toBeside.emit(message);
  }
}

const STARTS: ReadonlySet<string> = new Set(['launch', 'attach']);

const isRequest = (message: Message): message is DebugProtocol.Request => message.type === 'request';
const isEvent = (message: Message): message is DebugProtocol.Event => message.type === 'event';
const isResponse = (message: Message): message is DebugProtocol.Response => message.type === 'response';
