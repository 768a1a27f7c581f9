import type { RequestArguments, RequestBody, RequestName } from '../../../adapter/requests/requests.ts';
import { settlesWithin } from '../../../adapter/util/time.ts';
import { errors, TandemError } from '../../../protocol/errors.ts';
import type { ExceptionMode } from '../../../protocol/tasks/breakpoints.ts';
import type { Happening, TaskEvent } from '../../../protocol/tasks/events.ts';
import type { TaskInfo } from '../../../protocol/tasks/task.ts';
import type { EventBody } from '../../dap/dap-client.ts';
import type { PlacedBreakpoint, Requester, Run } from '../host.ts';
import { Changes } from './changes.ts';
import { OutputBuffer } from './output-buffer.ts';
import { problemOf } from './problem.ts';
import { StopReader } from './stop-reader.ts';
import { type StopRecord, ThreadStops } from './thread-stops.ts';

/** What a task was started with, and can be started with again. */
export interface Origin {
  readonly configuration: Readonly<Record<string, unknown>> | string;
  readonly folder: string | undefined;
  readonly breakpoints: readonly PlacedBreakpoint[];
  readonly exceptions: ExceptionMode;
  readonly noDebug: boolean;
}

/** How long the end of a session waits for the start to say that it has failed, in milliseconds. */
const START_ANSWER_MS = 2000;

/** Events that the task tells in words of its own, or not at all. */
const KNOWN_EVENTS: ReadonlySet<string> = new Set([
  'initialized',
  'stopped',
  'continued',
  'output',
  'process',
  'exited',
  'terminated',
  'invalidated',
  // The host's breakpoints are told of, under their own ids.
  'breakpoint',
]);

/**
 * One debug run, from its start until it is closed: what it is doing, what it has said, who holds it. Of one that has ended
 * only that is kept which can still be asked for: no session, nor what was seen of its stops.
 */
export class Task implements Requester {
  readonly taskId: string;
  readonly name: string;
  readonly origin: Origin;
  readonly output = new OutputBuffer();
  readonly stops = new ThreadStops();
  readonly changes = new Changes();
  /** Resolves when it has ended, and everybody was told. */
  readonly ended: Promise<void>;
  /** Breakpoints in passing. */
  readonly passing = new Map<number, { readonly by: string }>();
  /** Undefined when it has ended. */
  #run: Run | undefined;
  #reader: StopReader | undefined;
  #heldBy: string | undefined;
  #abandonedBy: string | undefined;
  readonly #emit: (event: TaskEvent) => void;
  readonly #startedAt = Date.now();
  readonly #startedBy: string | undefined;
  #process: EventBody<'process'> | undefined;
  #exitCode: number | undefined;
  /** Whether somebody had asked it to end, when the first was heard of its end. */
  #wasAsked: boolean | undefined;
  #end:
    | { readonly at: number; readonly how: NonNullable<TaskInfo['end']>; readonly error?: TandemError }
    | undefined;
  /** Requests of ours that move it, and are not answered yet. */
  #moves = 0;

  /**
   * @param started settles when the program runs, or could not be started
   * @param startedBy undefined for the user of the editor
   */
  constructor(
    taskId: string,
    run: Run,
    origin: Origin,
    started: Promise<void>,
    startedBy: string | undefined,
    emit: (event: TaskEvent) => void,
  ) {
    this.taskId = taskId;
    this.name = run.name;
    this.#run = run;
    this.origin = origin;
    this.#startedBy = startedBy;
    this.#heldBy = startedBy;
    this.#emit = emit;
    this.#listen(run);
    this.ended = this.#awaitEnd(run, started);
  }

  /** Tells of it, before anything else is told. */
  announce(): void {
    this.#emit({ type: 'TaskStarted', taskId: this.taskId, timestamp: this.#startedAt, task: this.info });
  }

  get info(): TaskInfo {
    const [end, process] = [this.#end, this.#process];
    return {
      taskId: this.taskId,
      name: this.name,
      state: this.state,
      ...(process && { program: process.name }),
      ...(process?.systemProcessId !== undefined && { pid: process.systemProcessId }),
      startedAt: this.#startedAt,
      ...(end && { endedAt: end.at, end: end.how }),
      ...(this.#exitCode !== undefined && { exitCode: this.#exitCode }),
      ...(end?.error && { error: problemOf(end.error) }),
      stops: this.stops.count,
      outputCursor: this.output.cursor,
      ...(this.#startedBy !== undefined && { startedBy: this.#startedBy }),
      ...(this.#heldBy !== undefined && { heldBy: this.#heldBy }),
    };
  }

  /** Throws `session.ended` when it has. */
  get run(): Run {
    if (!this.#run) throw errors.sessionEnded();
    return this.#run;
  }

  get reader(): StopReader {
    this.#reader ??= new StopReader(this);
    return this.#reader;
  }

  get state(): TaskInfo['state'] {
    if (this.#end) return 'ended';
    if (this.stops.latest) return 'stopped';
    return this.#process ? 'running' : 'starting';
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** The caller that has moved it last, while that one is there. */
  get heldBy(): string | undefined {
    return this.#heldBy;
  }

  /** The caller that had moved it last when it vanished, until somebody else moves it. */
  get abandonedBy(): string | undefined {
    return this.#abandonedBy;
  }

  /** @param caller undefined for the user of the editor, and for whoever leaves on purpose */
  hold(caller: string | undefined): void {
    this.#heldBy = caller;
    this.#abandonedBy = undefined;
  }

  abandon(): void {
    this.#abandonedBy = this.#heldBy;
    this.#heldBy = undefined;
  }

  /** Whoever moves it holds it; a move that is refused takes it away from nobody. */
  async holdFor<T>(caller: string, move: () => Promise<T>): Promise<T> {
    const before = [this.#heldBy, this.#abandonedBy] as const;
    this.hold(caller);
    try {
      return await move();
    } catch (error) {
      if (this.#heldBy === caller) [this.#heldBy, this.#abandonedBy] = before;
      throw error;
    }
  }

  async request<R extends RequestName>(command: R, args: RequestArguments<R>): Promise<RequestBody<R>> {
    return this.run.request(command, args);
  }

  /**
   * Sends a request that moves a thread which stands, and which counts as running from now on: nobody must be told of a stop
   * that is being left. Rejects when it stays.
   */
  async move<R extends RequestName>(
    record: StopRecord,
    command: R,
    args: RequestArguments<R>,
  ): Promise<RequestBody<R>> {
    this.#continued(record.threadId);
    this.#moves += 1;
    try {
      return await this.run.request(command, args);
    } catch (error) {
      if (!this.#end && this.stops.restore(record)) this.#tellStop(record);
      throw error;
    } finally {
      this.#moves -= 1;
    }
  }

  /** The program begins anew. */
  async restart(): Promise<void> {
    this.#moves += 1;
    try {
      for (const { threadId } of this.stops.all) this.#continued(threadId);
      await this.run.restart();
    } finally {
      this.#moves -= 1;
    }
  }

  tell(message: Happening): void {
    this.#emit({ type: 'Message', taskId: this.taskId, timestamp: Date.now(), message });
    this.changes.happened();
  }

  #listen(run: Run): void {
    run.on('process', (process) => {
      this.#process = process;
      this.#exitCode = undefined;
      const { name, systemProcessId: pid } = process;
      this.tell({ kind: 'process', name, ...(pid !== undefined && { pid }) });
    });
    run.on('output', (output) => {
      // A group that ends without a word, or something for the editor's telemetry.
      if (output.output === '' || output.category === 'telemetry') return;
      this.tell({ kind: 'output', ...this.output.add(output) });
    });
    run.on('stopped', (stopped) => this.#tellStop(this.stops.stopped(stopped)));
    run.on('continued', ({ threadId, allThreadsContinued }) => {
      const going = this.stops.all.filter((record) => allThreadsContinued || record.threadId === threadId);
      // Whoever moves it from outside, the user of the editor, holds nothing.
      if (this.#moves === 0 && going.some(({ along }) => !along)) this.hold(undefined);
      for (const record of going) this.#continued(record.threadId);
    });
    run.on('thread', ({ reason, threadId }) => {
      if (reason === 'exited') this.#continued(threadId);
    });
    run.on('invalidated', () => {
      for (const record of this.stops.all) this.reader.changed(record);
    });
    run.on('exited', ({ exitCode }) => {
      this.#exitCode = exitCode;
      this.#wasAsked ??= run.isStopping;
      this.tell({ kind: 'exited', exitCode });
    });
    run.on('terminated', () => {
      this.#wasAsked ??= run.isStopping;
    });
    run.onAny((event, body) => {
      if (!KNOWN_EVENTS.has(event)) this.tell({ kind: 'event', event, body });
    });
  }

  #tellStop({ threadId, event }: StopRecord): void {
    const { reason, description, hitBreakpointIds = [] } = event;
    this.tell({
      kind: 'stopped',
      threadId,
      reason,
      ...(description !== undefined && { description }),
      breakpoints: hitBreakpointIds,
    });
  }

  #continued(threadId: number): void {
    if (this.stops.continued(threadId)) this.tell({ kind: 'continued', threadId });
  }

  async #awaitEnd(run: Run, started: Promise<void>): Promise<void> {
    const failure = started.then(
      () => undefined,
      (error: unknown) => TandemError.from(error),
    );
    await run.ended;
    const known = await settlesWithin(failure, START_ANSWER_MS);
    this.#conclude(run, known ? await failure : undefined);
  }

  #conclude(run: Run, failure: TandemError | undefined): void {
    const wasAsked = this.#wasAsked ?? run.isStopping;
    const error = this.#whyAborted(run, failure, wasAsked);
    const asked = this.#wasLeft(run) ? 'detached' : 'aborted';
    const how = error ? 'aborted' : wasAsked ? asked : 'completed';
    this.#end = { at: Date.now(), how, ...(error && { error }) };
    this.#run = undefined;
    this.#reader = undefined;
    this.stops.clear();
    this.hold(undefined);
    const type = how === 'completed' ? 'TaskCompleted' : 'TaskAborted';
    this.#emit({ type, taskId: this.taskId, timestamp: this.#end.at, task: this.info });
    this.changes.happened();
  }

  /** One that was found running ends with its debug run only where it says so. */
  #wasLeft({ configuration, parent }: Run): boolean {
    const wasFound = configuration.request === 'attach' && !parent;
    return wasFound && this.#process !== undefined && this.#exitCode === undefined;
  }

  #whyAborted(run: Run, failure: TandemError | undefined, wasAsked: boolean): TandemError | undefined {
    // A session that is ended in its first moments answers so. That is no failure.
    if (failure && failure.audience !== 'expected') return failure;
    // Whoever has not started a program need not learn how it ended.
    const mayNotKnow = wasAsked || run.configuration.request === 'attach';
    if (this.#exitCode !== undefined || mayNotKnow) return undefined;
    return this.#process ? errors.taskLost() : errors.taskNotStarted();
  }
}
