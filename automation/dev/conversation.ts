import { deferred } from '../../adapter/util/deferred.ts';
import { TandemError } from '../../protocol/errors.ts';
import { childOf, type DapMessage, parseMessage, refusal } from './dap-message.ts';
import type { Generation } from './generations.ts';
import type { ServedSession } from './served-session.ts';

/** Somebody who speaks the Debug Adapter Protocol. */
export interface Client {
  /** Resolves when there is room for the next message, or the client is gone; never rejects. */
  send(json: string): Promise<void>;
}

/** What a conversation needs of its server. */
export interface Sessions {
  /** A session of the generation, or of the one that new sessions get. Throws `dev.notBuilt`. */
  begin(generation: Generation | undefined, send: Client['send']): ServedSession;
  /** The generation whose session has asked for a session for this child process. */
  generationOf(child: string): Generation | undefined;
  /** A session asks its client to begin one for this child process. */
  offered(child: string, by: Generation): void;
  log(line: string): void;
}

/**
 * One client and its session, from the first message on. A child process is debugged by the code that debugs its parent:
 * when the client turns out to have come for one, the session is one of that generation.
 */
export class Conversation {
  readonly #client: Client;
  readonly #sessions: Sessions;
  readonly #finished = deferred();
  readonly #ended = deferred();
  #session: ServedSession | undefined;
  /** What was said before `launch` or `attach`. */
  #introduction: string[] = [];
  #isOver = false;

  constructor(client: Client, sessions: Sessions) {
    this.#client = client;
    this.#sessions = sessions;
  }

  /** Whether there is a session, which nobody joins with an introduction: it has had its own, or is about to end. */
  get hasBegun(): boolean {
    return this.#session !== undefined;
  }

  /** Resolves when there is nothing more to be said to the client. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  /** Resolves when its program has ended, too. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  receive(json: string): void {
    if (this.#isOver) return;
    let message: DapMessage = {};
    try {
      message = parseMessage(json);
      this.#sessionFor(message).receive(json);
      if (message.command === 'initialize') this.#introduction.push(json);
    } catch (thrown) {
      this.refuse(TandemError.from(thrown), message);
    }
  }

  /** Tells the client what was wrong with what it has said. */
  refuse(error: TandemError, message?: DapMessage): void {
    this.#sessions.log(error.text);
    void this.#client.send(JSON.stringify(refusal(error, message)));
  }

  /** The client is gone, or is to go: its program ends; called again, at once. */
  end(): void {
    this.#isOver = true;
    if (this.#session) {
      this.#session.end();
      return;
    }
    this.#finished.resolve();
    this.#ended.resolve();
  }

  #sessionFor(message: DapMessage): ServedSession {
    const child = message.command === 'attach' ? childOf(message) : undefined;
    const generation = child === undefined ? undefined : this.#sessions.generationOf(child);
    if (!this.#session) this.#begin(generation);
    else if (generation && generation !== this.#session.generation) this.#beginAgain(generation);
    return this.#session!;
  }

  #begin(generation: Generation | undefined, send = (json: string) => this.#client.send(json)): void {
    const session: ServedSession = this.#sessions.begin(generation, (json) => {
      this.#notice(json, session.generation);
      return send(json);
    });
    this.#session = session;
    // Another one may have taken its place.
    void session.finished.then(() => this.#session === session && this.#finished.resolve());
    void session.ended.then(() => this.#session === session && this.#ended.resolve());
  }

  /** The client has been answered already: it is not told a second time what the session can do. */
  #beginAgain(generation: Generation): void {
    const former = this.#session!;
    let unheard = this.#introduction.length;
    this.#begin(generation, async (json) => {
      if (unheard === 0) await this.#client.send(json);
      else if ((JSON.parse(json) as DapMessage).type === 'response') unheard -= 1;
    });
    for (const json of this.#introduction) this.#session!.receive(json);
    former.end();
  }

  #notice(json: string, generation: Generation): void {
    if (!json.includes('"startDebugging"')) return;
    const message = JSON.parse(json) as DapMessage;
    const child = message.type === 'request' ? childOf(message) : undefined;
    if (child !== undefined) this.#sessions.offered(child, generation);
  }
}
