import type { Accepted } from '../../ipc/ipc-manager.ts';
import type { ConfigureArguments } from '../../protocol/commands.ts';
import { TandemError } from '../../protocol/errors.ts';
import type { Trace } from '../backend/peer-backend.ts';
import type { ProcessTree } from '../backend/process-tree.ts';
import type { LogLine } from '../util/log-line.ts';
import { ChildProcess } from './child-process.ts';

export interface ChildrenContext {
  readonly engine: ConfigureArguments;
  readonly notify: (text: string) => void;
  readonly log: LogLine;
  readonly trace: Trace | undefined;
}

/** Takes a child process over; false when nobody does. */
export type Adopt = (child: ChildProcess) => Promise<boolean>;

/**
 * The processes that a program has started, from the moment each comes to us to its end: who debugs them, and what
 * becomes of them when the program ends.
 */
export class ChildProcesses implements AsyncDisposable {
  readonly #context: ChildrenContext;
  readonly #adopt: Adopt | undefined;
  readonly #alive = new Set<ChildProcess>();
  #tree: ProcessTree | undefined;
  #over = false;

  /** `adopt` is asked first; what it does not take becomes threads of the program's own session. */
  constructor(context: ChildrenContext, adopt: Adopt | undefined) {
    this.#context = context;
    this.#adopt = adopt;
  }

  set tree(tree: ProcessTree) {
    this.#tree = tree;
  }

  /** Takes a process that has come to us. It is held, and goes on when whoever debugs it is ready. */
  readonly take = (accepted: Accepted): void => {
    const { log, trace, notify } = this.#context;
    const child = new ChildProcess(accepted, log, trace);
    if (this.#over) return void child.release();
    this.#alive.add(child);
    void child.backend.closed.then(() => this.#alive.delete(child));
    log(`child process: ${child.name}, started by ${child.hello.parentPid}`);
    this.#debug(child).catch((thrown: unknown) => {
      const error = TandemError.from(thrown);
      // One that has ended has nobody to miss it.
      if (error.audience === 'user') notify(`${child.name}: ${error.text}`);
      else log(`${child.name}: ${error.text}`, 'warn');
      void child.release();
    });
  };

  /** Asks those to end that the signal to the program's group does not reach, and lets all of them do so. */
  terminate(): void {
    for (const child of this.#apart()) child.signal('SIGTERM');
    for (const { backend } of this.#alive) void backend.letGo(true);
  }

  kill(): void {
    for (const child of this.#apart()) child.signal('SIGKILL');
  }

  /** Whether the end of one that is to be ended is still to come. */
  get isEnding(): boolean {
    return this.#apart().some((child) => child.isAlive);
  }

  /** Lets go of all: they run on, with whatever they start. */
  async release(): Promise<void> {
    this.#over = true;
    await Promise.all([...this.#alive].map((child) => child.release()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  #apart(): ChildProcess[] {
    return [...this.#alive].filter(({ hello }) => hello.apart === true);
  }

  async #debug(child: ChildProcess): Promise<void> {
    if (await this.#adopt?.(child)) return;
    await this.#tree!.join(child.backend, child.name, this.#context.engine);
  }
}
