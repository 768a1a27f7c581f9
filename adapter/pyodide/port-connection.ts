import { Closing } from '../../ipc/closing.ts';
import type { Connection } from '../../ipc/connection.ts';
import type { LinkState } from '../../ipc/link/state.ts';
import { Mailbox } from '../../ipc/mailbox.ts';
import { stringify } from '../../ipc/message-codec.ts';
import { errors, type TandemError } from '../../protocol/errors.ts';
import { DEFAULT_MAX_PAYLOAD } from '../../protocol/frame.ts';
import { type Message, messageProblem } from '../../protocol/messages.ts';
import type { PythonWorker } from './python-worker.ts';

/** What is no JSON is no message either. */
function parsed(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return undefined;
  }
}

/** The messages of a program in a worker of this process. They are checked as those are that come from outside. */
export class PortConnection implements Connection {
  readonly congested = undefined;
  maxPayload = DEFAULT_MAX_PAYLOAD;
  readonly #worker: PythonWorker;
  readonly #messages = new Mailbox<Message>();
  readonly #closing = new Closing(() => this.#messages.drain());

  constructor(worker: PythonWorker) {
    this.#worker = worker;
    worker.onSaid((said) => this.#receive(said));
    worker.worker.once('exit', () => this.#lost(errors.peerClosed()));
  }

  get closed(): boolean {
    return this.#closing.ended;
  }

  send(message: Message): void {
    if (!this.closed) this.#worker.post({ said: stringify(message, this.maxPayload).json });
  }

  onMessage(listener: (message: Message) => void): Disposable {
    return this.#messages.subscribe(listener);
  }

  onClose(listener: (reason: TandemError) => void): Disposable {
    return this.#closing.onClose(listener);
  }

  async flush(): Promise<boolean> {
    return !this.closed;
  }

  onState(_listener: (state: LinkState) => void): Disposable {
    return { [Symbol.dispose]() {} };
  }

  peerGone(): void {}

  async close(reason = errors.connectionClosed()): Promise<void> {
    this.#messages.clear();
    this.#closing.end(reason);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #receive(said: string): void {
    if (this.closed) return;
    const message = parsed(said);
    const problem = messageProblem(message, 'event');
    if (problem) this.#lost(errors.framePayload(problem));
    else this.#messages.post(message as Message);
  }

  #lost(reason: TandemError): void {
    this.#messages.drain();
    this.#closing.end(reason);
  }
}
