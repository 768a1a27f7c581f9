import type { TandemError } from '../../protocol/errors.ts';
import type { Conversation } from './conversation.ts';
import { parseMessage } from './dap-message.ts';

/**
 * One session after the other, in a place where nobody is seen to come or to go. A session is over there when its client
 * has disconnected; or when somebody introduces himself, for then its client is gone.
 */
export class Turns {
  readonly #open: () => Conversation;
  #current: Conversation | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(open: () => Conversation) {
    this.#open = open;
  }

  /** Messages keep their order, however long it takes for a session to make way for the next. */
  receive(json: string): void {
    this.#last = this.#last.then(async () => {
      if (isIntroduction(json)) await this.#makeWay();
      this.#conversation().receive(json);
    });
  }

  /** What was said is no message. */
  refuse(error: TandemError): void {
    this.#last = this.#last.then(() => this.#conversation().refuse(error));
  }

  #conversation(): Conversation {
    if (this.#current) return this.#current;
    const conversation = this.#open();
    this.#current = conversation;
    void conversation.finished.then(() => {
      if (this.#current === conversation) this.#current = undefined;
    });
    return conversation;
  }

  async #makeWay(): Promise<void> {
    const former = this.#current;
    if (!former?.hasBegun) return;
    former.end();
    await former.ended;
    if (this.#current === former) this.#current = undefined;
  }
}

function isIntroduction(json: string): boolean {
  try {
    return parseMessage(json).command === 'initialize';
  } catch {
    return false;
  }
}
