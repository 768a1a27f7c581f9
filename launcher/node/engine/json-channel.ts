import { AnyChannel } from './any-channel.ts';
import { InspectorError } from './inspector-channel.ts';

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
export abstract class JsonChannel extends AnyChannel {
  readonly #pending = new Map<number, Pending>();
  #listener: (method: string, params: unknown) => void = () => {};
  #lastId = 0;
  #silence: InspectorError | undefined;
  #heard: Promise<void> | undefined;
  #end: InspectorError | undefined;

  postAny(method: string, params?: object): Promise<unknown> {
    return this.#ask(method, params, () => this.#end ?? this.#silence);
  }

  /** @param refusal Why this cannot be said (any more): asked now, and again when the gate lets it pass. */
  #ask(
    method: string,
    params: object | undefined,
    refusal: () => InspectorError | undefined,
  ): Promise<unknown> {
    const refused = refusal();
    if (refused) return Promise.reject(refused);
    const id = this.#newId();
    return new Promise<unknown>((resolve, reject) => {
      const answered = new Promise<void>((done) => {
        this.#pending.set(id, {
          resolve: (result) => done(resolve(result)),
          reject: (error) => done(reject(error)),
        });
      });
      const send = (): Promise<void> => {
        const tooLate = refusal();
        if (tooLate) this.#settle(id, tooLate);
        else this.#transmit(id, method, params);
        return answered;
      };
      this.gate.pass({ method, params, send });
    });
  }

  onNotification(listener: (method: string, params: unknown) => void): void {
    this.#listener = listener;
  }

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
    if (!this.#silence) this.#listener(method, params);
  }

  /**
   * From here on nothing new is said, and nothing listened to. Resolves when what was said has been heard, which the last
   * question tells: it is answered in its turn, paused or not, without running anything. At the latest after `limitMs`.
   */
  protected silence(reason: string, limitMs: number): Promise<void> {
    this.refuse(reason);
    this.#heard ??= this.#hear(limitMs);
    return this.#heard;
  }

  /** The same without the last question, where that might come too late. */
  protected refuse(reason: string): void {
    this.#silence ??= new InspectorError(reason, { isOfEnd: true });
  }

  async #hear(limitMs: number): Promise<void> {
    const heard = this.#ask('Runtime.getIsolateId', undefined, () => this.#end).catch(() => {});
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      limit = setTimeout(resolve, limitMs);
    });
    await Promise.race([heard, late]);
    clearTimeout(limit);
  }

  protected get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Nothing more is said or answered; what is unanswered rejects with the reason. */
  protected end(reason: string): void {
    if (this.#end) return;
    this.#end = new InspectorError(reason, { isOfEnd: true });
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
    this.transmit({ id, method, params }).catch(({ message }: InspectorError) =>
      this.#settle(id, new InspectorError(message, { isOfEnd: true })),
    );
  }

  #settle(id: number, outcome: unknown): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (outcome instanceof InspectorError) pending?.reject(outcome);
    else pending?.resolve(outcome);
  }
}
