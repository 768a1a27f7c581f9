import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body, BreakpointStory } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { FunctionBinder } from './function-binder.ts';
import { FunctionBreakpoint, type FunctionSpot, signatureOf } from './function-breakpoint.ts';
import type { Protocol } from './inspector-channel.ts';
import type { HeldLoad } from './load-holds.ts';
import { shownLocation } from './locations.ts';
import type { Script } from './scripts.ts';
import type { Thread } from './thread.ts';
import { isTruthy } from './truth.ts';

type Pause = Protocol.Debugger.PausedEvent;

/** What a pause is to the function breakpoints. */
export interface Called {
  /** It is at one of their spots. */
  readonly hit: boolean;
  /** Those that stop there. */
  readonly stopping: readonly FunctionBreakpoint[];
}

const NOT_CALLED: Called = { hit: false, stopping: [] };

/** The user's breakpoints on functions by name, and what has become of each. */
export class FunctionBreakpoints {
  readonly #context: EngineContext;
  readonly #binder: FunctionBinder;
  #breakpoints: readonly FunctionBreakpoint[] = [];
  /** What the client was last told of each. */
  readonly #told = new Map<number, string>();
  /** Threads in which expressions may be evaluated. */
  readonly #started = new Set<Thread>();

  constructor(context: EngineContext) {
    this.#context = context;
    this.#binder = new FunctionBinder((breakpoint) => void this.#tell(breakpoint));
  }

  /** Replaces all function breakpoints. Those that are asked for again keep their identity and hit count. */
  async set(args: Arguments<'setFunctionBreakpoints'>): Promise<Body<'setFunctionBreakpoints'>> {
    const former = new Map(this.#breakpoints.map((breakpoint) => [breakpoint.signature, breakpoint]));
    const wanted = args.breakpoints.map((request) => {
      const kept = former.get(signatureOf(request));
      former.delete(signatureOf(request));
      return kept ?? new FunctionBreakpoint(this.#context.newBreakpointId(), request);
    });
    const fresh = wanted.filter(
      (breakpoint) => !this.#breakpoints.includes(breakpoint) && !breakpoint.problem,
    );
    this.#breakpoints = wanted;
    await Promise.all([...former.values()].map((breakpoint) => this.#binder.unbind(breakpoint)));
    const threads = [...this.#context.threads.values()];
    await Promise.all(threads.map((thread) => this.#updateHold(thread)));
    await Promise.all(threads.map((thread) => this.#bind(thread, fresh)));
    return { breakpoints: await Promise.all(wanted.map((breakpoint) => this.#remember(breakpoint))) };
  }

  /** Puts every breakpoint into an isolate that has just come under control. */
  async bindAll(thread: Thread): Promise<void> {
    await this.#updateHold(thread);
    await this.#bind(thread, this.#usable);
  }

  /** Scripts have other texts now. */
  async rebind(): Promise<void> {
    await Promise.all(this.#usable.map((breakpoint) => this.#binder.unbind(breakpoint)));
    await Promise.all([...this.#context.threads.values()].map((thread) => this.#bind(thread, this.#usable)));
    await Promise.all(this.#usable.map((breakpoint) => this.#tell(breakpoint)));
  }

  /** Expressions may be evaluated in a thread from now on, so functions of Node's own can be found. */
  async started(thread: Thread): Promise<void> {
    this.#started.add(thread);
    await this.#bindBuiltins(thread, this.#usable);
  }

  forget(thread: Thread): void {
    this.#started.delete(thread);
    for (const breakpoint of this.#breakpoints) {
      if (breakpoint.spots.delete(thread)) void this.#tell(breakpoint);
    }
  }

  async scriptParsed(thread: Thread, script: Script): Promise<void> {
    const usable = this.#usable;
    // A text without a URL may be an expression of ours, which is about to be held: see `LoadHolds.aside`.
    if (usable.length > 0 && script.url) await this.#binder.bindScript(thread, script, usable);
  }

  /** Binds in what is about to be loaded. */
  async placeInLoad(thread: Thread, load: HeldLoad | 'unknown', pause: Pause): Promise<void> {
    const usable = this.#usable;
    if (usable.length === 0) return;
    if (load !== 'unknown' && load.text !== undefined) {
      return this.#binder.bindLoad(thread, { ...load, text: load.text }, usable);
    }
    const script = thread.scripts.get(pause.callFrames[0]!.location.scriptId);
    if (script) await this.#binder.bindScript(thread, script, usable);
  }

  resolved(thread: Thread, v8Id: string, location: Protocol.Debugger.Location): void {
    for (const spot of this.#spots(thread, [v8Id])) {
      spot.location = location;
      for (const owner of spot.owners) void this.#tell(owner);
    }
  }

  /** Whether the client wants it still. */
  has(breakpoint: FunctionBreakpoint): boolean {
    return this.#breakpoints.includes(breakpoint);
  }

  /** Counts and decides, where a pause is at the beginning of a function that is named. */
  async calledAt(thread: Thread, pause: Pause): Promise<Called> {
    const spots = this.#spots(thread, pause.hitBreakpoints ?? []);
    if (spots.length === 0) return NOT_CALLED;
    const meant = spots.filter((spot) => !spot.ofNode || isCalledByProgram(thread, spot, pause));
    const stopping: FunctionBreakpoint[] = [];
    for (const breakpoint of new Set(meant.flatMap(({ owners }) => [...owners]))) {
      if (!(await this.#conditionHolds(thread, pause, breakpoint))) continue;
      breakpoint.hits += 1;
      if (!breakpoint.hitCondition || breakpoint.hitCondition(breakpoint.hits)) stopping.push(breakpoint);
    }
    return { hit: true, stopping };
  }

  /** All that is known of each, for a person to read. */
  stories(): Promise<BreakpointStory[]> {
    return Promise.all(
      this.#breakpoints.map(async (breakpoint): Promise<BreakpointStory> => {
        const { verified, reason, message } = await this.#describe(breakpoint);
        const spots = [...breakpoint.spots].flatMap(([thread, keys]) =>
          [...keys].map((key) => `${thread.title}: placed in V8: ${key}`),
        );
        return {
          id: breakpoint.id,
          title: `function ${breakpoint.name}`,
          state: verified ? 'bound' : reason === 'pending' ? 'waiting' : 'failed',
          lines: [
            ...(message ? [message] : []),
            ...(breakpoint.condition
              ? [`Condition: \`${breakpoint.condition}\`, evaluated at each call.`]
              : []),
            ...spots,
          ],
        };
      }),
    );
  }

  get #usable(): FunctionBreakpoint[] {
    return this.#breakpoints.filter(({ problem }) => !problem);
  }

  async #bind(thread: Thread, breakpoints: readonly FunctionBreakpoint[]): Promise<void> {
    if (breakpoints.length === 0) return;
    const scripts = [...thread.scripts.all()];
    await Promise.all([
      ...scripts.map((script) => this.#binder.bindScript(thread, script, breakpoints)),
      ...(this.#started.has(thread) ? [this.#bindBuiltins(thread, breakpoints)] : []),
    ]);
  }

  async #bindBuiltins(thread: Thread, breakpoints: readonly FunctionBreakpoint[]): Promise<void> {
    if (breakpoints.length === 0) return;
    await thread.holds.aside(() =>
      Promise.all(breakpoints.map((breakpoint) => this.#binder.bindBuiltin(thread, breakpoint))),
    );
  }

  #spots(thread: Thread, v8Ids: readonly string[]): FunctionSpot[] {
    return [...this.#binder.spotsOf(thread).values()].filter(({ v8Id }) => v8Ids.includes(v8Id));
  }

  async #conditionHolds(thread: Thread, pause: Pause, breakpoint: FunctionBreakpoint): Promise<boolean> {
    if (!breakpoint.condition) return true;
    const { result, exceptionDetails } = await thread.channel.post('Debugger.evaluateOnCallFrame', {
      callFrameId: pause.callFrames[0]!.callFrameId,
      expression: breakpoint.condition,
      silent: true,
    });
    if (!exceptionDetails) return isTruthy(result);
    if (!breakpoint.conditionReported) {
      breakpoint.conditionReported = true;
      const failure = exceptionDetails.exception?.description?.split('\n')[0] ?? exceptionDetails.text;
      const { text } = errors.conditionFailed(breakpoint.condition, failure);
      this.#context.emit({ event: 'output', body: { category: 'important', output: `${text}\n` } });
    }
    return false;
  }

  /** Loads are held while functions are named: any script that is still to come may declare one. */
  #updateHold(thread: Thread): Promise<void> {
    const words = this.#usable.map(({ word }) => word.replace('#', ''));
    return thread.holds.set({ words: [...new Set(words)] }).catch(() => {
      // The isolate is gone, and its breakpoints with it.
    });
  }

  async #tell(breakpoint: FunctionBreakpoint): Promise<void> {
    const known = this.#told.get(breakpoint.id);
    if (known === undefined) return;
    const state = await this.#remember(breakpoint);
    if (this.#told.get(breakpoint.id) === known) return;
    this.#context.emit({ event: 'breakpoint', body: { reason: 'changed', breakpoint: state } });
  }

  async #remember(breakpoint: FunctionBreakpoint): Promise<DebugProtocol.Breakpoint> {
    const state = await this.#describe(breakpoint);
    this.#told.set(breakpoint.id, JSON.stringify(state));
    return state;
  }

  async #describe(breakpoint: FunctionBreakpoint): Promise<DebugProtocol.Breakpoint> {
    const { id, name, problem } = breakpoint;
    if (problem) return { id, verified: false, message: problem, reason: 'failed' };
    const spots = [...breakpoint.spots].flatMap(([thread, keys]) =>
      [...keys].flatMap((key) => {
        const spot = this.#binder.spotsOf(thread).get(key);
        return spot?.location || spot?.ofNode ? [{ thread, spot }] : [];
      }),
    );
    if (spots.length === 0) {
      const message = `Not loaded yet: no script that has run so far declares a function \`${name}\`. It binds when one is loaded.`;
      return { id, verified: false, message, reason: 'pending' };
    }
    const functions = new Set(spots.map(({ spot }) => spot)).size;
    const shown = spots.find(({ spot }) => spot.location);
    const place = shown && (await shownLocation(this.#context, shown.thread, shown.spot.location!));
    return {
      id,
      verified: true,
      ...place,
      ...(functions > 1 ? { message: `Stops in ${functions} functions of this name.` } : {}),
    };
  }
}

/** Node calls its own functions all the time. One of JavaScript's has no call of its own on the stack. */
function isCalledByProgram({ scripts }: Thread, { location }: FunctionSpot, { callFrames }: Pause): boolean {
  const caller = callFrames[location ? 1 : 0];
  return caller !== undefined && scripts.get(caller.location.scriptId)?.isInternal === false;
}
