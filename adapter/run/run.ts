import type { DebugProtocol } from '@vscode/debugprotocol';
import type { EngineEvent, Events } from '../../protocol/commands.ts';
import { errors, type TandemError } from '../../protocol/errors.ts';
import type { Backend } from '../backend/backend.ts';
import { OutputEvents } from '../output/output-events.ts';
import type { ExitStatus, Program } from '../program/program.ts';
import { deferred } from '../util/deferred.ts';
import { Scope } from '../util/scope.ts';
import { settlesWithin } from '../util/time.ts';
import { EngineProgress } from './engine-progress.ts';
import { EventForwarder } from './event-forwarder.ts';
import type { Ride } from './ride.ts';
import type { RunPlan } from './run-plan.ts';
import type { StartContext, Started } from './start.ts';

/** How long a killed program may take to be gone, before it is left to the system. */
const KILL_LIMIT_MS = 5000;
/** How long a program may outlive its engine before that counts as a loss. */
const LOSS_LIMIT_MS = 1000;
const STDERR_TAIL = 4096;

export interface RunContext extends Omit<StartContext, 'settings' | 'scope' | 'onOutput' | 'outputSettled'> {
  readonly plan: RunPlan;
  /** What the program writes, in its order. */
  readonly onOutput: (body: Events['output']) => void;
  /** The client cannot do more with output than print it. */
  readonly plainOutput: boolean;
  /** See `Client.behind`. */
  readonly clientBehind: () => Promise<void> | undefined;
  /** Engine events, each behind the output that was written before it. */
  readonly onEvent: (event: EngineEvent) => void;
  /** The engine is gone although nobody asked it to leave, and the program lives on. */
  readonly onLost: (reason: TandemError) => void;
}

/**
 * What becomes of a program that is debugged no longer: it is asked to end and killed if it does not, or killed at once, or
 * left running.
 */
export type Ending = 'stop' | 'kill' | 'release';

/** One program from its start to its end, with the backend that debugs it. Whoever starts it must `end` it. */
export class Run {
  readonly program: Program;
  readonly backend: Backend;
  /** What is different from what the client was told of the adapter, because of what the program runs in. */
  readonly capabilities: DebugProtocol.Capabilities | undefined;
  readonly #ride: Promise<Ride | undefined>;
  /** Resolves when the program has ended and all it said has been forwarded. Never rejects. */
  readonly ended: Promise<ExitStatus>;
  readonly #plan: RunPlan;
  readonly #opened: Promise<void>;
  readonly #scope: Scope;
  readonly #events: EventForwarder;
  readonly #stderr: () => string;
  readonly #notify: (text: string) => void;
  #status: ExitStatus | undefined;
  #stopping: Promise<void> | undefined;
  #released = false;

  static async start(context: RunContext): Promise<Run> {
    const scope = new Scope((error) => context.log(`cleaning up: ${error}`, 'warn'));
    const backend = deferred<Backend>();
    let program: Program | undefined;
    const events = new OutputEvents({
      send: context.onOutput,
      locate: async (sites) => (await (await backend.promise).request('locations', { sites })).locations,
      behind: context.clientBehind,
      hold: (held) => program?.holdOutput(held),
      plain: context.plainOutput,
    });
    let stderr = '';
    const onOutput: StartContext['onOutput'] = (output) => {
      if (output.stream === 'stderr') stderr = (stderr + output.text).slice(-STDERR_TAIL);
      events.write(output);
    };
    try {
      const outputSettled = () => events.settled();
      const started = await context.plan.start({
        ...context,
        settings: context.plan.settings,
        scope,
        onOutput,
        outputSettled,
      });
      backend.resolve(started.backend);
      program = started.program;
      return new Run(context, started, scope, events, () => stderr);
    } catch (error) {
      await scope[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(
    { plan, onEvent, onLost, notify, progress }: RunContext,
    { program, backend, opened, ride, capabilities = plan.capabilities }: Started,
    scope: Scope,
    output: OutputEvents,
    stderr: () => string,
  ) {
    this.program = program;
    this.backend = backend;
    this.capabilities = capabilities;
    this.#plan = plan;
    this.#opened = opened;
    this.#scope = scope;
    this.#stderr = stderr;
    this.#notify = notify;
    opened.catch(() => {});
    this.#ride = Promise.resolve(ride);
    this.#ride.catch(() => {});
    const flush = async (): Promise<void> => {
      await program.flushOutput();
      await output.settled();
    };
    const work = new EngineProgress(progress, (progressId) => {
      backend.request('cancelProgress', { progressId }).catch(() => {});
    });
    void backend.closed.then(() => work.end());
    this.#events = new EventForwarder(flush, (event) => {
      if (!work.take(event)) onEvent(event);
    });
    scope.use(backend.onEvent((event) => this.#events.push(event)));
    this.ended = this.#watchEnd(output);
    void this.#watchLoss(onLost);
  }

  /** Resolves when the client has been told of all that the engine has said so far. */
  caughtUp(): Promise<void> {
    return this.#events.idle();
  }

  /** Undefined where nobody tells; rejects when nobody came to. */
  get ride(): Promise<Ride | undefined> {
    return this.#ride;
  }

  /** How the program ended, once {@link ended} has resolved. */
  get status(): ExitStatus | undefined {
    return this.#status;
  }

  /** Lets the program run once `configured` allows it; rejects with what the user should know when it never will. */
  async begin(configured: () => Promise<void>): Promise<void> {
    let opened = false;
    try {
      await this.#opened;
      opened = true;
      await configured();
      await this.#letRun();
    } catch (error) {
      if (this.#stopping || this.#released) throw errors.sessionEnded();
      throw await this.#plan.explain({
        reason: error,
        program: this.program,
        stderr: this.#stderr(),
        opened,
      });
    }
  }

  /** A program that crashes at once takes the answer along: it has run all the same. */
  async #letRun(): Promise<void> {
    try {
      await this.backend.request('ready', {});
    } catch (error) {
      if (this.#stopping || this.#released) throw error;
      if (!(await settlesWithin(this.program.exited, LOSS_LIMIT_MS))) throw error;
    }
  }

  /** Resolves when the program is gone, or cannot be got rid of, or is left to itself. */
  end(ending: Ending): Promise<void> {
    if (ending === 'release') return this.#release();
    if (ending === 'kill') this.kill();
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Ends the program at once, also when it was asked gently before; not what it left behind, nor what was released. */
  kill(): void {
    if (!this.#status && !this.#released) this.program.kill();
  }

  async #release(): Promise<void> {
    this.#released = true;
    await this.backend.letGo(false);
    this.program.release();
    await this.#scope[Symbol.asyncDispose]();
  }

  async #stop(): Promise<void> {
    // One that ended by itself may have left others running on purpose.
    if (!this.#status) await this.#endProgram();
    if (!(await settlesWithin(this.ended, KILL_LIMIT_MS))) this.#notify('The program cannot be ended.');
    await this.#scope[Symbol.asyncDispose]();
  }

  /** Asks it to, lets go of it so that it can, and kills it when it has not ended within the `killTimeout`. */
  async #endProgram(): Promise<void> {
    const { killTimeout } = this.#plan.settings;
    // In this order: a program that is stopped somewhere and does not care for the signal must not run one line more.
    this.program.terminate();
    await this.backend.letGo(true);
    if (await settlesWithin(this.program.exited, killTimeout)) return;
    this.#notify(`The program did not end within ${killTimeout / 1000} s of being asked to, and is killed.`);
    this.program.kill();
  }

  async #watchEnd(output: OutputEvents): Promise<ExitStatus> {
    const status = await this.program.exited;
    await output.settled();
    await this.backend.closed;
    await this.caughtUp();
    this.#status = status;
    await this.#scope[Symbol.asyncDispose]();
    return status;
  }

  async #watchLoss(onLost: (reason: TandemError) => void): Promise<void> {
    const reason = await this.backend.closed;
    const ended = await settlesWithin(this.program.exited, LOSS_LIMIT_MS);
    if (!ended && reason.code === 'backend.programReplaced') return this.#notify(reason.text);
    if (!ended && !this.#stopping && !this.#released) onLost(reason);
  }
}
