import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { errors } from '../../protocol/errors.ts';
import type { Environment } from '../launch/environment.ts';
import { findExecutable } from '../launch/search-path.ts';
import { commandLine } from '../program/command-line.ts';
import { exitStatus } from '../program/exit-status.ts';
import { killAtExit } from '../program/orphans.ts';
import { HAS_GROUPS, signal } from '../program/process-group.ts';
import type { ExitStatus } from '../program/program.ts';
import { lastLines } from '../util/last-lines.ts';
import { settlesWithin } from '../util/time.ts';

/** How long it may take to end once its input has. */
const END_LIMIT_MS = 1000;
const LAST_WORDS_LENGTH = 2048;

/** The command that leads to a far place, as a process here. What it writes beside our bytes goes to `onText`. */
export class FarProcess implements AsyncDisposable {
  readonly stdin: ChildProcessWithoutNullStreams['stdin'];
  readonly stdout: ChildProcessWithoutNullStreams['stdout'];
  readonly exited: Promise<ExitStatus>;
  readonly #pid: number;
  readonly #onText: (text: string) => void;
  readonly #atExit: Disposable;
  #said = '';

  static async start(
    command: string,
    args: readonly string[],
    onText: (text: string) => void,
  ): Promise<FarProcess> {
    const path = findExecutable(command, process.cwd(), process.env as Environment);
    if (!path) throw errors.pipeCommandNotFound(command);
    const { file, args: words, ...how } = commandLine(path, args);
    try {
      const child = spawn(file, words, { ...how, detached: HAS_GROUPS, windowsHide: true, stdio: 'pipe' });
      const far = child.pid === undefined ? undefined : new FarProcess(child, onText);
      await once(child, 'spawn');
      return far!;
    } catch (error) {
      throw errors.spawnFailed(command, (error as NodeJS.ErrnoException).code ?? String(error));
    }
  }

  private constructor(child: ChildProcessWithoutNullStreams, onText: (text: string) => void) {
    this.stdin = child.stdin;
    this.stdout = child.stdout;
    this.#pid = child.pid!;
    this.#onText = onText;
    this.#atExit = killAtExit(() => signal(this.#pid, 'SIGKILL', true));
    child.stdin.on('error', () => {});
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.says(text));
    this.exited = new Promise((resolve) => {
      child.once('close', (code, name) => {
        this.#atExit[Symbol.dispose]();
        resolve(exitStatus(code, name));
      });
    });
  }

  /** Something that it wrote, and that is not ours. */
  says(text: string): void {
    this.#said = (this.#said + text).slice(-LAST_WORDS_LENGTH);
    this.#onText(text);
  }

  get lastWords(): string {
    return lastLines(this.#said);
  }

  /** Ends it: by the end of its input, which it passes on, and if that does not do, by force. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.stdin.end();
    if (await settlesWithin(this.exited, END_LIMIT_MS)) return;
    signal(this.#pid, 'SIGKILL', true);
    await settlesWithin(this.exited, END_LIMIT_MS);
  }
}
