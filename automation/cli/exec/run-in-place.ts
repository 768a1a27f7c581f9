import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { commandLine } from '../../../adapter/program/command-line.ts';
import { errors } from '../../../protocol/errors.ts';
import { exitCodeOfSignal } from '../exit-code.ts';

/** What somebody may send to a process to have it do something. */
const FORWARDED: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGCONT'];
/** What a terminal sends to all of its processes when a key is pressed. */
const KEYS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/**
 * Runs a command as if it were this process: with its standard streams, the signals that are sent to it, and its end,
 * also by a signal. Resolves with the exit code.
 */
export async function runInPlace(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  afterwards: () => void | Promise<void>,
): Promise<number> {
  const { file, args: words, ...how } = commandLine(command, args);
  const child = spawn(file, words, { env, ...how, stdio: 'inherit' });
  const stopForwarding = forwardSignals(child);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    stopForwarding();
    await afterwards();
    if (signal) endBy(signal);
    return code ?? exitCodeOfSignal(signal!);
  } catch (error) {
    throw errors.execFailed(command, (error as NodeJS.ErrnoException).code ?? String(error));
  }
}

function forwardSignals(child: ChildProcess): () => void {
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  // The terminal has sent it to the command as well.
  const ignore = (): void => {};
  const onKey = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY ? ignore : forward;
  const listeners = [
    ...FORWARDED.map((signal) => [signal, forward] as const),
    ...KEYS.map((signal) => [signal, onKey] as const),
  ].filter(([signal]) => process.platform !== 'win32' || signal === 'SIGINT' || signal === 'SIGHUP');
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/** Ends this process as the command has ended: whoever waits for it can see the difference to an exit code. */
function endBy(signal: NodeJS.Signals): void {
  try {
    process.kill(process.pid, signal);
  } catch {
    // One that this system does not know.
  }
}
