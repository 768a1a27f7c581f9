import { setTimeout } from 'node:timers/promises';
import { Control, when } from './engine/control-block.ts';
import type { Engine } from './engine/engine.ts';
import type { SessionChannel } from './engine/session-channel.ts';
import { WorkerDirectory } from './engine/worker-channel.ts';
import { workerName } from './engine/worker-name.ts';
import { THREAD_NAME } from './thread-setup.ts';

/** How long a worker that runs may take to come under control, in milliseconds, before it is not waited for. */
const BLOCKED_LIMIT = 300;

/** Shows an engine the main thread of this process, and its workers: those that run, and each that starts. */
export async function takeControl(
  engine: Engine,
  session: SessionChannel,
  control: Int32Array,
): Promise<void> {
  const running: Promise<void>[] = [];
  const workers = new WorkerDirectory(session, {
    hold: true,
    accept: ({ title }) => !title.endsWith(THREAD_NAME),
    onAttached: ({ info, waiting }, channel) => {
      const added = engine
        .addWorker(workerName(info), channel, { starting: waiting })
        .then(async () => {
          if (waiting) await channel.post('Runtime.runIfWaitingForDebugger');
        })
        .catch(() => {
          // The worker ended while it was being set up.
        });
      if (!waiting) running.push(added);
    },
    onEnded: (channel) => engine.removeThread(channel),
  });
  await engine.addThread('main', session, {
    intercept: (method, params) => workers.handle(method, params),
    firstTurn: when(control, Control.firstTurn),
  });
  await workers.enable();
  // Those that run already were told of before. One that is blocked comes when it can.
  await Promise.race([Promise.all(running), setTimeout(BLOCKED_LIMIT, undefined, { ref: false })]);
}
