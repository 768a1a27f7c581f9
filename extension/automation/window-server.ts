import * as vscode from 'vscode';
import { SERVER_VARIABLE } from '../../automation/discovery/find-server.ts';
import { TaskServer } from '../../automation/server/task-server.ts';
import type { TaskHost } from '../../automation/tasks/host.ts';
import type { TaskService } from '../../automation/tasks/service.ts';
import { TandemError } from '../../protocol/errors.ts';
import { access } from '../access.ts';
import type { Log } from '../log.ts';

/** The task server of this window, which is there unless the user has switched it off; its terminals know of it. */
export class WindowServer {
  /** The environment of the window's terminals. */
  readonly #terminals: vscode.EnvironmentVariableCollection;
  readonly #service: TaskService;
  readonly #host: TaskHost;
  readonly #log: Log;
  #server: Promise<TaskServer | undefined> = Promise.resolve(undefined);

  constructor(
    terminals: vscode.EnvironmentVariableCollection,
    service: TaskService,
    host: TaskHost,
    log: Log,
  ) {
    this.#terminals = terminals;
    this.#service = service;
    this.#host = host;
    this.#log = log;
  }

  /** Starts or stops it, as the setting says now. */
  update(): void {
    const isWanted = access() !== 'off';
    this.#server = this.#server.then((server) => {
      if (!isWanted) return this.#stop(server);
      return server ?? this.#start();
    });
  }

  /** Tells where it is and what is open in the window, which may be something else than before. */
  async publish(): Promise<void> {
    const server = await this.#server;
    server?.publish();
  }

  async published(): Promise<string | undefined> {
    return (await this.#server)?.publication;
  }

  async close(): Promise<void> {
    this.#server = this.#server.then((server) => this.#stop(server));
    await this.#server;
  }

  async #start(): Promise<TaskServer | undefined> {
    try {
      const server = await TaskServer.start({
        service: this.#service,
        kind: 'window',
        name: vscode.workspace.name,
        folders: () => this.#host.folders,
        readOnly: () => access() === 'readOnly',
      });
      for (const notice of server.notices) this.#log.info(notice);
      const { publication } = server;
      if (publication !== undefined) this.#terminals.replace(SERVER_VARIABLE, publication);
      return server;
    } catch (error) {
      // Debugging goes on without it.
      this.#log.error(`This window cannot be driven from outside: ${TandemError.from(error).text}`);
      return undefined;
    }
  }

  async #stop(server: TaskServer | undefined): Promise<undefined> {
    if (!server) return undefined;
    this.#terminals.delete(SERVER_VARIABLE);
    try {
      await server.close();
    } catch (error) {
      // The next one is not kept from starting.
      this.#log.error(
        `The task server of this window did not end as it should: ${TandemError.from(error).text}`,
      );
    }
    return undefined;
  }
}
