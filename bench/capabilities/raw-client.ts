import { setTimeout as delay } from 'node:timers/promises';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Adapter } from '../../automation/dap/dap-client.ts';
import type { Answer } from './answer.ts';

/** A client that sends whatever it is told, and takes what comes for an answer. */
export class RawClient {
  readonly #adapter: Adapter;
  readonly #pending = new Map<number, (answer: Answer) => void>();
  readonly #events: DebugProtocol.Event[] = [];
  readonly #onEvent: (event: DebugProtocol.Event) => void;
  #arrived: () => void = () => {};
  #seq = 0;

  constructor(adapter: Adapter, onEvent: (event: DebugProtocol.Event) => void) {
    this.#adapter = adapter;
    this.#onEvent = onEvent;
    adapter.onDidSendMessage((message) => this.#received(message as DebugProtocol.ProtocolMessage));
  }

  /** Undefined when no answer came in time. */
  ask(command: string, args: object, limitMs: number): Promise<Answer | undefined> {
    this.#seq += 1;
    const seq = this.#seq;
    const answered = new Promise<Answer>((resolve) => this.#pending.set(seq, resolve));
    const request = { type: 'request', seq, command, arguments: args };
    this.#adapter.handleMessage(request);
    return Promise.race([answered, delay(limitMs, undefined, { ref: false })]);
  }

  /** Takes the first event of that name out of those that came; undefined when none came in time. */
  async next(name: string, limitMs: number): Promise<DebugProtocol.Event | undefined> {
    const until = performance.now() + limitMs;
    for (;;) {
      const found = this.#events.findIndex(({ event }) => event === name);
      if (found >= 0) return this.#events.splice(found, 1)[0];
      const left = until - performance.now();
      if (left <= 0) return undefined;
      const arrived = new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
      await Promise.race([arrived, delay(left, undefined, { ref: false })]);
    }
  }

  #received(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') {
      this.#events.push(message as DebugProtocol.Event);
      this.#onEvent(message as DebugProtocol.Event);
      this.#arrived();
    } else if (message.type === 'response') {
      const { request_seq, success, body, message: why } = message as DebugProtocol.Response;
      this.#pending.get(request_seq)?.({ success, body, message: readable(body, why) });
    }
  }
}

/** What a person would read, which is not in the place where the code is. */
function readable(body: unknown, message = ''): string {
  const { format, variables = {} } = ((body as DebugProtocol.ErrorResponse['body'])?.error ?? {
    format: message,
  }) as DebugProtocol.Message;
  return (format || message).replaceAll(/\{(\w+)\}/g, (all, name) => variables[name] ?? all);
}
