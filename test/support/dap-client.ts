import type { DebugProtocol } from '@vscode/debugprotocol';
import type { RequestArguments, RequestBody, RequestName } from '../../adapter/requests/requests.ts';
import type { ClientEvents } from '../../adapter/session/client.ts';
import type { SessionOptions } from '../../adapter/session/create-session.ts';
import { type DapChannel, inlineChannel, type Message } from './dap-channel.ts';
import { WAIT_LIMIT_MS } from './wait-limit.mts';

type EventName = keyof ClientEvents;
type Reverse = (args: unknown) => unknown;

interface SeenEvent {
  readonly name: string;
  readonly body: unknown;
  observed: boolean;
}

/** A request that the adapter answered with a failure. */
export class RefusedError extends Error {
  readonly response: DebugProtocol.ErrorResponse;

  constructor(response: DebugProtocol.ErrorResponse) {
    super(response.message);
    this.response = response;
  }

  get code(): string | undefined {
    return this.response.body.error?.variables?._code;
  }
}

/**
 * A scripted DAP client. Events are kept until a `waitFor` observes them, so a test can say what it expects in its own
 * order; what nobody observed can be asked for in the end.
 */
export class DapClient {
  /** Everything that passed, both ways, one line each. */
  readonly transcript: string[] = [];
  readonly #channel: DapChannel;
  readonly #pending = new Map<number, { resolve(body: unknown): void; reject(error: Error): void }>();
  readonly #events: SeenEvent[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #reverse = new Map<string, Reverse>();
  readonly #limits = new Set<NodeJS.Timeout>();
  #seq: number;

  /** @param firstSeq the number of its first message; some editors begin with 0 */
  constructor(channel: DapChannel, firstSeq = 1) {
    this.#channel = channel;
    this.#seq = firstSeq - 1;
    channel.onMessage((message) => this.#receive(message));
  }

  static inline(options?: SessionOptions): DapClient {
    return new DapClient(inlineChannel(options));
  }

  /** Rejects with {@link RefusedError} when the answer is a failure. */
  request<R extends RequestName>(command: R, args: RequestArguments<R>): Promise<RequestBody<R>> {
    return this.send(command, args) as Promise<RequestBody<R>>;
  }

  /** Sends anything under any name: for what a client should not do. */
  send(command: string, args?: unknown): Promise<unknown> {
    const seq = this.nextSeq;
    this.#seq = seq;
    this.transcript.push(`→ ${command} ${JSON.stringify(args) ?? ''}`);
    const answer = new Promise((resolve, reject) => this.#pending.set(seq, { resolve, reject }));
    this.#channel.send({ type: 'request', seq, command, arguments: args });
    return this.#within(`the answer to "${command}"`, answer);
  }

  /** The number of the next request. */
  get nextSeq(): number {
    return this.#seq + 1;
  }

  /** Resolves with the body of the first event that nobody has observed yet and that satisfies the predicate. */
  waitFor<E extends EventName>(
    event: E,
    predicate: (body: ClientEvents[E]) => boolean = () => true,
  ): Promise<ClientEvents[E]> {
    const find = () =>
      this.#events.find(
        ({ name, body, observed }) => !observed && name === event && predicate(body as ClientEvents[E]),
      );
    let look: () => void = () => {};
    const seen = new Promise<ClientEvents[E]>((resolve) => {
      look = () => {
        const found = find();
        if (!found) return;
        found.observed = true;
        this.#waiting.delete(look);
        resolve(found.body as ClientEvents[E]);
      };
      this.#waiting.add(look);
      look();
    });
    return this.#within(`the event "${event}"`, seen);
  }

  /** Answers the adapter's own requests of that name. */
  onReverseRequest(command: string, answer: Reverse): void {
    this.#reverse.set(command, answer);
  }

  /** The output events so far. */
  get outputEvents(): DebugProtocol.OutputEvent['body'][] {
    return this.#bodies('output');
  }

  /** All output so far, in order; of one category, if that is asked for. */
  output(category?: string): string {
    return this.#bodies<DebugProtocol.OutputEvent['body']>('output')
      .filter((body) => category === undefined || body.category === category)
      .map((body) => body.output)
      .join('');
  }

  /** The bodies of all events of one name so far, in order. */
  events<E extends EventName>(event: E): ClientEvents[E][] {
    return this.#bodies<ClientEvents[E]>(event);
  }

  /** The names of all events so far, in order; runs of output are one. */
  get eventNames(): string[] {
    return this.#events
      .map(({ name }) => name)
      .filter((name, index, all) => name !== 'output' || all[index - 1] !== name);
  }

  /** Names of the events that no `waitFor` has observed; output is read differently. */
  get unobserved(): string[] {
    return this.#events
      .filter(({ name, observed }) => !observed && name !== 'output')
      .map(({ name }) => name);
  }

  /** Goes away without a word. */
  vanish(): void {
    this.#channel.close();
  }

  /** The test is over: nothing that is still waited for is told of, in the midst of another test. */
  giveUp(): void {
    for (const limit of this.#limits) clearTimeout(limit);
  }

  #bodies<B>(event: string): B[] {
    return this.#events.filter(({ name }) => name === event).map(({ body }) => body as B);
  }

  #receive(message: Message): void {
    if (message.type === 'event') this.#receiveEvent(message as DebugProtocol.Event);
    else if (message.type === 'response') this.#receiveResponse(message as DebugProtocol.Response);
    else void this.#answer(message as DebugProtocol.Request);
  }

  #receiveEvent({ event, body }: DebugProtocol.Event): void {
    this.transcript.push(`⚡ ${event} ${JSON.stringify(body) ?? ''}`);
    this.#events.push({ name: event, body, observed: false });
    for (const look of [...this.#waiting]) look();
  }

  #receiveResponse(response: DebugProtocol.Response): void {
    const { request_seq, command, success, body, message } = response;
    this.transcript.push(`${success ? '←' : '✗'} ${command} ${success ? JSON.stringify(body) : message}`);
    const pending = this.#pending.get(request_seq);
    // Twice is a failure that no single wait would notice.
    if (!pending) throw new Error(`A second answer to request ${request_seq} (${command})`);
    this.#pending.delete(request_seq);
    if (success) pending.resolve(body);
    else pending.reject(new RefusedError(response as DebugProtocol.ErrorResponse));
  }

  async #answer({ seq, command, arguments: args }: DebugProtocol.Request): Promise<void> {
    this.transcript.push(`⇠ ${command} ${JSON.stringify(args)}`);
    // Never within the adapter's own call: no client does that.
    await undefined;
    const answer = this.#reverse.get(command);
    const response = { type: 'response', request_seq: seq, command };
    try {
      if (!answer) throw new Error(`this client does not know ${command}`);
      this.#respond({ ...response, success: true, body: await answer(args) });
    } catch (error) {
      this.#respond({ ...response, success: false, message: (error as Error).message });
    }
  }

  #respond(response: object): void {
    this.#seq = this.nextSeq;
    this.#channel.send({ ...response, seq: this.#seq });
  }

  #within<T>(what: string, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(
        () => reject(new Error(`Waited in vain for ${what}. What passed:\n${this.transcript.join('\n')}`)),
        WAIT_LIMIT_MS,
      );
      this.#limits.add(limit);
      work.then(resolve, reject).finally(() => {
        clearTimeout(limit);
        this.#limits.delete(limit);
      });
    });
  }
}
