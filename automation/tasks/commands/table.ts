import type { CommandName } from '../../../protocol/tasks/commands.ts';
import { breakpointCommands } from './breakpoints.ts';
import type { Handlers } from './context.ts';
import { inspectionCommands } from './inspection.ts';
import { lifeCommands } from './life.ts';
import { movementCommands } from './movement.ts';
import { requestCommands } from './request.ts';

/** Who carries out which command. */
export const handlers: Handlers<CommandName> = {
  ...lifeCommands,
  ...movementCommands,
  ...inspectionCommands,
  ...breakpointCommands,
  ...requestCommands,
};
