import { constants } from 'node:os';
import type { TandemError } from '../../protocol/errors.ts';

/** What the tool's own failures exit with. Everything else is the program's exit code. */
export const EXIT = {
  ok: 0,
  /** The command line is wrong; nothing was started. */
  usage: 2,
  /** The program could not be started, or was lost. The same number that `env` and `docker run` use for this. */
  notStarted: 125,
} as const;

export const exitCodeOf = ({ code }: TandemError): number =>
  code.startsWith('cli.') ? EXIT.usage : EXIT.notStarted;

/** As a shell reports a process that a signal has ended. */
export const exitCodeOfSignal = (signal: NodeJS.Signals): number => 128 + (constants.signals[signal] ?? 0);
