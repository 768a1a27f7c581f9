import { Emitter } from '../../adapter/util/emitter.ts';
import { Scope } from '../../adapter/util/scope.ts';
import { errors } from '../../protocol/errors.ts';
import {
  type CommandAnswer,
  type CommandData,
  type CommandName,
  taskCommands,
} from '../../protocol/tasks/commands.ts';
import type { TaskEvent } from '../../protocol/tasks/events.ts';
import type { Commander } from './commander.ts';
import { handlers } from './commands/table.ts';
import type { TaskHost } from './host.ts';
import { commandNamed, parseCommand } from './parse-command.ts';
import { release, releaseAgain } from './release.ts';
import { isLook } from './requests.ts';
import type { Caller, TaskService } from './service.ts';
import { TaskList } from './task-list.ts';

export interface TaskServiceOptions {
  /** Only what looks is carried out. A function, where that may change. */
  readonly readOnly?: boolean | (() => boolean) | undefined;
}

/** The tasks of a host, for all who drive them. */
export function createTaskService(host: TaskHost, options: TaskServiceOptions = {}): TaskService {
  const events = new Emitter<TaskEvent>();
  const emit = (event: TaskEvent): void => {
    events.emit(event);
    if (event.type === 'Message' && event.message.kind === 'stopped')
      void releaseAgain(host, tasks.find(event.taskId));
  };
  const tasks = new TaskList(host, emit);
  const scope = new Scope(() => {});
  scope.use(host.onRun((run) => tasks.adopt(run)));
  scope.use(
    host.breakpoints.onChange((change, breakpoint) =>
      emit({ type: 'BreakpointChanged', timestamp: Date.now(), change, breakpoint }),
    ),
  );

  let isClosed = false;

  const isReadOnly = (): boolean =>
    typeof options.readOnly === 'function' ? options.readOnly() : options.readOnly === true;

  function allow(name: CommandName, data: unknown): void {
    if (taskCommands[name].looks || !isReadOnly()) return;
    const command = name === 'Request' ? (data as { command: string }).command : undefined;
    if (command !== undefined && isLook(command)) return;
    throw errors.taskReadOnly(command === undefined ? name : `The request "${command}"`);
  }

  async function carryOut<C extends CommandName>(
    caller: Caller,
    named: C,
    said: CommandData<C>,
  ): Promise<CommandAnswer<C>> {
    if (isClosed) throw errors.taskServerClosed();
    const name = commandNamed(named) as C;
    const data = parseCommand(name, said);
    allow(name, data);
    return (await handlers[name](data, {
      host,
      tasks,
      caller,
      isReadOnly: isReadOnly(),
    })) as CommandAnswer<C>;
  }

  return {
    commanderFor: (caller): Commander => ({
      send: (name, data) => carryOut(caller, name, data),
      onEvent: (listener) => events.on(listener),
    }),

    async left(callerId, how) {
      if (how === 'vanished') await release(host, tasks.all, callerId);
      for (const task of tasks.all) if (task.heldBy === callerId) task.hold(undefined);
    },

    onEvent: (listener) => events.on(listener),

    async [Symbol.asyncDispose]() {
      isClosed = true;
      await host[Symbol.asyncDispose]?.();
      await Promise.all(tasks.all.map((task) => (host.kind === 'server' ? task.ended : undefined)));
      await scope[Symbol.asyncDispose]();
    },
  };
}
