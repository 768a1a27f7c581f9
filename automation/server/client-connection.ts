import type { Duplex } from 'node:stream';
import { HELLO_LIMIT_MS, HELLO_MAX_PAYLOAD, tokenMatches } from '../../ipc/handshake.ts';
import { timeLimit } from '../../ipc/time-limit.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import { DEFAULT_MAX_PAYLOAD } from '../../protocol/frame.ts';
import {
  type Ack,
  type ClientMessage,
  type Connect,
  type ServerMessage,
  TASK_PROTOCOL,
  type TaskCommand,
} from '../../protocol/tasks/messages.ts';
import { JsonLines } from '../socket/json-lines.ts';
import type { Commander } from '../tasks/commander.ts';
import { problemOf } from '../tasks/task/problem.ts';
import { Outbox } from './outbox.ts';
import { type RequestId, type Understood, understand } from './understand.ts';

/** Who drives tasks over a socket, on one connection or, after a loss, on the next. */
export interface Client {
  readonly id: string;
  readonly commander: Commander;
}

/** Those that a connection comes to. */
export interface Reception {
  readonly token: string;
  /** Somebody has said who it is, and knows the token. */
  enter(connect: Connect['data'], connection: ClientConnection): { client: Client; ack: Ack };
  /** The client is no longer at the other end of this connection. */
  leave(client: Client, connection: ClientConnection, how: 'goodbye' | 'lost'): void;
}

/** More commands of one client are refused, as long as so many are not answered. */
const MAX_PENDING = 1000;

/** One connection: with a stranger until it has said who it is, with a client from then on. */
export class ClientConnection {
  readonly #lines: JsonLines;
  readonly #outbox: Outbox;
  readonly #reception: Reception;
  readonly #introduction: Disposable;
  readonly #pending = new Set<RequestId>();
  #client: Client | undefined;

  constructor(stream: Duplex, reception: Reception) {
    this.#reception = reception;
    this.#lines = new JsonLines(stream, {
      line: (text) => this.#hear(understand(text)),
      ended: (reason) => this.#ended(reason),
    });
    this.#lines.maxHeard = HELLO_MAX_PAYLOAD;
    this.#outbox = new Outbox(this.#lines, (bytes) => this.#giveUp(errors.clientTooSlow(bytes)));
    this.#introduction = timeLimit(HELLO_LIMIT_MS, () => this.#refuse(errors.clientSilent(HELLO_LIMIT_MS)));
  }

  /** `json` is a {@link ServerMessage}. */
  send(json: string): void {
    this.#outbox.sendEvent(json);
  }

  /** The same for an entry of a program's output, which is left out when the client does not read. */
  sendOutput(json: string, taskId: string, cursor: number): void {
    this.#outbox.sendOutput(json, taskId, cursor);
  }

  /** Says why, and ends it; nobody is told that the client has left. Resolves when it is gone. */
  close(reason: TandemError): Promise<void> {
    this.#introduction[Symbol.dispose]();
    this.#client = undefined;
    this.#lines.write(JSON.stringify({ type: 'Closing', origin: 'Server', data: problemOf(reason) }));
    return this.#lines.end();
  }

  #hear({ said, requestId }: Understood): void {
    const client = this.#client;
    try {
      if (said instanceof TandemError) throw said;
      if (client) this.#heed(client, said);
      else this.#introduce(said);
    } catch (thrown) {
      const reason = TandemError.from(thrown);
      if (client) this.#object(client, reason, requestId);
      else this.#refuse(reason);
    }
  }

  #introduce(message: ClientMessage): void {
    if (message.type !== 'Connect') throw errors.clientUnknown(message.type);
    const { token, protocol = TASK_PROTOCOL } = message.data;
    if (!tokenMatches(token, this.#reception.token)) throw errors.clientToken();
    if (protocol !== TASK_PROTOCOL) throw errors.clientProtocol(protocol, TASK_PROTOCOL);
    this.#introduction[Symbol.dispose]();
    this.#lines.maxHeard = Number.POSITIVE_INFINITY;
    const { client, ack } = this.#reception.enter(message.data, this);
    this.#client = client;
    this.#tell({ type: 'Ack', origin: 'Server', data: ack });
  }

  #heed(client: Client, message: ClientMessage): void {
    if (message.type === 'Connect') throw errors.clientKnown(client.id);
    const { clientId = client.id } = message;
    if (clientId !== client.id) throw errors.clientIdWrong(clientId, client.id);
    if (message.type === 'TaskCommand') this.#accept(client, message);
    else {
      void this.#lines.end();
      this.#leave(client, 'goodbye');
    }
  }

  #accept(client: Client, command: TaskCommand): void {
    const { requestId } = command;
    // Not in an answer to it: that would be taken for the answer to the earlier one.
    if (this.#pending.has(requestId)) this.#object(client, errors.requestIdTaken(requestId));
    else if (this.#pending.size >= MAX_PENDING) throw errors.tooManyCommands(MAX_PENDING);
    else void this.#carryOut(client, command);
  }

  async #carryOut(client: Client, { requestId, data }: TaskCommand): Promise<void> {
    this.#pending.add(requestId);
    this.#outbox.takeTurn();
    try {
      // Who carries it out looks whether there is such a command, and whether this is what it may be told.
      const answer = await client.commander.send(data.commandName as never, data.data as never);
      if (this.#outbox.isFull) throw errors.answerUnsendable('too many answers wait to be read');
      this.#outbox.sendAnswer(answerText(client.id, requestId, answer));
    } catch (thrown) {
      this.#object(client, TandemError.from(thrown), requestId);
    } finally {
      this.#pending.delete(requestId);
    }
  }

  /** Says what is wrong with something that a client has said: in the answer to its command, if it was one. */
  #object({ id: clientId }: Client, reason: TandemError, requestId?: RequestId): void {
    const error = problemOf(reason);
    if (requestId === undefined) this.#tell({ type: 'Error', origin: 'Server', data: error });
    else
      this.#tell({
        type: 'TaskAnswer',
        origin: 'Server',
        clientId,
        requestId,
        data: { ok: false, error },
      });
  }

  #refuse(reason: TandemError): void {
    this.#introduction[Symbol.dispose]();
    this.#tell({ type: 'Error', origin: 'Server', data: problemOf(reason) });
    void this.#lines.end();
  }

  #ended(reason: TandemError): void {
    this.#introduction[Symbol.dispose]();
    const isViolation = reason.code !== 'ipc.peerClosed' && reason.code !== 'ipc.lost';
    if (isViolation) {
      this.#tell({ type: 'Error', origin: 'Server', data: problemOf(reason) });
      void this.#lines.end();
    } else this.#lines.destroy();
    if (this.#client) this.#leave(this.#client, 'lost');
  }

  #giveUp(reason: TandemError): void {
    const client = this.#client;
    if (!client) return;
    void this.close(reason);
    this.#reception.leave(client, this, 'lost');
  }

  #leave(client: Client, how: 'goodbye' | 'lost'): void {
    this.#client = undefined;
    this.#reception.leave(client, this, how);
  }

  #tell(message: ServerMessage): void {
    this.#outbox.sendAnswer(JSON.stringify(message));
  }
}

/** Throws `taskServer.answerUnsendable`. */
function answerText(clientId: string, requestId: RequestId, answer: unknown): string {
  const data = { ok: true, answer } as const;
  const message: ServerMessage = { type: 'TaskAnswer', origin: 'Server', clientId, requestId, data };
  const text = stringified(message);
  if (text.length > DEFAULT_MAX_PAYLOAD / 4 && Buffer.byteLength(text) > DEFAULT_MAX_PAYLOAD)
    throw errors.answerUnsendable(`it is longer than ${DEFAULT_MAX_PAYLOAD} bytes`);
  return text;
}

function stringified(value: object): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw errors.answerUnsendable((error as Error).message);
  }
}
