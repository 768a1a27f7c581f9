import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { isAlive } from '../../ipc/is-alive.ts';
import { RuntimeDirectory } from '../../ipc/runtime-directory.ts';
import { errors } from '../../protocol/errors.ts';
import { deferred } from '../util/deferred.ts';
import type { LauncherReports } from './terminal-program.ts';

/** How often to look for what was noted, in milliseconds. */
const LOOK_INTERVAL_MS = 50;

interface Note {
  readonly pid?: number;
  readonly exitCode?: number;
}

/**
 * What a program that is not debugged notes in a file, for somebody who is not its parent: its process id when it
 * starts, its exit code when it ends by itself. A file, because that takes no thread, no socket and no waiting there.
 */
export class ProgramNotes implements LauncherReports, AsyncDisposable {
  readonly #directory: RuntimeDirectory;
  readonly #startLimitMs: number;
  readonly #hello = deferred<{ readonly pid: number }>();
  readonly #exit = deferred<number>();
  readonly #ended = deferred();
  readonly #disposed = new AbortController();
  /** Where the program takes its notes. */
  readonly path: string;

  /** Throws `ipc.runtimeDirectory`. The program has to have started within `startLimitMs` milliseconds. */
  static async create(startLimitMs: number): Promise<ProgramNotes> {
    return new ProgramNotes(await RuntimeDirectory.create(), startLimitMs);
  }

  private constructor(directory: RuntimeDirectory, startLimitMs: number) {
    this.#directory = directory;
    this.#startLimitMs = startLimitMs;
    this.path = directory.newSocketPath();
    this.hello.catch(() => {});
    void this.#watch();
  }

  get hello(): Promise<{ readonly pid: number }> {
    return this.#hello.promise;
  }

  /** May never settle: a program that is killed takes no notes. */
  get exitReport(): Promise<number> {
    return this.#exit.promise;
  }

  /** Resolves when the program is gone, or never came. */
  get closed(): Promise<void> {
    return this.#ended.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed.abort();
    await this.#ended.promise;
    await this.#directory[Symbol.asyncDispose]();
  }

  async #watch(): Promise<void> {
    const deadline = performance.now() + this.#startLimitMs;
    let pid: number | undefined;
    while (pid === undefined ? performance.now() < deadline : isAlive(pid)) {
      pid ??= this.#read('pid');
      if (pid !== undefined) this.#hello.resolve({ pid });
      const signal = this.#disposed.signal;
      if (!(await setTimeout(LOOK_INTERVAL_MS, true, { signal, ref: false }).catch(() => false))) break;
    }
    const exitCode = this.#read('exitCode');
    if (exitCode !== undefined) this.#exit.resolve(exitCode);
    this.#hello.reject(
      this.#disposed.signal.aborted ? errors.sessionEnded() : errors.noHandshake(this.#startLimitMs / 1000),
    );
    this.#ended.resolve();
  }

  #read(name: keyof Note): number | undefined {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch {
      return undefined;
    }
    // What is behind the last end of a line is still being written.
    const notes = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Note);
    return notes.find((note) => note[name] !== undefined)?.[name];
  }
}
