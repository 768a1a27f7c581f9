import { deferred } from '../../adapter/util/deferred.ts';
import type { Adapter, DapClient } from '../../automation/dap/dap-client.ts';
import type { Contender, OpenAdapter, Settings } from '../adapters/contender.ts';
import type { BenchProgram } from './program.ts';
import { SessionClient } from './session-client.ts';

/** A thread that stopped, in the session that says so: the one we asked for, or one that its adapter started. */
export interface Stop {
  readonly client: DapClient;
  readonly threadId: number;
}

/** One program under one debugger, whatever sessions that takes. */
export class Debuggee implements AsyncDisposable {
  /** The first stop; rejects when the start goes wrong. */
  readonly stopped: Promise<Stop>;
  /** The session that we asked for is over. */
  readonly terminated: Promise<unknown>;
  readonly #stop = deferred<Stop>();
  readonly #program: BenchProgram;
  readonly #open: OpenAdapter;
  readonly #root: SessionClient;

  /** Resolves when the adapter has answered `initialize`. */
  static async open(contender: Contender, program: BenchProgram): Promise<Debuggee> {
    const debuggee = new Debuggee(program, await contender.open());
    await debuggee.#root.initialize();
    return debuggee;
  }

  private constructor(program: BenchProgram, open: OpenAdapter) {
    this.#program = program;
    this.#open = open;
    this.stopped = this.#stop.promise;
    this.#root = this.#connect(open.adapter);
    this.terminated = this.#root.next('terminated');
    this.terminated.catch(() => {}); // of a session that is given up
    open.onChild?.((adapter, configuration) => {
      const child = this.#connect(adapter);
      this.#launch(child.initialize().then(() => child.launch(program, configuration)));
    });
  }

  /** Sends the launch request, and all that has to follow it. */
  launch(settings: Settings): void {
    this.#launch(this.#root.launch(this.#program, settings));
  }

  /** Gives the program up, if it still runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open[Symbol.asyncDispose]();
  }

  #connect(adapter: Adapter): SessionClient {
    const client = new SessionClient(adapter);
    client.next('stopped').then(
      ({ threadId }) => this.#stop.resolve({ client, threadId: threadId! }),
      (error) => this.#stop.reject(error),
    );
    return client;
  }

  #launch(launch: Promise<void>): void {
    launch.catch((error) => this.#stop.reject(error));
  }
}
