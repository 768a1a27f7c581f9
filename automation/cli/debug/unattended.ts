import { errors, TandemError } from '../../../protocol/errors.ts';
import type { DapClient, EventBody } from '../../dap/dap-client.ts';
import { BreakpointList } from '../../session/breakpoint-list.ts';
import { DEFAULT_LIMITS } from '../../session/limits.ts';
import { type Start, tryStart } from '../../session/start-program.ts';
import { inspectStop } from '../../session/stop.ts';
import { exitCodeOf, exitCodeOfSignal } from '../exit-code.ts';
import { forwardInput } from './forward-input.ts';
import { onBrokenPipe, onInterrupt } from './interrupts.ts';
import type { Reporter } from './reporter.ts';
import type { Timing } from './timing.ts';

/** Runs a program with nobody at the prompt: each stop is reported, then the program goes on. */
export class UnattendedRun {
  readonly #client: DapClient;
  readonly #reporter: Reporter;
  readonly #timing: Timing | undefined;
  readonly #breakpoints: BreakpointList;
  /** Stops are looked at one after the other, also when threads stop at the same time. */
  #stops: Promise<void> = Promise.resolve();
  #exitCode: number | undefined;
  #interruptedBy: NodeJS.Signals | undefined;

  constructor(client: DapClient, reporter: Reporter, timing: Timing | undefined) {
    this.#client = client;
    this.#reporter = reporter;
    this.#timing = timing;
    this.#breakpoints = new BreakpointList(client, (breakpoint) => reporter.breakpoint(breakpoint));
    client.on('process', (program) => reporter.started(program));
    client.on('output', (output) => reporter.output(output));
    client.on('stopped', (stopped) => this.#stopped(stopped));
    client.on('exited', ({ exitCode }) => {
      this.#exitCode = exitCode;
    });
  }

  /** Resolves with the exit code: the program's, or one of {@link EXIT}. */
  async run(start: Start): Promise<number> {
    const client = this.#client;
    using _interrupts = onInterrupt((signal) => {
      this.#interruptedBy ??= signal;
      client.dispose();
    });
    onBrokenPipe([process.stdout, process.stderr], () => client.dispose());
    let input: Disposable | undefined;
    using _input = { [Symbol.dispose]: () => input?.[Symbol.dispose]() };
    client.on('process', () => {
      input ??= forwardInput(client, process.stdin);
    });

    this.#timing?.begin();
    const failure = await tryStart(client, this.#breakpoints, start);
    await client.ended;
    await this.#stops;
    return this.#conclude(failure);
  }

  #conclude(failure: TandemError | undefined): number {
    if (this.#interruptedBy) return exitCodeOfSignal(this.#interruptedBy);
    if (!failure && this.#exitCode !== undefined) {
      this.#reporter.exited(this.#exitCode, this.#breakpoints.all);
      return this.#exitCode;
    }
    const error = failure ?? errors.sessionEnded();
    const exitCode = exitCodeOf(error);
    this.#reporter.failed(error, exitCode);
    return exitCode;
  }

  #stopped(stopped: EventBody<'stopped'>): void {
    this.#timing?.stopped();
    this.#stops = this.#stops.then(() => this.#handle(stopped)).catch((error) => this.#tell(error));
  }

  async #handle(stopped: EventBody<'stopped'>): Promise<void> {
    const threadId = stopped.threadId ?? 1;
    const timing = this.#timing?.isAtFirstStop ? this.#timing : undefined;
    await this.#report(stopped, timing).catch((error) => this.#tell(error));
    timing?.beginStep();
    // Whatever went wrong before: nobody else would ever let it go on.
    await this.#client.request(timing ? 'next' : 'continue', { threadId });
  }

  async #report(stopped: EventBody<'stopped'>, timing: Timing | undefined): Promise<void> {
    await timing?.inspect(this.#client, stopped.threadId ?? 1);
    this.#reporter.stopped(await inspectStop(this.#client, stopped, DEFAULT_LIMITS));
  }

  #tell(thrown: unknown): void {
    const error = TandemError.from(thrown);
    if (error.audience === 'expected') return;
    this.#reporter.output({ category: 'important', output: `${error.text}\n` });
  }
}
