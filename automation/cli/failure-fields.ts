import type { TandemError } from '../../protocol/errors.ts';
import type { Problem } from '../../protocol/tasks/parts.ts';

/** What went wrong, in the words of the task protocol. */
export const problemFields = ({ code, message, hint }: TandemError): Problem => ({
  code,
  message,
  ...(hint !== undefined && { hint }),
});

/** A failure that ends a command, as its JSON output tells it. */
export const failureFields = (error: TandemError, exitCode: number): object => ({
  ...problemFields(error),
  exitCode,
});
