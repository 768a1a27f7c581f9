import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { signatureOf, UserDataBreakpoint } from './data-breakpoint.ts';
import { InspectorError, type Protocol } from './inspector-channel.ts';
import { previewText } from './preview.ts';
import { type Access, PropertyWatch, type Touch } from './property-watch.ts';
import type { Thread } from './thread.ts';

type Pause = Protocol.Debugger.PausedEvent;

/** A property that was found and can be watched. */
export interface Watchable {
  readonly thread: Thread;
  /** A weak reference to the object, in the program: being looked at keeps nothing alive. */
  readonly weakReference: string;
  readonly name: string;
  /** What a person calls it. */
  readonly label: string;
}

/** What a data breakpoint stops for. */
export interface DataStop {
  readonly description: string;
  readonly breakpoints: readonly UserDataBreakpoint[];
}

/** The user's data breakpoints, and the properties that are watched for them. */
export class DataBreakpoints {
  readonly #context: EngineContext;
  readonly #known = new Map<string, Watchable>();
  readonly #watches = new Map<string, PropertyWatch>();
  #breakpoints: readonly UserDataBreakpoint[] = [];
  #work: Promise<unknown> = Promise.resolve();
  #lastDataId = 0;
  #lastWatch = 0;

  constructor(context: EngineContext) {
    this.#context = context;
  }

  /** Gives a property an id that is good for as long as its object lives. */
  async remember(place: Omit<Watchable, 'weakReference'>, objectId: string): Promise<string> {
    const known = await this.#find(place, objectId);
    if (known !== undefined) return known;
    const { result } = await place.thread.channel.post('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: 'function () { return new WeakRef(this); }',
      // Beyond the stop: what is shown of one is released with it.
      objectGroup: 'data breakpoints',
      silent: true,
    });
    this.#lastDataId += 1;
    const dataId = String(this.#lastDataId);
    this.#known.set(dataId, { ...place, weakReference: result.objectId! });
    return dataId;
  }

  /** Replaces all data breakpoints. Those that are asked for again keep their identity and hit count. */
  set(args: Arguments<'setDataBreakpoints'>): Promise<Body<'setDataBreakpoints'>> {
    const answer = this.#work.then(() => this.#replace(args));
    this.#work = answer.catch(() => {});
    return answer;
  }

  /** Why a pause is a stop, when it is one in the middle of a watched property. */
  async stopAt(thread: Thread, pause: Pause): Promise<DataStop | 'passing' | undefined> {
    for (const [dataId, watch] of this.#watches) {
      const touch = watch.thread === thread ? await watch.touch(pause) : undefined;
      if (!touch) continue;
      const breakpoints = await this.#stopping(thread, pause, dataId, touch.access);
      if (breakpoints.length === 0) return 'passing';
      return { description: describeTouch(this.#known.get(dataId)!.label, touch), breakpoints };
    }
    return undefined;
  }

  /** A thread has stopped: what it is going to be asked about is to be as the program made it. */
  suspend(thread: Thread): void {
    for (const watch of this.#of(thread)) {
      watch.suspend().catch(() => {
        // The isolate is gone.
      });
    }
  }

  /** A thread is about to run on: said to V8 before, so that nothing it does is missed. */
  resume(thread: Thread): void {
    for (const [dataId, watch] of this.#watches) {
      if (watch.thread === thread) void this.#watchAgain(dataId, watch);
    }
  }

  /** Gives up what is watched in a thread that is to run on without its debugger. */
  async release(thread: Thread): Promise<void> {
    const watches = [...this.#of(thread)];
    this.forget(thread);
    await Promise.all(watches.map((watch) => watch.remove())).catch(() => {
      // The isolate is gone.
    });
  }

  forget(thread: Thread): void {
    for (const [dataId, watch] of this.#watches) if (watch.thread === thread) this.#watches.delete(dataId);
    for (const [dataId, place] of this.#known) {
      if (place.thread !== thread) continue;
      this.#known.delete(dataId);
      this.#tell(dataId, GONE);
    }
  }

  async #find(
    { thread, name }: Omit<Watchable, 'weakReference'>,
    objectId: string,
  ): Promise<string | undefined> {
    const known = [...this.#known].filter(([, place]) => place.thread === thread && place.name === name);
    if (known.length === 0) return undefined;
    try {
      const { result } = await thread.channel.post('Runtime.callFunctionOn', {
        objectId,
        functionDeclaration:
          'function (...references) { return references.findIndex((reference) => reference.deref() === this); }',
        arguments: known.map(([, place]) => ({ objectId: place.weakReference })),
        silent: true,
      });
      return known[Number(result.value)]?.[0];
    } catch (error) {
      // Objects of different contexts (`vm`) cannot be compared, so it is none of these.
      if (error instanceof InspectorError) return undefined;
      throw error;
    }
  }

  async #replace({ breakpoints }: Arguments<'setDataBreakpoints'>): Promise<Body<'setDataBreakpoints'>> {
    const former = new Map(this.#breakpoints.map((breakpoint) => [breakpoint.signature, breakpoint]));
    const wanted = breakpoints.map((request) => {
      const kept = former.get(signatureOf(request));
      former.delete(signatureOf(request));
      return kept ?? new UserDataBreakpoint(this.#context.newBreakpointId(), request);
    });
    this.#breakpoints = wanted;
    const used = new Set(wanted.filter(({ isUnusable }) => !isUnusable).map(({ dataId }) => dataId));
    const unused = [...this.#watches].filter(([dataId]) => !used.has(dataId));
    await Promise.all(unused.map(([dataId, watch]) => this.#remove(dataId, watch)));
    await Promise.all([...used].map((dataId) => this.#place(dataId)));
    return { breakpoints: wanted.map((breakpoint) => breakpoint.describe()) };
  }

  async #place(dataId: string): Promise<void> {
    const breakpoints = this.#usable(dataId);
    const watch = this.#watches.get(dataId) ?? (await this.#newWatch(dataId));
    for (const breakpoint of breakpoints) breakpoint.problem = watch ? undefined : GONE;
    if (!watch) return;
    await watch.observe(new Set(breakpoints.flatMap(({ accesses }) => accesses)));
    if (!watch.thread.paused) await this.#watchAgain(dataId, watch);
  }

  async #newWatch(dataId: string): Promise<PropertyWatch | undefined> {
    const place = this.#known.get(dataId);
    if (!place) return undefined;
    this.#lastWatch += 1;
    const { thread, weakReference, name } = place;
    const watch = await PropertyWatch.place(thread, weakReference, name, this.#lastWatch);
    if (watch) this.#watches.set(dataId, watch);
    return watch;
  }

  async #watchAgain(dataId: string, watch: PropertyWatch): Promise<void> {
    try {
      this.#tell(dataId, (await watch.resume()) ? undefined : LOST);
    } catch {
      // The isolate is gone.
    }
  }

  async #remove(dataId: string, watch: PropertyWatch): Promise<void> {
    this.#watches.delete(dataId);
    await watch.remove().catch(() => {
      // The isolate is gone.
    });
  }

  async #stopping(
    thread: Thread,
    pause: Pause,
    dataId: string,
    access: Access,
  ): Promise<UserDataBreakpoint[]> {
    const stopping: UserDataBreakpoint[] = [];
    for (const breakpoint of this.#usable(dataId)) {
      if (!breakpoint.accesses.includes(access)) continue;
      if (breakpoint.condition && !(await this.#holds(thread, pause, breakpoint))) continue;
      breakpoint.hits += 1;
      if (!breakpoint.hitCondition || breakpoint.hitCondition(breakpoint.hits)) stopping.push(breakpoint);
    }
    // What was taken away meanwhile, the client is told to be gone.
    return stopping.filter((breakpoint) => this.#breakpoints.includes(breakpoint));
  }

  /** Whether the condition is true where the property is used. One that fails is reported, once, and is false. */
  async #holds(thread: Thread, pause: Pause, breakpoint: UserDataBreakpoint): Promise<boolean> {
    const call = pause.callFrames.find(({ location }) => !thread.scripts.get(location.scriptId)?.isOwn);
    if (!call) return false;
    const condition = breakpoint.condition!;
    const { result, exceptionDetails } = await thread.channel.post('Debugger.evaluateOnCallFrame', {
      callFrameId: call.callFrameId,
      expression: `Boolean(${condition}\n)`,
      silent: true,
    });
    if (!exceptionDetails) return result.value === true;
    if (!breakpoint.conditionReported) {
      breakpoint.conditionReported = true;
      const thrown = result.description?.split('\n')[0] ?? exceptionDetails.text;
      const { text } = errors.conditionFailed(condition, thrown);
      this.#context.emit({ event: 'output', body: { category: 'important', output: `${text}\n` } });
    }
    return false;
  }

  /** Tells the client where what it knows of a breakpoint has changed. */
  #tell(dataId: string, problem: string | undefined): void {
    for (const breakpoint of this.#usable(dataId)) {
      if (breakpoint.problem === problem) continue;
      breakpoint.problem = problem;
      this.#context.emit({
        event: 'breakpoint',
        body: { reason: 'changed', breakpoint: breakpoint.describe() },
      });
    }
  }

  #usable(dataId: string): UserDataBreakpoint[] {
    return this.#breakpoints.filter((breakpoint) => breakpoint.dataId === dataId && !breakpoint.isUnusable);
  }

  *#of(thread: Thread): Generator<PropertyWatch> {
    for (const watch of this.#watches.values()) if (watch.thread === thread) yield watch;
  }
}

const GONE = 'The object is gone, and its property with it.';
const LOST = 'The property was deleted or can no longer be redefined, so it is not watched.';

function describeTouch(label: string, { access, before, after }: Touch): string {
  if (access === 'read') return `${label} was read: ${previewText(after)}`;
  return before
    ? `${label}: ${previewText(before)} → ${previewText(after)}`
    : `${label} was set: ${previewText(after)}`;
}
