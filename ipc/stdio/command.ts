import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Duplex, Readable, Writable } from 'node:stream';
import { errors } from '../../protocol/errors.ts';
import { timeLimit } from '../time-limit.ts';
import { JoinedStreams } from './joined-streams.ts';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** How long a command may take to end when it is asked to, in milliseconds. */
const END_LIMIT_MS = 1000;
/** How much of what it says on stderr is kept, in characters: the last words are the reason. */
const LAST_WORDS = 500;

/**
 * Starts a command and talks to it over its standard input and output. When nobody does any more, it is ended. Throws
 * `ipc.connectFailed`; a command that fails later ends the stream with an error that says how.
 */
export async function connectCommand(command: readonly string[], where: string): Promise<Duplex> {
  const [file = '', ...args] = command;
  const child: Child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(errors.connectFailed(where, error.message)));
  });
  child.on('error', () => {});
  return new CommandStream(child);
}

class CommandStream extends JoinedStreams {
  readonly #child: Child;
  #lastWords = '';

  constructor(child: Child) {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    super(child.stdout, child.stdin, exited);
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
    });
    child.stderr.on('error', () => {});
  }

  override push(chunk: Buffer | null): boolean {
    if (chunk !== null) return super.push(chunk);
    // The end of its output says nothing yet about why.
    void settled(this.#child).then((failure) => {
      if (!failure) super.push(null);
      else this.destroy(new Error([failure, this.#lastWords.trim()].filter(Boolean).join(': ')));
    });
    return false;
  }

  override _destroy(failure: Error | null, callback: (failure?: Error | null) => void): void {
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) {
      // One whose input has ended by itself may still be busy with what was said last.
      const signals = this.writableFinished ? [undefined, ...ENDING] : ENDING;
      endBy(child, signals);
    }
    super._destroy(failure, callback);
  }
}

const ENDING = ['SIGTERM', 'SIGKILL'] as const;

/** Asks a command to end, each time more firmly; nothing is asked at first when its input has ended. */
function endBy(child: Child, [signal, ...rest]: readonly (NodeJS.Signals | undefined)[]): void {
  if (signal) child.kill(signal);
  if (rest.length === 0) return;
  const limit = timeLimit(END_LIMIT_MS, () => {
    child.off('exit', ended);
    endBy(child, rest);
  });
  const ended = () => limit[Symbol.dispose]();
  child.once('exit', ended);
}

/** How a command has failed whose output has ended; undefined when it has not, or goes on without a word. */
function settled(child: Child): Promise<string | undefined> {
  return new Promise((resolve) => {
    const limit = timeLimit(END_LIMIT_MS, () => resolve(undefined));
    child.once('close', (code, signal) => {
      limit[Symbol.dispose]();
      if (code === 0) resolve(undefined);
      else resolve(code === null ? `it was ended by ${signal}` : `it ended with the exit code ${code}`);
    });
  });
}
