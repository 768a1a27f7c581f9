import { onTestFinished } from 'vitest';
import type { Commander } from '../../../automation/tasks/commander.ts';
import { HeadlessHost } from '../../../automation/tasks/headless/headless-host.ts';
import type { TaskService } from '../../../automation/tasks/service.ts';
import { createTaskService, type TaskServiceOptions } from '../../../automation/tasks/task-service.ts';
import type { CommandData } from '../../../protocol/tasks/commands.ts';
import type { TaskEvent } from '../../../protocol/tasks/events.ts';
import type { Outcome } from '../../../protocol/tasks/task.ts';
import { launcherDirectory } from '../../support/standalone.ts';

export interface Server {
  readonly service: TaskService;
  readonly commander: Commander;
  /** Everything that was told so far. */
  readonly events: readonly TaskEvent[];
  /** Resolves with the first event, also a past one, that is wanted. */
  event<T extends TaskEvent['type']>(
    type: T,
    wanted?: (event: Extract<TaskEvent, { type: T }>) => boolean,
  ): Promise<Extract<TaskEvent, { type: T }>>;
}

/** A task service over the adapter in this process; when the test is over, everything that it runs must end. */
export function serve(folders: readonly string[], options: TaskServiceOptions = {}): Server {
  const service = createTaskService(new HeadlessHost({ folders, session: { launcherDirectory } }), options);
  onTestFinished(() => service[Symbol.asyncDispose]());
  const events: TaskEvent[] = [];
  const looks = new Set<() => void>();
  service.onEvent((event) => {
    events.push(event);
    for (const look of [...looks]) look();
  });
  return {
    service,
    commander: service.commanderFor({ id: 'c1' }),
    events,
    event: (type, wanted = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find((event) => event.type === type && wanted(event as never));
          if (!found) return;
          looks.delete(look);
          resolve(found as never);
        };
        looks.add(look);
        look();
      }),
  };
}

/** Starts a task, and waits for its first stop or its end. */
export async function begin(
  commander: Commander,
  data: CommandData<'StartNewTask'>,
): Promise<{ readonly taskId: string; readonly first: Outcome }> {
  const { task } = await commander.send('StartNewTask', data);
  return { taskId: task.taskId, first: await commander.send('Wait', { taskId: task.taskId }) };
}

export function stopped(outcome: Outcome): Extract<Outcome, { state: 'stopped' }> {
  if (outcome.state !== 'stopped') throw new Error(`It is not stopped, but: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** The line that it stands on, and the function. */
export const placeIn = (outcome: Outcome): string => {
  const [top] = stopped(outcome).stop.stack;
  return `${top?.name}:${top?.line}`;
};

export const printed = ({ output }: Outcome): string => output.entries.map(({ text }) => text).join('');
