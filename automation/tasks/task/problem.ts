import type { TandemError } from '../../../protocol/errors.ts';
import type { Problem } from '../../../protocol/tasks/parts.ts';

/** An error as those are told of it who are elsewhere. */
export const problemOf = ({ code, message, hint }: TandemError): Problem => ({
  code,
  message,
  ...(hint !== undefined && { hint }),
});
