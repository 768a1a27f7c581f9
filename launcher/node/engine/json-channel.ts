import type { FileNames } from './file-names.ts';
import { Gate } from './gate.ts';
import {
  type InspectorChannel,
  InspectorError,
  type Method,
  type Params,
  type Result,
} from './inspector-channel.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: InspectorError): void;
}

/** An inspector that takes and sends texts of JSON: questions with numbers, their answers, and notifications. */
export abstract class JsonChannel implements InspectorChannel {
  readonly gate = new Gate();
  abstract readonly names: FileNames;
  readonly #pending = new Map<number, Pending>();
  #listener: (method: string, params: unknown) => void = () => {};
  #lastId = 0;
  #end: InspectorError | undefined;

  post<M extends Method>(method: M, params?: Params<M>): Promise<Result<M>> {
    return this.postAny(method, params) as Promise<Result<M>>;
  }

  /** For Node's own domains (`NodeWorker`, `NodeRuntime`), which the protocol's types do not name. */
  postAny(method: string, params?: object): Promise<unknown> {
    if (this.#end) return Promise.reject(this.#end);
    const id = this.#newId();
    return new Promise<unknown>((resolve, reject) => {
      const answered = new Promise<void>((done) => {
        this.#pending.set(id, {
          resolve: (result) => done(resolve(result)),
          reject: (error) => done(reject(error)),
        });
      });
      const send = (): Promise<void> => {
        // It may have ended while this was kept back.
        if (!this.#end) this.#transmit(id, method, params);
        return answered;
      };
      this.gate.pass({ method, params, send });
    });
  }

  onNotification(listener: (method: string, params: unknown) => void): void {
    this.#listener = listener;
  }

  abstract close(): void;

  /** Rejects where it is known that the text will not be answered. */
  protected abstract transmit(message: object): Promise<void>;

  /** Takes one text from the inspector. */
  receive(text: string): void {
    const message = JSON.parse(text) as Message;
    if (message.id === undefined) {
      if (message.method) this.notified(message.method, message.params);
    } else if (message.error) {
      this.#settle(message.id, new InspectorError(message.error.message));
    } else {
      this.#settle(message.id, message.result);
    }
  }

  protected notified(method: string, params: unknown): void {
    this.gate.notified(method);
    this.#listener(method, params);
  }

  protected get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Nothing more is said or answered; what is unanswered rejects with the reason. */
  protected end(reason: string): void {
    if (this.#end) return;
    this.#end = new InspectorError(reason);
    for (const id of [...this.#pending.keys()]) this.#settle(id, this.#end);
    this.gate.open();
  }

  /** Says something for whose answer nobody waits, past the gate, and after the end too. */
  protected sayAside(method: string): void {
    this.transmit({ id: this.#newId(), method }).catch(() => {
      // It is gone already.
    });
  }

  #newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #transmit(id: number, method: string, params: object | undefined): void {
    this.transmit({ id, method, params }).catch((error: InspectorError) => this.#settle(id, error));
  }

  #settle(id: number, outcome: unknown): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (outcome instanceof InspectorError) pending?.reject(outcome);
    else pending?.resolve(outcome);
  }
}
