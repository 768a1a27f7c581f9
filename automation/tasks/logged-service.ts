import type { CommandName } from '../../protocol/tasks/commands.ts';
import { clip } from '../session/limits.ts';
import { oneLine } from '../text/visible.ts';
import type { Caller, TaskService } from './service.ts';

/** Commands by which programs begin and end. */
const LOGGED: ReadonlySet<CommandName> = new Set([
  'StartNewTask',
  'ResumeTask',
  'CancelTask',
  'CloseTask',
  'RestartTask',
]);

const MAX_LENGTH = 200;

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
            say(`${line}: ${oneLine((error as Error).message)}`);
            throw error;
          }
        },
      };
    },
  };
}

const nameOf = ({ id, name }: Caller): string => (name === undefined ? id : `${told(name)}, ${id}`);

/** Of a configuration only what it is called: the rest may hold secrets. Nobody has checked yet what was sent. */
function what(name: CommandName, data: unknown): string {
  if (name !== 'StartNewTask') return told(data);
  const configuration = member(data, 'configuration');
  if (typeof configuration === 'string') return told(configuration);
  const names = ['name', 'program', 'request'].map((key) => member(configuration, key));
  return told(names.find((one) => one !== undefined));
}

const member = (value: unknown, key: string): unknown =>
  (value as Readonly<Record<string, unknown>> | null | undefined)?.[key];

const told = (value: unknown): string =>
  typeof value === 'string' ? clip(oneLine(value), MAX_LENGTH) : '(something without a name)';
