import type { RequestArguments, RequestBody, RequestName } from '../../../adapter/requests/requests.ts';
import { settlesWithin } from '../../../adapter/util/time.ts';
import { errors, TandemError } from '../../../protocol/errors.ts';
import type { ExceptionMode } from '../../../protocol/tasks/breakpoints.ts';
import type { Happening, TaskEvent } from '../../../protocol/tasks/events.ts';
import type { TaskInfo } from '../../../protocol/tasks/task.ts';
import type { EventBody } from '../../dap/dap-client.ts';
import type { PlacedBreakpoint, Requester, Run } from '../host.ts';
import { Changes } from './changes.ts';
import type { Exceptions } from './exceptions.ts';
import { Hands } from './hands.ts';
import type { Holding } from './holding.ts';
import { OutputBuffer } from './output-buffer.ts';
import { problemOf } from './problem.ts';
import { StopReader } from './stop-reader.ts';
import { endOf, type TaskEnd } from './task-end.ts';
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

export interface TaskOptions {
  readonly taskId: string;
  readonly run: Run;
  readonly origin: Origin;
  /** Settles when the program runs, or could not be started. */
  readonly started: Promise<void>;
  /** Undefined for the user of the editor. */
  readonly startedBy: string | undefined;
  readonly holding: Holding;
  readonly exceptions: Exceptions;
}

/** Who hears of a task. */
export interface TaskListener {
  told(event: TaskEvent): void;
  /** Its program has come to a stop, of which was told just now. */
  stopped(task: Task): void;
}

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
  readonly holding: Holding;
  readonly exceptions: Exceptions;
  readonly hands = new Hands();
  /** Resolves when it has ended, and everybody was told. */
  readonly ended: Promise<void>;
  /** Breakpoints in passing. */
  readonly passing = new Map<number, { readonly by: string }>();
  /** Undefined when it has ended. */
  #run: Run | undefined;
  #reader: StopReader | undefined;
  readonly #listener: TaskListener;
  readonly #startedAt = Date.now();
  readonly #startedBy: string | undefined;
  #process: EventBody<'process'> | undefined;
  #exitCode: number | undefined;
  /** Whether somebody had asked it to end, when the first was heard of its end. */
  #wasAsked: boolean | undefined;
  #end: (TaskEnd & { readonly at: number }) | undefined;
  /** Requests of ours that move it, and are not answered yet. */
  #moves = 0;

  constructor(options: TaskOptions, listener: TaskListener) {
    const { taskId, run, origin, started, startedBy, holding, exceptions } = options;
    this.taskId = taskId;
    this.name = run.name;
    this.#run = run;
    this.origin = origin;
    this.holding = holding;
    this.exceptions = exceptions;
    this.#startedBy = startedBy;
    this.#listener = listener;
    this.#listen(run);
    this.ended = this.#awaitEnd(run, started);
  }

  /** Tells of it, before anything else is told. */
  announce(): void {
    this.#listener.told({
      type: 'TaskStarted',
      taskId: this.taskId,
      timestamp: this.#startedAt,
      task: this.info,
    });
  }

  get info(): TaskInfo {
    const [end, process] = [this.#end, this.#process];
    const { heldBy } = this.holding;
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
      ...(heldBy !== undefined && { heldBy }),
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

  async request<R extends RequestName>(command: R, args: RequestArguments<R>): Promise<RequestBody<R>> {
    return this.run.request(command, args);
  }

  /**
   * Sends a request that moves threads which stand, and which count as running from now on: nobody must be told of a stop
   * that is being left. It is held by the caller from now on. Rejects when it stays, as it was.
   */
  async move<T>(by: string, standing: readonly StopRecord[], request: () => Promise<T>): Promise<T> {
    const claim = this.holding.claim(by);
    for (const { threadId } of standing) this.#continued(threadId);
    this.#moves += 1;
    try {
      await this.exceptions.putBack().catch(() => {
        // What has ended says so to the request.
      });
      const answer = await request();
      claim.accepted();
      this.hands.moved(by);
      return answer;
    } catch (error) {
      claim.refused();
      if (!this.#end)
        for (const record of standing) if (this.stops.restore(record)) this.tell(stopInWords(record));
      throw error;
    } finally {
      this.#moves -= 1;
      this.changes.happened();
    }
  }

  /** Lets every thread go on that stands, for nobody. One that does not has gone on already, or ends. */
  async letGo(): Promise<void> {
    this.#moves += 1;
    for (const { threadId } of this.stops.all) {
      // With the threads of a program that stand together, all have gone on.
      if (!this.#continued(threadId)) continue;
      await this.request('continue', { threadId }).catch(() => {});
    }
    this.#moves -= 1;
  }

  tell(message: Happening): void {
    this.#say(message);
    this.changes.happened();
  }

  #say(message: Happening): void {
    this.#listener.told({ type: 'Message', taskId: this.taskId, timestamp: Date.now(), message });
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
    run.on('stopped', (stopped) => {
      this.#say(stopInWords(this.stops.stopped(stopped)));
      // Before those are woken who wait for a stop: it may be left at once.
      this.#listener.stopped(this);
      this.changes.happened();
    });
    run.on('continued', ({ threadId, allThreadsContinued }) => {
      const going = this.stops.all.filter((record) => allThreadsContinued || record.threadId === threadId);
      // Whoever moves it from outside, the user of the editor, holds nothing.
      if (this.#moves === 0 && going.some(({ along }) => !along)) this.#taken();
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

  /** False where it did not stand. */
  #continued(threadId: number): boolean {
    const stood = this.stops.continued(threadId) !== undefined;
    if (stood) this.tell({ kind: 'continued', threadId });
    return stood;
  }

  /** The user of the editor moves it. */
  #taken(): void {
    this.hands.moved(undefined);
    this.holding.free();
    this.exceptions.putBack().catch(() => {
      // It has ended.
    });
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
    const end = endOf({
      run,
      failure,
      hasRun: this.#process !== undefined,
      exitCode: this.#exitCode,
      wasAsked: this.#wasAsked ?? run.isStopping,
    });
    this.#end = { at: Date.now(), ...end };
    this.#run = undefined;
    this.#reader = undefined;
    this.stops.clear();
    this.holding.free();
    const type = end.how === 'completed' ? 'TaskCompleted' : 'TaskAborted';
    this.#listener.told({ type, taskId: this.taskId, timestamp: this.#end.at, task: this.info });
    this.changes.happened();
  }
}

function stopInWords({ threadId, event }: StopRecord): Happening {
  const { reason, description, hitBreakpointIds: breakpoints = [] } = event;
  return {
    kind: 'stopped',
    threadId,
    reason,
    ...(description !== undefined && { description }),
    breakpoints,
  };
}
