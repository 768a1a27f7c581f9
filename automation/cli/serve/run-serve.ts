import { deferred } from '../../../adapter/util/deferred.ts';
import { SERVER_VARIABLE } from '../../discovery/find-server.ts';
import { TaskServer } from '../../server/task-server.ts';
import { HeadlessHost } from '../../tasks/headless/headless-host.ts';
import type { TaskService } from '../../tasks/service.ts';
import { createTaskService } from '../../tasks/task-service.ts';
import { onInterrupt } from '../debug/interrupts.ts';
import { runInPlace } from '../exec/run-in-place.ts';
import { EXIT } from '../exit-code.ts';
import type { ListenPlace } from '../listen-option.ts';
import { idle } from './idle.ts';
import { serveVoice } from './serve-voice.ts';

export interface ServeRequest extends ListenPlace {
  /** Absolute. */
  readonly folders: readonly string[];
  readonly readOnly: boolean;
  /** In milliseconds: how long nothing may run, and nobody be there, before it ends by itself. */
  readonly idleMs: number | undefined;
  readonly json: boolean;
  /** What is run meanwhile: it is served as long as that takes. */
  readonly command: readonly string[];
}

/** Serves until it is told to end, or the command has ended; its programs end with it. Resolves with the exit code. */
export async function runServe(request: ServeRequest): Promise<number> {
  const { folders, readOnly, listen, allowNonLoopback, command } = request;
  await using service = createTaskService(new HeadlessHost({ folders }), { readOnly });
  await using server = await TaskServer.start({
    service,
    kind: 'server',
    folders: () => folders,
    readOnly: () => readOnly,
    listen,
    allowNonLoopback,
    token: process.env.TANDEM_TOKEN || undefined,
  });
  const serving = { service, server };
  const [file, ...args] = command;
  if (file === undefined) return await untilEnded(serving, request);
  return await runInPlace(file, args, environmentOf(server), () => close(serving));
}

interface Serving {
  readonly service: TaskService;
  readonly server: TaskServer;
}

async function untilEnded(serving: Serving, { folders, idleMs, json }: ServeRequest): Promise<number> {
  const { service, server } = serving;
  const ended = deferred();
  const voice = serveVoice(json);
  using _interrupts = onInterrupt(() => ended.resolve());
  service.onEvent((event) => voice.event(event));
  voice.listening({ server, folders });
  using _idle = idleMs === undefined ? undefined : idle(idleMs, server, service, ended.resolve);
  await ended.promise;
  await close(serving);
  return EXIT.ok;
}

/** As in a terminal of a window: what runs in it finds this server, wherever it goes. */
const environmentOf = ({ publication }: TaskServer): NodeJS.ProcessEnv => ({
  ...process.env,
  ...(publication !== undefined && { [SERVER_VARIABLE]: publication }),
});

/** Nobody comes in any more, then the programs end. */
async function close({ service, server }: Serving): Promise<void> {
  await server.close();
  await service[Symbol.asyncDispose]();
}
