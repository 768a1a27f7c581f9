import { Emitter } from '../../../adapter/util/emitter.ts';
import type { Commander } from '../../../automation/tasks/commander.ts';
import type { Caller, TaskService } from '../../../automation/tasks/service.ts';
import { errors } from '../../../protocol/errors.ts';
import { type CommandName, isCommandName } from '../../../protocol/tasks/commands.ts';
import type { TaskEvent } from '../../../protocol/tasks/events.ts';

/** What a command is answered here, unless a test says otherwise. */
export type Script = (caller: Caller, name: CommandName, data: unknown) => unknown;

/** Stands for the tasks, where a test is about how they are spoken to. */
export class ScriptedService implements TaskService {
  readonly events = new Emitter<TaskEvent>();
  readonly departures: [callerId: string, how: string][] = [];
  script: Script = (_caller, name, data) => ({ name, data });

  commanderFor(caller: Caller): Commander {
    const send = async (name: string, data: unknown) => {
      if (!isCommandName(name)) throw errors.taskCommandUnknown(name, undefined);
      return this.script(caller, name, data);
    };
    return { send: send as Commander['send'], onEvent: (listener) => this.onEvent(listener) };
  }

  async left(callerId: string, how: 'goodbye' | 'vanished'): Promise<void> {
    this.departures.push([callerId, how]);
  }

  onEvent(listener: (event: TaskEvent) => void): Disposable {
    return this.events.on(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
