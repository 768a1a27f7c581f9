import { resolve } from 'node:path';
import { HeadlessHost } from '../tasks/headless/headless-host.ts';
import type { TaskService } from '../tasks/service.ts';
import { createTaskService } from '../tasks/task-service.ts';
import { TaskServer } from './task-server.ts';

export interface StartServerOptions {
  /** What is open; the first is where relative paths start. This process's working directory unless set. */
  readonly folders?: readonly string[] | undefined;
  /** For people; the name of the first folder unless set. */
  readonly name?: string | undefined;
  /** `auto` (a private socket, or a named pipe), the name of a transport, or an endpoint. `auto` unless set. */
  readonly listen?: string | undefined;
  /** `listen` may name an address that other machines can reach. */
  readonly allowNonLoopback?: boolean | undefined;
  /** The secret that opens it, where both sides are told the same; a new one unless set. */
  readonly token?: string | undefined;
  /** Only commands that look are carried out. */
  readonly readOnly?: boolean | undefined;
}

/** A task server in this process, with no editor beside it. */
export interface RunningServer extends AsyncDisposable {
  /** Where it listens, as text. */
  readonly endpoint: string;
  readonly token: string;
  /** The file in which it is published; undefined where nothing could be. */
  readonly publication: string | undefined;
  /** What the user should know of where it listens. */
  readonly notices: readonly string[];
  /** Ends its clients' connections and every program that it has started. Idempotent. */
  close(): Promise<void>;
}

/** A task server and the tasks that it serves, which are its alone. */
export interface ServedTasks {
  readonly service: TaskService;
  readonly server: TaskServer;
  /** Ends the programs, which go on no further from where they stand, and the connections. Idempotent. */
  close(): Promise<void>;
}

/** Throws as `TaskServer.start` does. */
export async function serveTasks(options: StartServerOptions): Promise<ServedTasks> {
  const { folders: wanted = ['.'], readOnly = false, ...listening } = options;
  const folders = wanted.map((folder) => resolve(folder));
  const service = createTaskService(new HeadlessHost({ folders }), { readOnly });
  const server = await TaskServer.start({
    ...listening,
    service,
    kind: 'server',
    folders: () => folders,
    readOnly: () => readOnly,
  });
  const closeAll = async (): Promise<void> => {
    // Before the clients are gone: it would let their programs go on.
    const ended = service[Symbol.asyncDispose]();
    await server.close();
    await ended;
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= closeAll();
    return closing;
  };
  return { service, server, close };
}

/** Starts a task server in this process. Throws as `TaskServer.start` does. */
export async function startServer(options: StartServerOptions = {}): Promise<RunningServer> {
  const { server, close } = await serveTasks(options);
  const { endpoint, token, publication, notices } = server;
  return { endpoint, token, publication, notices, close, [Symbol.asyncDispose]: close };
}
