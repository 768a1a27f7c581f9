import { onTestFinished } from 'vitest';
import { TaskServer, type TaskServerOptions } from '../../../automation/server/task-server.ts';
import type { TaskService } from '../../../automation/tasks/service.ts';

/** A task server until the end of the test. */
export async function serve(
  service: TaskService,
  options: Partial<TaskServerOptions> = {},
): Promise<TaskServer> {
  const server = await TaskServer.start({
    service,
    kind: 'server',
    folders: () => ['/work/app'],
    readOnly: () => false,
    ...options,
  });
  onTestFinished(() => server.close());
  return server;
}
