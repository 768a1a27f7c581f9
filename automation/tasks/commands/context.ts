import type { CommandAnswer, CommandArguments, CommandName } from '../../../protocol/tasks/commands.ts';
import type { TaskHost } from '../host.ts';
import type { Caller } from '../service.ts';
import type { TaskList } from '../task-list.ts';

/** What commands are carried out with, and for whom. */
export interface CommandContext {
  readonly host: TaskHost;
  readonly tasks: TaskList;
  readonly caller: Caller;
  /** Nothing of the program's may be called, not even to look at it. */
  readonly isReadOnly: boolean;
}

export type Handlers<C extends CommandName> = {
  readonly [Name in C]: (
    data: CommandArguments<Name>,
    context: CommandContext,
  ) => CommandAnswer<Name> | Promise<CommandAnswer<Name>>;
};
