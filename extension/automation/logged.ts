import type { Caller, TaskService } from '../../automation/tasks/service.ts';
import type { CommandData, CommandName } from '../../protocol/tasks/commands.ts';

/** Commands by which programs begin and end. */
const LOGGED: ReadonlySet<CommandName> = new Set([
  'StartNewTask',
  'ResumeTask',
  'CancelTask',
  'CloseTask',
  'RestartTask',
]);

/** The same service, which says who has programs started and ended from outside. */
export function logged(service: TaskService, say: (line: string) => void): TaskService {
  return {
    left: (callerId, how) => service.left(callerId, how),
    onEvent: (listener) => service.onEvent(listener),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
    commanderFor(caller) {
      const commander = service.commanderFor(caller);
      return {
        onEvent: (listener) => commander.onEvent(listener),
        async send(name, data) {
          if (!LOGGED.has(name)) return commander.send(name, data);
          const line = `[${nameOf(caller)}] ${name} ${what(name, data)}`;
          try {
            const answer = await commander.send(name, data);
            say(line);
            return answer;
          } catch (error) {
            say(`${line}: ${(error as Error).message}`);
            throw error;
          }
        },
      };
    },
  };
}

const nameOf = ({ id, name }: Caller): string => (name === undefined ? id : `${name}, ${id}`);

/** Of a configuration only what it is called: the rest may hold secrets. */
function what(name: CommandName, data: unknown): string {
  if (name !== 'StartNewTask') return String(data);
  const { configuration } = (data ?? {}) as Partial<CommandData<'StartNewTask'>>;
  if (typeof configuration !== 'object') return String(configuration);
  return String(configuration.name ?? configuration.program ?? configuration.request);
}
