import type * as z from 'zod';
import { errors } from '../../protocol/errors.ts';
import { nearest } from '../../protocol/nearest.ts';
import {
  type CommandArguments,
  type CommandName,
  isCommandName,
  taskCommands,
} from '../../protocol/tasks/commands.ts';
import { problemsIn } from './problems.ts';

/** A command that somebody has named, or an error that says which was probably meant. */
export function commandNamed(name: unknown): CommandName {
  if (typeof name === 'string' && isCommandName(name)) return name;
  const text = typeof name === 'string' ? name : String(name);
  throw errors.taskCommandUnknown(text, nearest(text, Object.keys(taskCommands)));
}

/** What a command was told, or an error that says what is wrong with it, all of it. */
export function parseCommand<C extends CommandName>(name: C, data: unknown): CommandArguments<C> {
  const type: z.ZodType = taskCommands[name].data;
  // One that takes nothing need not be given anything.
  const result = type.safeParse(data === undefined || data === null ? {} : data, { reportInput: true });
  if (result.success) return result.data as CommandArguments<C>;
  throw errors.taskCommandInvalid(name, problemsIn(result.error.issues, type));
}
