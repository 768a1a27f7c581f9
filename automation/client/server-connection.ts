import type { Duplex } from 'node:stream';
import type * as z from 'zod';
import { connect as dial } from '../../ipc/connect.ts';
import { describeEndpoint } from '../../ipc/endpoint.ts';
import { timeLimit } from '../../ipc/time-limit.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import { type CommandName, taskCommands } from '../../protocol/tasks/commands.ts';
import {
  type Ack,
  type ClientMessage,
  type Connect,
  type ServerMessage,
  serverMessage,
  TASK_PROTOCOL,
} from '../../protocol/tasks/messages.ts';
import type { Problem } from '../../protocol/tasks/parts.ts';
import type { ServerPlace } from '../discovery/find-server.ts';
import { JsonLines } from '../socket/json-lines.ts';

/** What a server says that is no answer. */
export type Told = Exclude<ServerMessage, { type: 'Ack' | 'TaskAnswer' | 'Closing' }>;

export interface ConnectionListener {
  told(message: Told): void;
  /** Something that was not understood; nothing else is lost. */
  problem(error: TandemError): void;
  /** It is over, and why; called once, and not for one that could not be opened. */
  ended(reason: TandemError): void;
}

type TaskAnswer = Extract<ServerMessage, { type: 'TaskAnswer' }>;

interface Pending {
  readonly name: CommandName;
  resolve(answer: unknown): void;
  reject(reason: TandemError): void;
}

/** How long a server may take to let a client in, in milliseconds. */
const OPEN_LIMIT_MS = 10_000;

/** What servers say of which this client knows; a newer one may say more. */
const KNOWN: ReadonlySet<unknown> = new Set(serverMessage.options.map(({ shape }) => shape.type.value));

/** One connection to a task server. */
export class ServerConnection {
  readonly #lines: JsonLines;
  readonly #listener: ConnectionListener;
  readonly #pending = new Map<number, Pending>();
  readonly #introduced: Promise<Ack>;
  #settle!: { resolve(ack: Ack): void; reject(reason: TandemError): void };
  #ack: Ack | undefined;
  #closing: TandemError | undefined;
  #isOver = false;
  #last = 0;

  private constructor(stream: Duplex, listener: ConnectionListener) {
    this.#listener = listener;
    this.#introduced = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.#lines = new JsonLines(stream, {
      line: (text) => this.#hear(text),
      ended: (reason) => this.#finish(reason),
    });
  }

  /**
   * Dials, and says who this is. Rejects with `ipc.connectFailed` and its like, with the server's refusal
   * (`taskServer.*`), or with `client.noTaskServer`.
   */
  static async open(
    { endpoint, token }: ServerPlace,
    who: Omit<Connect['data'], 'token' | 'protocol' | 'pid'>,
    listener: ConnectionListener,
  ): Promise<ServerConnection> {
    const connection = new ServerConnection(await dial(endpoint, OPEN_LIMIT_MS), listener);
    const limit = timeLimit(OPEN_LIMIT_MS, () => connection.#finish(errors.serverSilent(OPEN_LIMIT_MS)));
    const data = { ...who, token, protocol: TASK_PROTOCOL, pid: process.pid };
    connection.#say({ type: 'Connect', origin: 'Client', data });
    try {
      await connection.#introduced;
      return connection;
    } catch (thrown) {
      const { code, message } = TandemError.from(thrown);
      if (REFUSALS.has(code)) throw thrown;
      throw errors.clientStranger(describeEndpoint(endpoint), message);
    } finally {
      limit[Symbol.dispose]();
    }
  }

  get ack(): Ack {
    return this.#ack!;
  }

  /** Rejects with the server's error, or with `client.connectionLost` when no answer will come any more. */
  send(name: CommandName, data: unknown): Promise<unknown> {
    this.#last += 1;
    const requestId = this.#last;
    const { clientId } = this.ack;
    return new Promise((resolve, reject) => {
      const command = { commandName: name, data };
      this.#say({ type: 'TaskCommand', origin: 'Client', clientId, requestId, data: command });
      this.#pending.set(requestId, { name, resolve, reject });
    });
  }

  /** Says goodbye, and ends it: what is stopped stays stopped. Resolves when it is gone. */
  leave(reason: TandemError): Promise<void> {
    this.#isOver = true;
    this.#rejectAll(reason);
    this.#say({ type: 'Disconnect', origin: 'Client', clientId: this.ack.clientId });
    return this.#lines.end();
  }

  #say(message: ClientMessage): void {
    this.#lines.write(JSON.stringify(message));
  }

  #hear(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return void this.#misunderstood('', (error as Error).message);
    }
    const { type } = (value ?? {}) as { readonly type?: unknown };
    if (!KNOWN.has(type))
      return void (this.#ack ?? this.#misunderstood(String(type), 'it has no known type'));
    const { success, data, error } = serverMessage.safeParse(value);
    if (success) this.#heed(data);
    else this.#misunderstood(String(type), firstProblem(error));
  }

  #heed(message: ServerMessage): void {
    switch (message.type) {
      case 'Ack':
        this.#ack ??= message.data;
        this.#settle.resolve(message.data);
        break;
      case 'TaskAnswer':
        this.#settleCommand(message);
        break;
      case 'Closing':
        this.#closing = errorOf(message.data);
        break;
      case 'Error':
        // Before it is let in, this is why it is not.
        if (this.#ack) this.#listener.problem(errorOf(message.data));
        else this.#finish(errorOf(message.data));
        break;
      default:
        this.#listener.told(message);
    }
  }

  #settleCommand({ requestId, data }: TaskAnswer): void {
    const pending = this.#pending.get(Number(requestId));
    this.#pending.delete(Number(requestId));
    try {
      pending?.resolve(answerOf(pending.name, data));
    } catch (refusal) {
      pending?.reject(TandemError.from(refusal));
    }
  }

  /** From a server that is one, such a message is left out; what says it first is no task server. */
  #misunderstood(type: string, problem: string): void {
    const error = errors.serverMessageInvalid(type, problem);
    if (this.#ack) this.#listener.problem(error);
    else this.#finish(error);
  }

  #finish(reason: TandemError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#lines.destroy();
    const why = this.#closing ?? reason;
    this.#rejectAll(errors.clientLostConnection(why.message));
    if (this.#ack) this.#listener.ended(why);
    else this.#settle.reject(why);
  }

  #rejectAll(reason: TandemError): void {
    for (const { reject } of this.#pending.values()) reject(reason);
    this.#pending.clear();
  }
}

/** Why a task server does not let somebody in. */
const REFUSALS: ReadonlySet<string> = new Set(
  [errors.clientToken(), errors.clientProtocol(0, 0), errors.taskServerClosed()].map(({ code }) => code),
);

/** Throws what the server says instead. */
function answerOf(name: CommandName, data: TaskAnswer['data']): unknown {
  if (!data.ok) throw errorOf(data.error);
  const { success, data: answer, error } = taskCommands[name].answer.safeParse(data.answer);
  if (success) return answer;
  throw errors.serverMessageInvalid(name, firstProblem(error));
}

const errorOf = (problem: Problem): TandemError => new TandemError({ ...problem, audience: 'user' });

function firstProblem({ issues: [issue] }: z.core.$ZodError): string {
  if (!issue) return 'nobody knows why';
  const where = issue.path.map(String).join('.');
  return `${where}${where && ': '}${issue.message}`;
}
