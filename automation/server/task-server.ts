import { basename } from 'node:path';
import type { Duplex } from 'node:stream';
import { VERSION } from '../../adapter/version.ts';
import { type Published, publish, publishingDirectory } from '../../ipc/discovery.ts';
import { formatEndpoint } from '../../ipc/endpoint.ts';
import { removeAtExit } from '../../ipc/exit-cleanup.ts';
import { createToken } from '../../ipc/handshake.ts';
import type { Listener } from '../../ipc/listener.ts';
import { listeningPlace } from '../../ipc/listening-place.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import type { TaskEvent } from '../../protocol/tasks/events.ts';
import { type Ack, type ServerMessage, TASK_PROTOCOL } from '../../protocol/tasks/messages.ts';
import type { TaskService } from '../tasks/service.ts';
import { ClientConnection, type Reception } from './client-connection.ts';
import { type Departure, type Member, Roster } from './roster.ts';

export interface TaskServerOptions {
  readonly service: TaskService;
  readonly kind: 'window' | 'server';
  /** For people; of the first folder unless set. */
  readonly name?: string | undefined;
  /** What is open now, absolute. */
  readonly folders: () => readonly string[];
  /** Whether only commands that look are carried out: said to clients, and kept by the service. */
  readonly readOnly: () => boolean;
  /** `auto` (a private socket, or a named pipe), the name of a transport, or an endpoint. `auto` unless set. */
  readonly listen?: string | undefined;
  /** `listen` may name an address that other machines can reach. */
  readonly allowNonLoopback?: boolean | undefined;
  /** The secret that opens it, where both sides are told the same; a new one unless set. */
  readonly token?: string | undefined;
  /** How long a client that was cut off may take to come back, in milliseconds; 3,000 unless set. */
  readonly graceMs?: number | undefined;
}

const GRACE_MS = 3000;

/** Serves the tasks of this process to clients on a socket. Who they are told by: what it publishes, and its token. */
export class TaskServer implements AsyncDisposable {
  readonly token: string;
  /** What the user should know of where it listens. */
  readonly notices: readonly string[];
  readonly #options: TaskServerOptions;
  readonly #listener: Listener;
  readonly #directory: string | undefined;
  readonly #startedAt = Date.now();
  readonly #roster: Roster;
  readonly #connections = new Set<ClientConnection>();
  readonly #hearing: Disposable;
  #published: Published | undefined;
  #atExit: Disposable | undefined;
  #closing: Promise<void> | undefined;
  /** Where it listened has failed. */
  #isDeaf = false;

  /**
   * Resolves when clients can come. Throws as `TransportFactory.createListener` does, and as `publishingDirectory` does
   * where no token is given that others could know it by.
   */
  static async start(options: TaskServerOptions): Promise<TaskServer> {
    const { kind, listen = 'auto', allowNonLoopback = false, token } = options;
    const directory = ownDirectory(token !== undefined);
    const place = listeningPlace(listen, kind, directory);
    const { listener, notices } = await TransportFactory.createListener({ ...place, allowNonLoopback });
    return new TaskServer(options, listener, notices, directory);
  }

  private constructor(
    options: TaskServerOptions,
    listener: Listener,
    notices: readonly string[],
    directory: string | undefined,
  ) {
    this.token = options.token ?? createToken();
    this.notices = notices;
    this.#options = options;
    this.#listener = listener;
    this.#directory = directory;
    this.#roster = new Roster(options.service, options.graceMs ?? GRACE_MS, {
      entered: (member) => this.#tellOthers(member, 'Connect', {}),
      left: (member, how) => this.#left(member, how),
    });
    this.#hearing = options.service.onEvent((event) => this.#tellEvent(event));
    this.publish();
    void this.#receiveAll();
  }

  /** Where it listens: as `formatEndpoint` writes it. */
  get endpoint(): string {
    return formatEndpoint(this.#listener.endpoint);
  }

  /** The file in which it is published; undefined where nothing could be. */
  get publication(): string | undefined {
    return this.#published?.path;
  }

  /** The ids of the clients that are there, or may come back. */
  get clients(): readonly string[] {
    return this.#roster.members.map(({ id }) => id);
  }

  /** To be called when the folders, or the name, are others than before. */
  publish(): void {
    if (this.#directory === undefined || this.#closing || this.#isDeaf) return;
    const { kind, folders } = this.#options;
    const [first] = folders();
    this.#published = publish(this.#directory, kind, {
      kind,
      name: this.#options.name ?? (first === undefined ? kind : basename(first)),
      folders: folders(),
      endpoint: this.endpoint,
      token: this.token,
      version: VERSION,
      startedAt: this.#startedAt,
    });
    this.#atExit ??= removeAtExit(this.#published.path);
  }

  /** Says it to all clients that hear events. */
  broadcast(message: ServerMessage): void {
    this.#toAll(JSON.stringify(message));
  }

  /** False when there is no such client, or it is cut off. */
  send(clientId: string, message: ServerMessage): boolean {
    const connection = this.#roster.get(clientId)?.connection;
    connection?.send(JSON.stringify(message));
    return connection !== undefined;
  }

  /** Tells the clients that it ends, and leaves nothing behind. The tasks are the service's. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#hearing[Symbol.dispose]();
    this.#unpublish();
    const reason = errors.taskServerClosed();
    const ends = [...this.#connections].map((connection) => connection.close(reason));
    this.#roster.clear();
    await Promise.all([this.#listener.close(), ...ends]);
  }

  async #receiveAll(): Promise<void> {
    const reception: Reception = {
      token: this.token,
      enter: (connect, connection) => {
        const client = this.#roster.enter(connect, connection);
        return { client, ack: this.#ack(client) };
      },
      leave: (client, connection, how) => this.#roster.leave(client, connection, how),
    };
    for (;;) {
      const stream = await this.#nextClient();
      if (!stream) return;
      const connection = new ClientConnection(stream, reception);
      this.#connections.add(connection);
      stream.once('close', () => this.#connections.delete(connection));
    }
  }

  /** Undefined when nobody comes any more: then whoever looks for it must not find it either. */
  async #nextClient(): Promise<Duplex | undefined> {
    try {
      return await this.#listener.waitForClient(Number.POSITIVE_INFINITY);
    } catch (error) {
      if (this.#closing) return undefined;
      this.#isDeaf = true;
      this.#unpublish();
      process.emitWarning(`Nobody can come to this task server any more: ${TandemError.from(error).text}`);
      return undefined;
    }
  }

  #unpublish(): void {
    this.#published?.[Symbol.dispose]();
    this.#published = undefined;
    this.#atExit?.[Symbol.dispose]();
    this.#atExit = undefined;
  }

  #ack({ id: clientId, resumeToken }: Member): Ack {
    const { kind, folders, readOnly } = this.#options;
    return {
      clientId,
      resumeToken,
      pid: process.pid,
      ppid: process.ppid,
      protocol: TASK_PROTOCOL,
      version: VERSION,
      kind,
      folders: [...folders()],
      readOnly: readOnly(),
    };
  }

  #left(member: Member, how: Departure): void {
    // What it held may end at this very moment.
    this.#options.service.left(member.id, how).catch(() => {});
    this.#tellOthers(member, 'Disconnect', { how });
  }

  #tellOthers({ id: clientId, name, pid }: Member, type: 'Connect' | 'Disconnect', more: object): void {
    const json = JSON.stringify({ type, origin: 'Server', data: { clientId, name, pid, ...more } });
    this.#toAll(json, clientId);
  }

  #toAll(json: string, except?: string): void {
    for (const { id, hearsEvents, connection } of this.#roster.members)
      if (hearsEvents && id !== except) connection?.send(json);
  }

  #tellEvent(event: TaskEvent): void {
    const hearers = this.#roster.members.filter(({ hearsEvents, connection }) => hearsEvents && connection);
    if (hearers.length === 0) return;
    // Written once, however many hear it.
    const message: ServerMessage = { type: 'TaskEvent', origin: 'Server', data: event };
    const json = JSON.stringify(message);
    const output = event.type === 'Message' && event.message.kind === 'output' ? event.message : undefined;
    for (const { connection } of hearers) {
      if (event.type === 'Message' && output) connection?.sendOutput(json, event.taskId, output.cursor);
      else connection?.send(json);
    }
  }
}

function ownDirectory(mayBeMissing: boolean): string | undefined {
  try {
    return publishingDirectory();
  } catch (error) {
    if (mayBeMissing) return undefined;
    throw error;
  }
}
