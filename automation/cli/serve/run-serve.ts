import { deferred } from '../../../adapter/util/deferred.ts';
import { SERVER_VARIABLE } from '../../discovery/find-server.ts';
import { type ServedTasks, serveTasks } from '../../server/start-server.ts';
import type { TaskServer } from '../../server/task-server.ts';
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
  const token = process.env.TANDEM_TOKEN || undefined;
  const served = await serveTasks({ folders, readOnly, listen, allowNonLoopback, token });
  const [file, ...args] = command;
  try {
    if (file === undefined) return await untilEnded(served, request);
    return await runInPlace(file, args, environmentOf(served.server), served.close);
  } finally {
    await served.close();
  }
}

async function untilEnded(
  { service, server, close }: ServedTasks,
  { folders, idleMs, json }: ServeRequest,
): Promise<number> {
  const ended = deferred();
  const voice = serveVoice(json);
  using _interrupts = onInterrupt(() => ended.resolve());
  service.onEvent((event) => voice.event(event));
  voice.listening({ server, folders });
  using _idle = idleMs === undefined ? undefined : idle(idleMs, server, service, ended.resolve);
  await ended.promise;
  // While signals are still heard: an impatient one would leave programs behind.
  await close();
  return EXIT.ok;
}

/** As in a terminal of a window: what runs in it finds this server, wherever it goes. */
const environmentOf = ({ publication }: TaskServer): NodeJS.ProcessEnv => ({
  ...process.env,
  ...(publication !== undefined && { [SERVER_VARIABLE]: publication }),
});
