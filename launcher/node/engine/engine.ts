import { setTimeout } from 'node:timers/promises';
import type { Arguments, Body, CommandName, EngineEvent, Ticket } from '../../../protocol/commands.ts';
import { errors, type TandemError } from '../../../protocol/errors.ts';
import type { Numbers } from '../../../protocol/numbers.ts';
import { AsyncStacks } from './async-stacks.ts';
import { checkSaid } from './compiled/check-messages.ts';
import { EngineContext } from './context.ts';
import { EntryStop } from './entry-stop.ts';
import { applyExceptionFilters } from './exceptions.ts';
import { scriptAsNamedHere } from './file-names.ts';
import { type Handler, handlers, type OwnCommand } from './handlers.ts';
import { type InspectorChannel, InspectorError, type Protocol } from './inspector-channel.ts';
import { leavePause } from './leave-pause.ts';
import { watchMainEvaluation } from './main-evaluation.ts';
import { MapSettings } from './map-settings.ts';
import { ClientPositions } from './positions.ts';
import { OWN_SCRIPTS, SourceMaps } from './scripts.ts';
import { SkipFiles } from './skip-files.ts';
import { Stops } from './stops.ts';
import { Thread } from './thread.ts';

interface ThreadOptions {
  /** Sees each notification first; what it returns true for is not the engine's. */
  readonly intercept?: (method: string, params: unknown) => boolean;
  /** The isolate waits for its debugger before Node's own start-up, and pauses once more where the program begins. */
  readonly starting?: boolean;
  /** Resolves when the first turn of its event loop is over; absent where nobody tells. */
  readonly firstTurn?: Promise<void>;
}

type OwnHandlers = { readonly [C in OwnCommand]: (args: Arguments<C>) => Promise<Body<C>> | Body<C> };
type AnyHandler = (args: unknown, signal?: AbortSignal) => Promise<object> | object;

export interface EngineOptions {
  /** The file of the main module. */
  readonly main: string | undefined;
  /** What the program says by its console is told: nobody reads its output for the client. */
  readonly hearsConsole?: boolean;
  /** Reads a file where the program runs, by its name here: of one that is on another machine, or seems to be. */
  readonly readFile?: (file: string) => Promise<Buffer>;
  /** Lets the program go: it was held before its first line. */
  release(): void;
  /**
   * Called before a program that has used up its memory runs on, and so to its death: to end it in another way where it
   * would take others along.
   */
  outOfMemory?(): void;
  /** Called when the adapter has read all that a program had written which is about to exit. */
  mayExit?(): void;
  /** Called once the program was given up: it runs on, without its debugger. */
  detached(): void;
}

/** How long the exit of a program may wait for its last words to be understood, in milliseconds. */
const CATCH_UP_LIMIT_MS = 250;

/**
 * A debug server without a session: DAP's requests over V8's inspector. It lives next to the program, so that the
 * dozens of inspector calls behind one request never cross a process.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #maps: SourceMaps;
  readonly #context = new EngineContext();
  readonly #stops = new Stops(this.#context);
  /** What can be aborted. */
  readonly #tickets = new Map<number, AbortController>();
  /** Scripts whose breakpoints are about to be bound. */
  readonly #binding = new Set<Promise<unknown>>();
  #lastThreadId = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#maps = new SourceMaps(this.#context.longWork, options.readFile);
    this.#context.outOfMemory = () => options.outOfMemory?.();
  }

  /** Sets the one listener. */
  onEvent(listener: (event: EngineEvent) => void): void {
    this.#context.emit = listener;
  }

  /** Asked before a program that logs runs on: while it is true, more output would only pile up on its way. */
  set isCongested(ask: () => boolean) {
    this.#context.isCongested = ask;
  }

  /** Answers a command, or rejects with a TandemError. */
  async request<C extends CommandName>(command: C, args: Arguments<C>): Promise<Body<C>> {
    try {
      return (await this.#abortable(args as Ticket, this.#handler(command))) as Body<C>;
    } catch (error) {
      throw error instanceof InspectorError ? errors.inspectorFailed(command, error.message) : error;
    }
  }

  /**
   * Takes an isolate under control. When this resolves, everything that the client has configured so far is in force in
   * it: from its first line, where it is held before that meanwhile, and from now on, where it runs already.
   */
  async addThread(
    name: string,
    channel: InspectorChannel,
    { intercept = () => false, starting = false, firstTurn }: ThreadOptions = {},
  ): Promise<Thread> {
    const isFirst = this.#lastThreadId === 0;
    const thread = new Thread(++this.#lastThreadId, name, channel, this.#maps, (problem) =>
      this.#tell(problem),
    );
    thread.isMain = isFirst;
    channel.onNotification((method, params) => {
      if (!intercept(method, params)) this.#notified(thread, method, params);
    });
    await channel.post('Debugger.enable');
    if (this.#options.hearsConsole) await this.#context.consoleCalls.hear(thread);
    if (!starting) {
      await thread.started();
      await this.#context.functionBreakpoints.started(thread);
    }
    if (firstTurn) void watchMainEvaluation(this.#context, thread, this.#options.main, firstTurn);
    this.#context.threads.set(thread.id, thread);
    this.#context.main ??= thread;
    await Promise.all([
      applyExceptionFilters(this.#context, thread),
      this.#context.breakpoints.bindAll(thread),
      this.#context.functionBreakpoints.bindAll(thread),
      this.#applySkipping(thread),
      this.#context.asyncStacks.reached('attached', thread),
    ]);
    if (!isFirst) this.#context.emit({ event: 'thread', body: { reason: 'started', threadId: thread.id } });
    return thread;
  }

  /** Like `addThread`, but for a worker that runs on when that fails: the user is told what it goes without. */
  async addWorker(name: string, channel: InspectorChannel, options?: ThreadOptions): Promise<void> {
    try {
      await this.addThread(name, channel, options);
    } catch (error) {
      const hasEnded = error instanceof InspectorError && error.isOfEnd;
      if (!hasEnded) this.#tell(errors.workerNotDebugged(name, error));
    }
  }

  /**
   * To be awaited before the program exits: resolves when the client has been told what became of its breakpoints in all
   * that was loaded, or when that takes too long.
   */
  async caughtUp(): Promise<void> {
    const late = setTimeout(CATCH_UP_LIMIT_MS, undefined, { ref: false });
    // Answered behind what the program's thread has told before.
    const heard = this.#context.main?.channel.post('Runtime.getIsolateId').catch(() => {
      // The isolate is gone, with all that it could have told.
    });
    await Promise.race([
      late,
      (async () => {
        await heard;
        await Promise.all(this.#binding);
      })(),
    ]);
    this.#context.breakpoints.tellWhatWaits();
  }

  removeThread(channel: InspectorChannel): void {
    for (const thread of this.#context.threads.values()) {
      if (thread.channel !== channel) continue;
      this.#context.threads.delete(thread.id);
      this.#context.references.resumed(thread);
      // With the last of them the program ends, and what became of its breakpoints stays as it was told.
      if (this.#context.threads.size === 0) return;
      this.#context.breakpoints.forget(thread);
      this.#context.functionBreakpoints.forget(thread);
      this.#context.dataBreakpoints.forget(thread);
      this.#context.emit({ event: 'thread', body: { reason: 'exited', threadId: thread.id } });
    }
  }

  /** Gives the program up: no breakpoint is left in it, nothing is paused or held. Idempotent. */
  async detach(): Promise<void> {
    const threads = [...this.#context.threads.values()];
    this.#context.threads.clear();
    await Promise.all(threads.map((thread) => this.#letGo(thread)));
    // Not before: what is said to workers goes over the main thread's.
    for (const { channel } of threads) channel.close();
    this.#options.release();
    this.#options.detached();
  }

  readonly #own: OwnHandlers = {
    configure: async (args) => {
      const { skipFiles, stopOnEntry, sourceMaps, showAsyncStacks, linesStartAt1, columnsStartAt1, numbers } =
        args;
      if (numbers) this.#renumber(numbers);
      this.#context.pauseAllThreads = args.pauseAllThreads ?? false;
      this.#context.customDescriptions = args.customDescriptions ?? false;
      this.#context.client = { showsTypes: args.showsTypes, showsMemory: args.showsMemory };
      this.#context.positions = new ClientPositions(linesStartAt1, columnsStartAt1);
      this.#maps.settings = new MapSettings(sourceMaps);
      this.#context.skipFiles = new SkipFiles(skipFiles);
      this.#context.smartStep = args.smartStep;
      this.#context.asyncStacks = new AsyncStacks(showAsyncStacks);
      const threads = [...this.#context.threads.values()];
      await Promise.all(threads.map((thread) => this.#applySkipping(thread)));
      await Promise.all(threads.map((thread) => this.#context.asyncStacks.reached('attached', thread)));
      if (stopOnEntry) await this.#stopOnEntry();
      return {};
    },
    ready: () => {
      this.#options.release();
      return {};
    },
    ping: () => ({}),
    exit: () => {
      this.#options.mayExit?.();
      return {};
    },
    abort: ({ aborted }) => {
      this.#tickets.get(aborted)?.abort(errors.cancelled());
      return {};
    },
    detach: async () => {
      await this.detach();
      return {};
    },
  };

  /** The program is held: none of the numbers so far was told to anybody. */
  #renumber({ threads: base, references }: Numbers): void {
    const threads = [...this.#context.threads.values()];
    this.#context.threads.clear();
    for (const thread of threads) {
      thread.id += base;
      this.#context.threads.set(thread.id, thread);
    }
    this.#lastThreadId += base;
    this.#context.references.base = references;
    this.#context.sources.base = references;
  }

  async #abortable(args: Ticket, handle: AnyHandler): Promise<object> {
    const { ticket } = args;
    if (ticket === undefined) return handle(args);
    const controller = new AbortController();
    this.#tickets.set(ticket, controller);
    try {
      return await handle(args, controller.signal);
    } finally {
      this.#tickets.delete(ticket);
    }
  }

  #handler(command: string): AnyHandler {
    if (Object.hasOwn(this.#own, command)) return this.#own[command as OwnCommand] as AnyHandler;
    if (!Object.hasOwn(handlers, command)) throw errors.commandUnknown(command);
    const handle = handlers[command as keyof typeof handlers] as Handler<CommandName>;
    return (args, signal) => handle(this.#context, args as Arguments<CommandName>, signal);
  }

  #notified(thread: Thread, method: string, params: unknown): void {
    switch (method) {
      case 'Debugger.scriptFailedToParse':
        thread.scripts.failedToParse(
          scriptAsNamedHere(params as Protocol.Debugger.ScriptFailedToParseEvent, thread.channel.names),
        );
        break;
      case 'Debugger.scriptParsed': {
        if (thread.landings.hears((params as Protocol.Debugger.ScriptParsedEvent).url)) break;
        const parsed = scriptAsNamedHere(params as Protocol.Debugger.ScriptParsedEvent, thread.channel.names);
        const script = thread.scripts.add(parsed);
        void this.#context.loadedSources.parsed(thread, script);
        const slots = thread.inserted.parsed(script, parsed.length);
        if (slots.length > 0) void this.#context.asyncStacks.reached('bound', thread);
        for (const { breakpointId, location } of parsed.resolvedBreakpoints ?? []) {
          void this.#context.asyncStacks.reached('bound', thread);
          this.#resolved(thread, breakpointId, location);
        }
        const binding = Promise.all([
          this.#context.breakpoints.scriptParsed(thread, script, slots),
          this.#context.functionBreakpoints.scriptParsed(thread, script),
        ]).catch(() => {
          // Only a lost isolate gets here, and its bindings are forgotten with it.
        });
        this.#binding.add(binding);
        void binding.then(() => this.#binding.delete(binding));
        break;
      }
      case 'Debugger.breakpointResolved': {
        const { breakpointId, location } = params as Protocol.Debugger.BreakpointResolvedEvent;
        this.#resolved(thread, breakpointId, location);
        void this.#context.asyncStacks.reached('bound', thread);
        break;
      }
      case 'HeapProfiler.addHeapSnapshotChunk': {
        const { chunk } = params as Protocol.HeapProfiler.AddHeapSnapshotChunkEvent;
        this.#context.profiles.chunk(thread, chunk);
        break;
      }
      case 'Runtime.consoleAPICalled':
        this.#context.consoleCalls.called(thread, params as Protocol.Runtime.ConsoleAPICalledEvent);
        break;
      case 'Runtime.exceptionThrown':
        this.#context.consoleCalls.threw(thread, params as Protocol.Runtime.ExceptionThrownEvent);
        break;
      case 'Runtime.bindingCalled':
        checkSaid(this.#context, thread, params as Protocol.Runtime.BindingCalledEvent);
        break;
      case 'Debugger.paused':
        void this.#stops.paused(thread, params as Protocol.Debugger.PausedEvent);
        break;
      case 'Debugger.resumed':
        if (thread.paused) {
          leavePause(this.#context, thread);
          if (thread.restarting) break;
          this.#context.emit({
            event: 'continued',
            body: { threadId: thread.id, allThreadsContinued: false },
          });
        }
        break;
    }
  }

  #tell(problem: TandemError): void {
    const body = { category: 'important', output: `${problem.text}\n` } as const;
    this.#context.emit({ event: 'output', body });
  }

  #resolved(thread: Thread, v8Id: string, location: Protocol.Debugger.Location): void {
    this.#context.breakpoints.resolved(thread, v8Id, location);
    this.#context.functionBreakpoints.resolved(thread, v8Id, location);
  }

  async #stopOnEntry(): Promise<void> {
    const [thread] = this.#context.threads.values();
    const { main } = this.#options;
    if (!thread || main === undefined) return;
    this.#stops.entry = new EntryStop(thread, main);
    await thread.holds.set({ main });
  }

  async #applySkipping(thread: Thread): Promise<void> {
    const patterns = [OWN_SCRIPTS, ...this.#context.skipFiles.patterns];
    await thread.channel.post('Debugger.setBlackboxPatterns', { patterns });
  }

  async #letGo(thread: Thread): Promise<void> {
    thread.isLetGo = true;
    await this.#context.dataBreakpoints.release(thread);
    await thread.inserted.silence();
    const isPausedForUs = thread.paused !== undefined && thread.isPausedForUs;
    leavePause(this.#context, thread);
    // Word of the last pause comes before this is answered, and its breakpoint is known still.
    await thread.channel.post('Debugger.setBreakpointsActive', { active: false }).catch(() => {
      // The isolate is gone.
    });
    // Disabling removes every breakpoint and resumes the isolate, unless another debugger of it would see that.
    if (isPausedForUs) {
      const ids = [...thread.placementByV8Id.keys()];
      const removed = ids.map((breakpointId) =>
        thread.channel.post('Debugger.removeBreakpoint', { breakpointId }),
      );
      Promise.all([...removed, thread.channel.post('Debugger.resume')]).catch(() => {
        // The isolate is gone.
      });
    }
    // A session that hears what the program logs, and is closed while V8 tells it of that, crashes the process.
    const last = ['Debugger.disable', 'Runtime.disable'] as const;
    await Promise.all(last.map((method) => thread.channel.post(method))).catch(() => {});
  }
}
