import type { DebugProtocol } from '@vscode/debugprotocol';
import { deferred } from '../../../adapter/util/deferred.ts';
import { Emitter } from '../../../adapter/util/emitter.ts';
import type { Adapter } from '../dap-client.ts';
import { Changes } from './changes.ts';
import { Moves } from './moves.ts';
import { PassingBreakpoints } from './passing-breakpoints.ts';
import { isStarting } from './starting.ts';
import { ToldBreakpoints } from './told-breakpoints.ts';

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
  /** For the client beside the editor, of which there is one. Nothing is said to it before `catchUp`. */
  readonly beside: Adapter;
  /** What the editor knows of its breakpoints. */
  readonly breakpoints = new ToldBreakpoints();
  readonly passing = new PassingBreakpoints();
  /** Called when the editor has said all that it wants before the program runs. */
  onConfigured: () => void = () => {};
  readonly #session: Adapter;
  readonly #toEditor = new Emitter<Message>();
  readonly #toBeside = new Emitter<Message>();
  readonly #ofEditor: Moves;
  readonly #ofBeside: Moves;
  readonly #changes: Changes;
  readonly #launched = deferred<DebugProtocol.Response | undefined>();
  #isAlone = false;
  #isConfigured = false;
  #isStopping = false;
  #isOver = false;
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

  /** The editor has told all that it wanted before the program runs, its breakpoints among it. */
  get isConfigured(): boolean {
    return this.#isConfigured;
  }

  /** One of the clients has asked the program to end, or has left it: it does not end by itself. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  fromEditor(message: Message): void {
    this.#session.handleMessage(isRequest(message) ? this.#asked(message) : message);
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
    this.#isAlone = true;
  }

  get isAlone(): boolean {
    return this.#isAlone;
  }

  dispose(): void {
    this.#stop();
    this.#session.dispose();
  }

  /** A request of the editor, as the session is to get it. */
  #asked(request: DebugProtocol.Request): DebugProtocol.Request {
    const { command } = request;
    this.#ofEditor.asked(request);
    this.breakpoints.asked(request);
    if (command === 'configurationDone') {
      this.onConfigured();
      this.#isConfigured = true;
    }
    if (ENDS.has(command)) this.#stop();
    return this.passing.asked(request);
  }

  #stop(): void {
    // The editor leaves every session in the end.
    if (!this.#isOver) this.#isStopping = true;
  }

  #fromBeside(message: Message): void {
    // The session asks the editor only, so there is nothing that could be answered from here.
    if (!isRequest(message)) return;
    const request = { ...message, seq: -message.seq };
    this.#ofBeside.asked(request);
    this.#changes.asked(request);
    if (ENDS.has(request.command)) this.#stop();
    this.#session.handleMessage(request);
  }

  #fromSession(message: Message): void {
    if (isEvent(message)) this.#happened(message);
    else if (!isResponse(message)) this.#toEditor.emit(message);
    else if (isBeside(message.request_seq)) this.#answerBeside(message);
    else this.#answerEditor(this.passing.answered(message));
  }

  #happened(told: DebugProtocol.Event): void {
    const event = this.passing.happened(told);
    if (!event) return;
    if (event.event === 'terminated') this.#isOver = true;
    this.#ofEditor.happened(event);
    this.#ofBeside.happened(event);
    this.breakpoints.happened(event);
    this.#toEditor.emit(event);
    this.#tellBeside(event);
  }

  /** What it has changed, the editor knows first: it must not show a stop that is over when the other looks at it. */
  #answerBeside(response: DebugProtocol.Response): void {
    this.#ofBeside.answered(response);
    this.#changes.answered(response);
    this.#toBeside.emit({ ...response, request_seq: -response.request_seq } as DebugProtocol.Response);
  }

  #answerEditor(response: DebugProtocol.Response): void {
    this.#toEditor.emit(response);
    this.#ofEditor.answered(response);
    this.breakpoints.answered(response);
    if (isStarting(response.command)) this.#launched.resolve(response);
  }

  #tellBeside(message: Message): void {
    if (this.#missed) this.#missed.push(message);
    else this.#toBeside.emit(message);
  }
}

const ENDS: ReadonlySet<string> = new Set(['terminate', 'disconnect']);

const isRequest = (message: Message): message is DebugProtocol.Request => message.type === 'request';
const isEvent = (message: Message): message is DebugProtocol.Event => message.type === 'event';
const isResponse = (message: Message): message is DebugProtocol.Response => message.type === 'response';
