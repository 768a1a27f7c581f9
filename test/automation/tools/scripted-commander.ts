import type { Commander } from '../../../automation/tasks/commander.ts';
import { errors } from '../../../protocol/errors.ts';
import type { CommandAnswer, CommandData, CommandName } from '../../../protocol/tasks/commands.ts';

type Answers = {
  readonly [C in CommandName]?: (data: CommandData<C>) => CommandAnswer<C> | Promise<CommandAnswer<C>>;
};

/** Answers as it is told to, and notes what it was asked. */
export class ScriptedCommander implements Commander {
  readonly asked: [name: CommandName, data: unknown][] = [];
  readonly #answers: Answers;

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  async send<C extends CommandName>(name: C, data: CommandData<C>): Promise<CommandAnswer<C>> {
    this.asked.push([name, data]);
    const answer = this.#answers[name] as
      | ((data: CommandData<C>) => CommandAnswer<C> | Promise<CommandAnswer<C>>)
      | undefined;
    if (!answer) throw errors.taskCommandUnknown(name, undefined);
    return answer(data);
  }

  onEvent = (): Disposable => ({ [Symbol.dispose]() {} });
}
