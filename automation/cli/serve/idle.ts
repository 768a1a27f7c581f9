import type { TaskServer } from '../../server/task-server.ts';
import type { TaskService } from '../../tasks/service.ts';

/** How often it is looked, in milliseconds. */
const LOOK_MS = 1000;

/**
 * Calls the listener when no task has run and no client was there for a time, in milliseconds. Disposing the result stops
 * looking.
 */
export function idle(
  limitMs: number,
  server: TaskServer,
  service: TaskService,
  listener: () => void,
): Disposable {
  const commander = service.commanderFor({ id: 'serve' });
  let busy = performance.now();
  const look = async (): Promise<void> => {
    const { tasks } = await commander.send('ListTasks', {});
    const isBusy = server.clients.length > 0 || tasks.some(({ state }) => state !== 'ended');
    if (isBusy) busy = performance.now();
    else if (performance.now() - busy >= limitMs) listener();
  };
  const events = service.onEvent(() => {
    busy = performance.now();
  });
  // It may be closed at this very moment.
  const timer = setInterval(() => look().catch(() => {}), Math.min(LOOK_MS, Math.max(limitMs, 10)));
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      events[Symbol.dispose]();
    },
  };
}
