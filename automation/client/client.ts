import type { TandemError } from '../../protocol/errors.ts';
import type { CommandAnswer, CommandData, CommandName } from '../../protocol/tasks/commands.ts';
import type { TaskEvent } from '../../protocol/tasks/events.ts';
import type { Ack } from '../../protocol/tasks/messages.ts';
import type { TaskInfo } from '../../protocol/tasks/task.ts';
import type { ServerQuery } from '../discovery/find-server.ts';
import { Listeners } from '../listeners.ts';
import type { Commander } from '../tasks/commander.ts';
import { commandNamed, parseCommand } from '../tasks/parse-command.ts';
import type { ClientEvents } from './client-events.ts';
import { LastingConnection } from './lasting-connection.ts';
import { openServer } from './open-server.ts';
import type { Told } from './server-connection.ts';
import { Task } from './task.ts';

/** Which server is meant, and who this is. Nothing said: the window of this terminal, or the one with this folder. */
export interface ConnectOptions extends ServerQuery {
  /** How the client calls itself, for people. */
  readonly name?: string | undefined;
  /** Whether it hears events; it does unless this is false. */
  readonly events?: boolean | undefined;
  /** For how long a lost connection is tried to be made again, in milliseconds; 10,000 unless set, 0 for not at all. */
  readonly reconnectMs?: number | undefined;
}

/** What a task is started with, besides its configuration. */
export type StartOptions = Omit<CommandData<'StartNewTask'>, 'configuration'>;

const RECONNECT_MS = 10_000;

/** Drives the tasks of a window or server over its socket. */
export class TandemClient implements Commander, AsyncDisposable {
  readonly #listeners = new Listeners<ClientEvents>();
  #connection!: LastingConnection;

  private constructor() {}

  /**
   * Finds the task server that is meant, and connects to it. Rejects with a `TandemError`: `discovery.*` when there is
   * none, or more than one; `taskServer.tokenWrong`; `ipc.*` when it cannot be reached.
   */
  static async connect(options: ConnectOptions = {}): Promise<TandemClient> {
    const { name, events, reconnectMs = RECONNECT_MS } = options;
    const client = new TandemClient();
    const listeners = client.#listeners;
    client.#connection = await openServer(options, (place) =>
      LastingConnection.open(
        place,
        { name, events, reconnectMs },
        {
          told: (message) => client.#told(message),
          problem: (error) => listeners.emit('problem', error),
          lost: (reason) => listeners.emit('lost', reason),
          reconnected: (resumed) => listeners.emit('reconnected', { resumed }),
          closed: (reason) => listeners.emit('closed', reason),
        },
      ),
    );
    return client;
  }

  /** What the server has said of itself, and the id that it knows this client by. */
  get server(): Ack {
    return this.#connection.ack;
  }

  get clientId(): string {
    return this.server.clientId;
  }

  /** False once it is closed, or the server is gone for good. */
  get isConnected(): boolean {
    return this.#connection.closed === undefined;
  }

  /** What is sent leaves at once. Otherwise a lost connection is being made again, and commands wait for it. */
  get isReady(): boolean {
    return this.#connection.isReady;
  }

  /**
   * What is no command, or is told what it does not take, is not sent: rejects with `task.commandUnknown` or
   * `task.commandInvalid`. Rejects with the error of the server, code and all; with `client.connectionLost` when the
   * connection is lost before the answer came; and with `client.gone` or `client.closed` when there will be no other.
   */
  async send<C extends CommandName>(name: C, data: CommandData<C>): Promise<CommandAnswer<C>> {
    parseCommand(commandNamed(name), data);
    return this.#connection.send(name, data) as Promise<CommandAnswer<C>>;
  }

  /** Hears what happens, by name. Disposing the result removes the listener. */
  on<E extends keyof ClientEvents>(event: E, listener: (value: ClientEvents[E]) => void): Disposable {
    return this.#listeners.on(event, listener);
  }

  onEvent(listener: (event: TaskEvent) => void): Disposable {
    return this.on('event', listener);
  }

  /** The next event of that name, or the next that is wanted. Rejects when the client is closed before. */
  next<E extends keyof ClientEvents>(
    event: E,
    isWanted: (value: ClientEvents[E]) => boolean = () => true,
  ): Promise<ClientEvents[E]> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        for (const registration of registrations) registration[Symbol.dispose]();
        act();
      };
      const registrations = [
        this.on(event, (value) => {
          if (isWanted(value)) settle(() => resolve(value));
        }),
        this.on('closed', (reason: TandemError) => settle(() => reject(reason))),
      ];
    });
  }

  /**
   * Starts a program. Resolves when it runs, with a handle on it; what comes of it is told by its `wait`.
   *
   * @param configuration as in a launch.json, or the name of one there
   */
  async start(
    configuration: CommandData<'StartNewTask'>['configuration'],
    options: StartOptions = {},
  ): Promise<Task> {
    const { task, breakpoints } = await this.send('StartNewTask', { configuration, ...options });
    return new Task(this, task, breakpoints);
  }

  /** The newest first, also those that have ended. */
  async tasks(): Promise<TaskInfo[]> {
    return (await this.send('ListTasks', {})).tasks;
  }

  /** A handle on a task that is there. Rejects with `task.unknown`. */
  async task(taskId: string): Promise<Task> {
    const { task } = await this.send('GetState', { taskId });
    return new Task(this, task, []);
  }

  /** Says goodbye: what it holds stopped stays so. Resolves when the connection is gone. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #told(message: Told): void {
    switch (message.type) {
      case 'TaskEvent':
        this.#happened(message.data);
        break;
      case 'Connect':
        this.#listeners.emit('clientConnected', message.data);
        break;
      case 'Disconnect':
        this.#listeners.emit('clientDisconnected', message.data);
        break;
      case 'OutputSkipped':
        this.#listeners.emit('outputSkipped', message.data);
        break;
    }
  }

  #happened(event: TaskEvent): void {
    this.#listeners.emit('event', event);
    this.#listeners.emit(event.type, event as never);
    if (event.type !== 'Message' || event.message.kind === 'event') return;
    const { taskId, timestamp, message } = event;
    this.#listeners.emit(message.kind, { ...message, taskId, timestamp } as never);
  }
}
