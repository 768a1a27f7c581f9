import { constants } from 'node:os';
import type { ExitStatus } from './program.ts';

/** What Node says about an ended process, in the shell's terms. */
export function exitStatus(code: number | null, signal: NodeJS.Signals | null): ExitStatus {
  if (signal) return { exitCode: 128 + (constants.signals[signal] ?? 0), signal };
  return { exitCode: code ?? 1 };
}

export const describeExit = ({ exitCode, signal }: ExitStatus): string => signal ?? `exit code ${exitCode}`;
