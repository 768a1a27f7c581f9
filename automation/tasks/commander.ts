import type { CommandAnswer, CommandData, CommandName } from '../../protocol/tasks/commands.ts';
import type { TaskEvent } from '../../protocol/tasks/events.ts';

/**
 * The one way to drive debug runs, whatever they run in: the window or server of this very process, or one that is reached
 * over a socket.
 */
export interface Commander {
  /** Rejects with a `TandemError`, code and all, when the command is wrong or cannot be carried out. */
  send<C extends CommandName>(name: C, data: CommandData<C>): Promise<CommandAnswer<C>>;

  /** Hears what happens, in the order it happened. Disposing the result removes the listener. */
  onEvent(listener: (event: TaskEvent) => void): Disposable;
}
