import type { TandemError } from '../../protocol/errors.ts';

/** A failure that ends a command, as its JSON output tells it. */
export const failureFields = ({ code, message, hint }: TandemError, exitCode: number): object => ({
  code,
  message,
  hint,
  exitCode,
});
