import type { DebugProtocol } from '@vscode/debugprotocol';
import { errors, isAbsence, TandemError } from '../../protocol/errors.ts';
import { planAttachedRun } from '../attach/plan.ts';
import type { Backend } from '../backend/backend.ts';
import { isForChild } from '../children/child-setting.ts';
import { type Claim, claimChild, type InheritedPlan } from '../children/offers.ts';
import { expectedCapabilities } from '../launch/expected-capabilities.ts';
import type { Program } from '../program/program.ts';
import { planLaunchedRun } from '../run/launching.ts';
import type { Ride } from '../run/ride.ts';
import { type Ending, Run } from '../run/run.ts';
import type { Comeback, RunPlan } from '../run/run-plan.ts';
import { attachTo } from '../run/start-attached.ts';
import { type Deferred, deferred } from '../util/deferred.ts';
import type { LogLine } from '../util/log-line.ts';
import { settlesWithin } from '../util/time.ts';
import { Breakpoints } from './breakpoints.ts';
import type { Client, ClientTraits, SendEvent } from './client.ts';
import { awaitComeback } from './comeback.ts';
import { ConfigurationGate } from './configuration-gate.ts';
import { Lifecycle, type SessionState } from './lifecycle.ts';
import { ProgressReports } from './progress-reports.ts';
import { runContext } from './run-context.ts';
import { Threads } from './threads.ts';

export interface SessionOptions {
  /** Where the launcher's files are, when they are not beside the adapter. */
  readonly launcherDirectory?: string | undefined;
  /** For diagnostics; never the user's program output. */
  readonly log?: LogLine | undefined;
  /** Whether what adapter and program say to each other is logged, as by the setting `trace`. */
  readonly isTraced?: boolean | undefined;
  /**
   * What the client is going to launch or attach to, where that is known before it introduces itself. VS Code shows the
   * exception filters that `initialize` answers, and no others.
   */
  readonly configuration?: object | undefined;
  /** Whether further sessions that the client begins come to this very process; so it is unless said otherwise. */
  readonly sessionsOfOneProcess?: boolean | undefined;
}

/** How long the end of a session waits for a program that is just being started, in milliseconds. */
const ARRIVAL_LIMIT_MS = 2000;

/** How long one look for a program takes that may come back, in milliseconds. */
const LOOK_LIMIT_MS = 1000;

const startOf = (raw: object): SessionState =>
  'inProcess' in raw && raw.inProcess === true ? 'starting in-process' : 'launching';

const typeOf = (raw: object): string | undefined =>
  'type' in raw && typeof raw.type === 'string' ? raw.type : undefined;

/** One debug session: at most one program at a time, and a second only by `restart`. */
export class Session {
  readonly configuration = new ConfigurationGate();
  readonly breakpoints: Breakpoints;
  readonly progress: ProgressReports;
  /** Undefined before `initialize`. */
  traits: ClientTraits | undefined;
  readonly #client: Client;
  readonly #send: SendEvent;
  readonly #options: SessionOptions;
  readonly #log: LogLine;
  readonly #lifecycle: Lifecycle;
  readonly #threads = new Threads();
  readonly #ended = deferred();
  readonly #over = new AbortController();
  #raw: object = {};
  #kind: 'launched' | 'attached' | 'child' = 'launched';
  /** The program that requests are for. */
  #run: Deferred<Run> = deferred();
  /** The program that was started last, once it is there. */
  #arrival: Promise<Run> | undefined;
  /** Whether it came to run, once that is decided. */
  #started: Promise<boolean> = Promise.resolve(false);
  #ending: Promise<void> | undefined;

  constructor(client: Client, options: SessionOptions) {
    this.#client = client;
    this.#options = options;
    this.#log = options.log ?? (() => {});
    this.#lifecycle = new Lifecycle((from, to) => this.#log(`session: ${from} → ${to}`, 'debug'));
    // Nothing follows `terminated`, not even what a program says that was left running.
    this.#send = (event, body) => {
      if (this.state !== 'terminated') client.send(event, body);
    };
    this.breakpoints = new Breakpoints(this.#send);
    const showsProgress = () => this.traits?.supportsProgress ?? false;
    this.progress = new ProgressReports(this.#send, showsProgress, this.#over.signal);
  }

  get state(): SessionState {
    return this.#lifecycle.state;
  }

  /** What is different in the program that this session is for, as far as that can be known already. */
  get expectedCapabilities(): DebugProtocol.Capabilities | undefined {
    return expectedCapabilities(this.#options.configuration);
  }

  get isEnding(): boolean {
    return this.#ending !== undefined;
  }

  /** What becomes of the program when nobody says it: one that was found running is left running. */
  get ending(): Ending {
    return this.#kind === 'attached' ? 'release' : 'stop';
  }

  /** Resolves when the session is over and everything it held is released. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** The backend of the program that runs or is being started; rejects when there will be none. */
  async backend(): Promise<Backend> {
    return (await this.#run.promise).backend;
  }

  /** Resolves when the client has been told of all that the engine has said so far. */
  async caughtUp(): Promise<void> {
    await (await this.#run.promise).caughtUp();
  }

  async program(): Promise<Program> {
    return (await this.#run.promise).program;
  }

  /** What the program runs in, where somebody has told. */
  async ride(): Promise<Ride | undefined> {
    return (await this.#run.promise).ride;
  }

  /** Resolves when the program runs. */
  launch(raw: object): Promise<void> {
    this.#lifecycle.move(startOf(raw));
    this.#raw = raw;
    return isForChild(raw) ? this.#join(raw) : this.#track(this.#begin(planLaunchedRun(raw)));
  }

  /** Joins a program that runs, or takes over a process that the program of another session has started. */
  attach(raw: object): Promise<void> {
    this.#lifecycle.move('attaching');
    this.#raw = raw;
    if (isForChild(raw)) return this.#join(raw);
    this.#kind = 'attached';
    return this.#track(this.#begin(planAttachedRun(raw)));
  }

  /** Whichever request it is that the client begins the session with which it was asked for. */
  #join(raw: object): Promise<void> {
    this.#kind = 'child';
    return this.#track(this.#takeOver(claimChild(raw), raw));
  }

  /** Replaces the program by a new one, of the same configuration or another. A bad one leaves everything as it is. */
  async restart(raw: object = this.#raw): Promise<void> {
    if (this.#kind === 'child') throw errors.childRestart();
    const plan = await (this.#kind === 'attached' ? planAttachedRun(raw) : planLaunchedRun(raw));
    const old = await this.#run.promise;
    if (this.state !== 'running') throw errors.requestNotNow('restart', this.state);
    this.#lifecycle.move(this.#kind === 'attached' ? 'attaching' : startOf(raw));
    this.#raw = raw;
    this.#run = deferred();
    await this.#track(this.#replace(old, plan));
  }

  /** Ends a session whose program did not come to run. Call it when the client was told why. */
  async endUnlessStarted(): Promise<void> {
    if (!(await this.#started)) await this.#fail();
  }

  /** Ends the session, however often and by whomever it is asked to; a later `kill` hurries an earlier `stop`. */
  end(ending: Ending): Promise<void> {
    if (this.#ending && ending === 'kill') void this.#arrived().then((run) => run?.kill());
    this.#ending ??= this.#end(ending);
    return this.#ending;
  }

  async #begin(planned: Promise<RunPlan>): Promise<void> {
    const plan = await planned;
    this.#throwIfEnding();
    const run = await this.#start(plan);
    if (run.capabilities) this.#send('capabilities', { capabilities: run.capabilities });
    this.#send('initialized', undefined);
    // Without debugging there is nothing to wait for, and the program runs already.
    await run.begin(plan.noDebug ? async () => {} : () => this.configuration.passed());
    this.#runs();
  }

  async #takeOver({ child, planFor }: Claim, raw: object): Promise<void> {
    let plan: InheritedPlan;
    try {
      plan = planFor(raw);
    } catch (error) {
      void child.release();
      throw error;
    }
    // Those that live on when the program ends are let go of.
    void child.released.then(() => this.end('release'));
    const run = await this.#start({
      ...plan,
      startMethod: 'attach',
      start: attachTo(child),
      // It need not run in what the program does.
      capabilities: undefined,
      warnings: [],
    });
    if (run.capabilities) this.#send('capabilities', { capabilities: run.capabilities });
    this.#send('initialized', undefined);
    await run.begin(() => this.configuration.passed());
    this.#runs();
  }

  async #replace(old: Run, plan: RunPlan): Promise<void> {
    await old.end(this.ending);
    this.#threads.endAll(this.#send);
    this.#throwIfEnding();
    const run = await this.#start(plan);
    await run.begin(() => this.breakpoints.replay(run.backend));
    this.#runs();
  }

  async #start(plan: RunPlan): Promise<Run> {
    for (const warning of plan.warnings) this.#notify(warning);
    const context = runContext(plan, {
      client: this.#client,
      traits: this.traits!,
      debugType: typeOf(this.#raw) ?? this.traits!.adapterId,
      send: this.#send,
      breakpoints: this.breakpoints,
      threads: this.#threads,
      launcherDirectory: this.#options.launcherDirectory,
      sessionsOfOneProcess: this.#options.sessionsOfOneProcess ?? true,
      isTraced: this.#options.isTraced ?? false,
      log: this.#log,
      notify: (text) => this.#notify(text),
      progress: this.progress.show,
      signal: this.#over.signal,
      onLost: (reason) => {
        const left = this.ending === 'release' ? 'The program is left to itself.' : 'The program is ended.';
        this.#notify(`${reason.text} ${left}`, 'important');
        void this.#fail();
      },
    });
    this.#arrival = Run.start(context);
    const run = await this.#arrival;
    void run.ended.then(() => this.#programEnded(run, plan.comeback));
    const { name, isLocal: isLocalProcess, pid: systemProcessId } = run.program;
    const process = { name, isLocalProcess, startMethod: plan.startMethod } as const;
    this.#send('process', systemProcessId === undefined ? process : { ...process, systemProcessId });
    this.#throwIfEnding();
    this.#run.resolve(run);
    return run;
  }

  #runs(): void {
    this.#throwIfEnding();
    this.#lifecycle.move('running');
  }

  #track(start: Promise<void>): Promise<void> {
    this.#started = start.then(
      () => true,
      () => false,
    );
    return start;
  }

  /** A program that ended by itself ends its session, unless another took its place or its start has failed anyway. */
  async #programEnded(run: Run, comeback: Comeback | undefined): Promise<void> {
    if (!(await this.#started) || (await this.#arrival) !== run) return;
    if (comeback && this.state === 'running') await this.#rejoin(run, comeback);
    else await this.end('stop');
  }

  /** Waits for a program to be started anew, and joins it: to the client it is as if it had been restarted. */
  async #rejoin(old: Run, comeback: Comeback): Promise<void> {
    this.#notify('The program has ended. Tandem waits for it to be started again.');
    this.#lifecycle.move('attaching');
    this.#run = deferred();
    const join = async (): Promise<void> => {
      const plan = await planAttachedRun({ ...this.#raw, timeout: LOOK_LIMIT_MS }, old.program);
      await this.#track(this.#replace(old, plan));
    };
    try {
      await awaitComeback(comeback, join, isAbsence, this.#over.signal);
    } catch (failure) {
      if (this.#ending) return;
      this.#notify(TandemError.from(failure).text, 'important');
      await this.#fail();
    }
  }

  async #fail(): Promise<void> {
    if (this.#lifecycle.can('error')) this.#lifecycle.move('error');
    await this.end(this.ending);
  }

  async #end(ending: Ending): Promise<void> {
    const over = errors.sessionEnded();
    this.#lifecycle.move('terminating');
    this.configuration.abandon(over);
    this.#run.reject(over);
    this.#over.abort(over);
    const run = await this.#arrived();
    await run?.end(ending);
    const exitCode = run?.status?.exitCode;
    if (exitCode !== undefined) this.#send('exited', { exitCode });
    this.#send('terminated', undefined);
    this.#lifecycle.move('terminated');
    this.#ended.resolve();
  }

  /** The program that has to be ended, if it came to one. One that takes long to arrive is seen to when it does. */
  async #arrived(): Promise<Run | undefined> {
    const arrival = this.#arrival?.catch(() => undefined);
    if (!arrival || (await settlesWithin(arrival, ARRIVAL_LIMIT_MS))) return arrival;
    void arrival.then((run) => run?.end(this.ending));
    return undefined;
  }

  #throwIfEnding(): void {
    if (this.#ending) throw errors.sessionEnded();
  }

  /** A line in the user's debug console. */
  #notify(text: string, category: 'console' | 'important' = 'console'): void {
    this.#send('output', { category, output: `${text}\n` });
  }
}
