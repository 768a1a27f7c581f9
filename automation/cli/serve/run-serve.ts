import { deferred } from '../../../adapter/util/deferred.ts';
import { TaskServer } from '../../server/task-server.ts';
import { HeadlessHost } from '../../tasks/headless/headless-host.ts';
import { createTaskService } from '../../tasks/task-service.ts';
import { onInterrupt } from '../debug/interrupts.ts';
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
}

/** Serves until it is told to end; its programs end with it. Resolves with the exit code. */
export async function runServe(request: ServeRequest): Promise<number> {
  const { folders, readOnly, idleMs, listen, allowNonLoopback, json } = request;
  const ended = deferred();
  using _interrupts = onInterrupt(() => ended.resolve());
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
  const voice = serveVoice(json);
  service.onEvent((event) => voice.event(event));
  voice.listening({ server, folders });
  using _idle = idleMs === undefined ? undefined : idle(idleMs, server, service, ended.resolve);
  await ended.promise;
  return EXIT.ok;
}
