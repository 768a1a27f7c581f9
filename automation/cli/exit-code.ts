import { constants } from 'node:os';
import type { TandemError } from '../../protocol/errors.ts';

/** What the tool itself exits with. Everything else is the program's exit code. */
export const EXIT = {
  ok: 0,
  /** The command line is wrong; nothing was started. */
  usage: 2,
  /** What was asked for cannot be done, or has failed: no such task, it is not stopped, an expression throws. */
  refused: 120,
  /** There is no window and no server to drive, or it does not let this command in. */
  noServer: 121,
  /** More than one window, server or task may be meant. */
  ambiguous: 122,
  /** The program has ended well, and a breakpoint that was set for it could at no time have stopped it. */
  neverBound: 123,
  /** The program is still running after the time limit. The same number that `timeout` uses for this. */
  running: 124,
  /** The program could not be started, or was lost. The same number that `env` and `docker run` use for this. */
  notStarted: 125,
} as const;

/** By the beginning of an error's code, the first that fits. What fits none could not be started. */
const BY_CODE: readonly (readonly [start: string, exitCode: number])[] = [
  ['cli.taskAmbiguous', EXIT.ambiguous],
  ['cli.noTask', EXIT.refused],
  ['cli.nameUnknown', EXIT.refused],
  ['cli.noMembers', EXIT.refused],
  ['cli.placeUnknown', EXIT.refused],
  ['cli.', EXIT.usage],
  ['server.usage', EXIT.usage],
  ['server.host', EXIT.usage],
  ['discovery.several', EXIT.ambiguous],
  ['discovery.', EXIT.noServer],
  ['taskServer.', EXIT.noServer],
  ['client.noTaskServer', EXIT.noServer],
  ['task.lost', EXIT.notStarted],
  ['task.serverClosed', EXIT.notStarted],
  ['task.', EXIT.refused],
  ['engine.', EXIT.refused],
  ['session.ended', EXIT.notStarted],
  ['session.', EXIT.refused],
];

export const exitCodeOf = ({ code }: TandemError): number =>
  BY_CODE.find(([start]) => code.startsWith(start))?.[1] ?? EXIT.notStarted;

/** As a shell reports a process that a signal has ended. */
export const exitCodeOfSignal = (signal: NodeJS.Signals): number => 128 + (constants.signals[signal] ?? 0);
