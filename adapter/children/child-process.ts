import { basename } from 'node:path';
import type { Accepted } from '../../ipc/ipc-manager.ts';
import { isAlive } from '../../ipc/is-alive.ts';
import type { Hello } from '../../protocol/messages.ts';
import { ConnectedBackend } from '../backend/connected-backend.ts';
import type { Trace } from '../backend/peer-backend.ts';
import { killAtExit } from '../program/orphans.ts';
import { signal } from '../program/process-group.ts';
import { deferred } from '../util/deferred.ts';
import type { LogLine } from '../util/log-line.ts';

/** A process that the program has started and that has come to us, held before its first line. */
export class ChildProcess {
  readonly hello: Hello;
  readonly backend: ConnectedBackend;
  /** Resolves when it is let go of: it runs on, and whoever debugs it is done. */
  readonly released: Promise<void>;
  readonly #released = deferred();
  readonly #orphan: Disposable;
  readonly #descendants: () => readonly ChildProcess[];

  /** @param descendants what it has started, where that ends with it */
  constructor(
    accepted: Accepted,
    log: LogLine,
    trace?: Trace,
    descendants: () => readonly ChildProcess[] = () => [],
  ) {
    this.#descendants = descendants;
    this.hello = accepted.hello;
    this.released = this.#released.promise;
    this.backend = new ConnectedBackend(accepted, log, trace);
    this.#orphan = killAtExit(() => this.signal('SIGKILL'));
    void this.backend.closed.then(() => this.#orphan[Symbol.dispose]());
  }

  get pid(): number {
    return this.hello.pid;
  }

  /** How the user knows it: `server.js [4711]`. */
  get name(): string {
    const { main, pid, runtime } = this.hello;
    return `${main === undefined ? runtime : basename(main)} [${pid}]`;
  }

  /** True while it runs; also for a moment after its end, until its parent has noticed. */
  get isAlive(): boolean {
    return isAlive(this.pid);
  }

  /** Signals it, and what ends with it. */
  signal(name: 'SIGTERM' | 'SIGKILL'): void {
    for (const { pid } of [this, ...this.#descendants()]) signal(pid, name, false);
  }

  /** Lets it run on without a debugger. */
  async release(): Promise<void> {
    this.#orphan[Symbol.dispose]();
    this.#released.resolve();
    await this.backend.letGo(false);
    await this.backend[Symbol.asyncDispose]();
  }
}
