import { errors } from '../../../protocol/errors.ts';
import { stopOthers } from './all-threads.ts';
import type { UserBreakpoint } from './breakpoint.ts';
import { conditionFailure, logMessage, reportFailure } from './breakpoint-actions.ts';
import { InsertedPauses } from './compiled/inserted-pauses.ts';
import type { EngineContext } from './context.ts';
import type { DataStop } from './data-breakpoints.ts';
import type { EntryStop } from './entry-stop.ts';
import { describeException, isWanted, OUT_OF_MEMORY, relevantException } from './exceptions.ts';
import type { Protocol } from './inspector-channel.ts';
import { InspectorError } from './inspector-channel.ts';
import type { HeldLoad } from './load-holds.ts';
import { hasOwnFrame, hasUserFrame, isSkipped } from './skipped-code.ts';
import type { SourceMap } from './source-map.ts';
import { type Step, whereIs } from './step.ts';
import { continueStep, stepFurther, stepHasLanded, trapSprung } from './stepping.ts';
import type { Thread } from './thread.ts';

type Pause = Protocol.Debugger.PausedEvent;
type StopBody = {
  reason: string;
  description: string;
  text?: string;
  hitBreakpointIds?: number[];
  preserveFocusHint?: boolean;
};

const exceptionStop = (pause: Pause): StopBody => ({
  reason: 'exception',
  description: 'Paused on exception',
  text: describeException(pause),
});

const breakpointStop = (functions: readonly { id: number }[], lines: readonly { id: number }[]): StopBody => {
  const kind = functions.length > 0 ? 'function breakpoint' : 'breakpoint';
  const hitBreakpointIds = [...functions, ...lines].map(({ id }) => id);
  return { reason: kind, description: `Paused on ${kind}`, hitBreakpointIds };
};

/** Nothing of ours: it is a statement of the program's, or another debugger of it has its reasons. */
const UNEXPLAINED: StopBody = { reason: 'pause', description: 'Paused on debugger statement' };

const isForUs = (body: StopBody): boolean => body !== UNEXPLAINED;

const dataStop = ({ description, breakpoints }: DataStop): StopBody => ({
  reason: 'data breakpoint',
  description,
  hitBreakpointIds: breakpoints.map(({ id }) => id),
});

async function isDebuggerStatement(thread: Thread, { callFrames: [call] }: Pause): Promise<boolean> {
  if (!call) return false;
  const { scriptId, lineNumber, columnNumber = 0 } = call.location;
  const { locations } = await thread.channel.post('Debugger.getPossibleBreakpoints', {
    start: call.location,
    end: { scriptId, lineNumber, columnNumber: columnNumber + 1 },
  });
  return locations.some(({ type }) => type === 'debuggerStatement');
}

/** The pause as the program's own calls have it: code of ours on top of them is nobody's business. */
function withoutOwnCalls({ scripts }: Thread, pause: Pause): Pause {
  const first = pause.callFrames.findIndex(({ location }) => !scripts.get(location.scriptId)?.isOwn);
  return first > 0 ? { ...pause, callFrames: pause.callFrames.slice(first) } : pause;
}

/** An exception, at its throw or on its way out, that nobody has to be told of. */
const isPassing = (thread: Thread, pause: Pause): boolean =>
  pause.reason === 'exception' || pause.reason === 'promiseRejection' || thread.uncaught.isAbout(pause);

/** Decides what a pause of V8 means: a stop for the user, or something to be done in passing. */
export class Stops {
  readonly #context: EngineContext;
  #entry: EntryStop | undefined;
  readonly #inserted: InsertedPauses;

  constructor(context: EngineContext) {
    this.#context = context;
    this.#inserted = new InsertedPauses(context);
  }

  /** Watches for the first statement of the main program. */
  set entry(entry: EntryStop) {
    this.#entry = entry;
  }

  async paused(thread: Thread, pause: Pause): Promise<void> {
    const step = thread.step;
    thread.lastPauseAt = Date.now();
    thread.step = undefined;
    try {
      if (thread.evaluations.begins(pause)) return await this.#goOn(thread, pause, step);
      if (thread.evaluations.canGiveUp(pause)) return await thread.evaluations.giveUp();
      if (thread.evaluations.wasAskedOf(pause) && !thread.pauseRequested) {
        return await this.#goOn(thread, pause, step);
      }
      if (await this.#inserted.pass(thread, pause, step)) return;
      const exception = await this.#exceptionAt(thread, pause);
      if (exception && (await isWanted(this.#context, thread, exception)))
        return await this.#stop(thread, exception, exceptionStop(exception));
      const body = await this.#decide(thread, pause, step);
      if (body) await this.#stop(thread, pause, body);
    } catch (error) {
      // The isolate went away in the middle of this. Anything else must not leave the program frozen.
      if (error instanceof InspectorError) return;
      this.#context.emit({
        event: 'output',
        body: { category: 'important', output: `${errors.stopFailed(error).text}\n` },
      });
      await thread.channel.post('Debugger.resume').catch(() => {});
    }
  }

  /** The exception that a pause is about, at its throw or where it got away; undefined where there is none to show. */
  async #exceptionAt(thread: Thread, pause: Pause): Promise<Pause | undefined> {
    if (pause.reason !== 'exception' && pause.reason !== 'promiseRejection') {
      return thread.uncaught.escaped(pause, thread.scripts);
    }
    const exception = await relevantException(this.#context, thread, pause);
    if (exception) thread.uncaught.stoppedAtThrow(exception.data as Protocol.Runtime.RemoteObject);
    return exception;
  }

  async #decide(thread: Thread, pause: Pause, step: Step | undefined): Promise<StopBody | undefined> {
    if (pause.reason.startsWith('Break on start')) {
      if (!thread.hasStarted) {
        await thread.started();
        await this.#context.functionBreakpoints.started(thread);
      }
      // What stands on the first statement is passed with it.
      if (!pause.hitBreakpoints?.length) return this.#goOn(thread, pause, step);
    }
    if (pause.reason === 'OOM')
      return { reason: 'exception', description: OUT_OF_MEMORY, text: OUT_OF_MEMORY };
    if (isPassing(thread, pause)) return this.#passException(thread, pause, step);
    const load = await thread.holds.heldLoad(pause);
    const isDraft = load && load !== 'unknown' && load.draft?.isModule === true;
    if (load && !isDraft) await this.#context.functionBreakpoints.placeInLoad(thread, load, pause);
    if (load && load !== 'unknown') await this.#placeInLoad(thread, load);
    // An ES module that V8 has not seen yet is not about to run.
    if (isDraft) return this.#goOn(thread, pause, step);
    if (await this.#entry?.isEntry(thread, pause, load))
      return { reason: 'entry', description: 'Paused on entry' };
    if (load) {
      // The next load must be held by what is wanted now.
      await thread.holds.change;
      return this.#goOn(thread, pause, step);
    }

    const arrival = this.#inserted.arrival(thread);
    if (thread.restarting) {
      thread.restarting = false;
      return { reason: 'restart', description: 'Paused at the start of the call' };
    }
    const data = await this.#context.dataBreakpoints.stopAt(thread, pause);
    if (data === 'passing') return this.#goOn(thread, pause, step);
    if (data) return dataStop(data);
    const { breakpoints, functionBreakpoints } = this.#context;
    const called = await functionBreakpoints.calledAt(thread, pause);
    const v8Ids = [...arrival.v8Ids, ...(pause.hitBreakpoints ?? [])];
    const hit = breakpoints.hit(thread, v8Ids);
    const stopping = [...arrival.stopping, ...(await this.#stoppingBreakpoints(thread, pause, hit))];
    // Asked last: what is taken away meanwhile, the client is told to be gone.
    const functions = called.stopping.filter((breakpoint) => functionBreakpoints.has(breakpoint));
    const lines = stopping.filter((breakpoint) => breakpoints.has(breakpoint));
    if (functions.length + lines.length > 0) return breakpointStop(functions, lines);
    if (thread.pauseRequested) return this.#pauseAsAsked(thread, pause);
    if (step && stepHasLanded(thread, step, pause)) {
      if (await stepFurther(this.#context, thread, step, pause)) return undefined;
      thread.returned = step.returned;
      return { reason: 'step', description: 'Paused after step' };
    }
    if (step && thread.traps.sprungBy(pause)) {
      await trapSprung(thread, step, pause);
      return undefined;
    }
    const isWithdrawn = stopping.length + called.stopping.length > 0;
    // A hit that did not stop: a log point, a hit count.
    if (!isWithdrawn && (hit.length > 0 || called.hit)) return this.#goOn(thread, pause, step);
    // Word of a pause may have been on its way while its breakpoint was taken away, or the request for it was met.
    const mayBeStray = isWithdrawn || v8Ids.length > 0 || step?.interrupted || thread.strayPauses;
    if (mayBeStray && !(await isDebuggerStatement(thread, pause))) return this.#goOn(thread, pause, step);
    return UNEXPLAINED;
  }

  async #stop(thread: Thread, pause: Pause, body: StopBody): Promise<void> {
    if (thread.isLetGo) {
      if (isForUs(body)) await thread.channel.post('Debugger.resume');
      return;
    }
    thread.pauseRequested = false;
    thread.paused = withoutOwnCalls(thread, pause);
    thread.isPausedForUs = isForUs(body);
    thread.pausedInOwnCode = thread.paused.callFrames.length < pause.callFrames.length;
    this.#context.dataBreakpoints.suspend(thread);
    thread.traps.remove().catch(() => {
      // The isolate is gone.
    });
    void this.#context.asyncStacks.reached('stopped', thread);
    this.#context.emit({
      event: 'stopped',
      body: { ...body, threadId: thread.id, allThreadsStopped: false },
    });
    void stopOthers(this.#context, thread);
  }

  /** Lets the isolate run on from a pause that the user is not told of, without losing what it was asked to do. */
  async #goOn(thread: Thread, pause: Pause, step: Step | undefined): Promise<undefined> {
    if (thread.pauseRequested) await thread.channel.post('Debugger.pause');
    if (step && (!stepHasLanded(thread, step, pause) || whereIs(pause, step) === 'inside'))
      await continueStep(thread, step);
    else await thread.channel.post('Debugger.resume');
    return undefined;
  }

  /** A pause that was asked for is one of the program's own code: Node's, where that is skipped, is on the way to it. */
  async #pauseAsAsked(thread: Thread, pause: Pause): Promise<StopBody | undefined> {
    if (await this.#isOnItsWayBack(thread, pause)) {
      await thread.channel.post('Debugger.stepOut');
    } else if (!hasUserFrame(thread, pause) && hasOwnFrame(thread, pause)) {
      // On its way out, for one: that is no place to walk about in. It is asked again.
      await thread.channel.post('Debugger.resume');
    } else if (!hasUserFrame(thread, pause) && (await isSkipped(this.#context, thread, pause))) {
      await thread.channel.post('Debugger.stepInto');
    } else if (!thread.pauseRequested) {
      // Meanwhile it was let go, with the thread that it was to stop along with.
      await thread.channel.post('Debugger.resume');
    } else {
      if (!thread.pausedAlong) return { reason: 'pause', description: 'Paused' };
      return { reason: 'pause', description: 'Paused with another thread', preserveFocusHint: true };
    }
    return undefined;
  }

  /** Whether a pause that was asked for came inside a call that is skipped, made by code that the user wants to see. */
  async #isOnItsWayBack(thread: Thread, pause: Pause): Promise<boolean> {
    const top = pause.callFrames[0];
    if (!top || !hasUserFrame(thread, pause)) return false;
    const own = thread.scripts.get(top.location.scriptId)?.isOwn === true;
    return own || isSkipped(this.#context, thread, pause);
  }

  /** A step goes on to where the exception is handled, which may be in the very function that is being stepped through. */
  async #passException(thread: Thread, pause: Pause, step: Step | undefined): Promise<undefined> {
    if (!step) return this.#goOn(thread, pause, step);
    thread.step = { ...step, interrupted: true };
    await thread.channel.post('Debugger.stepOver');
    return undefined;
  }

  async #placeInLoad(thread: Thread, load: HeldLoad): Promise<void> {
    const { breakpoints } = this.#context;
    if (load.draft) breakpoints.compiledAnew(thread, load.scriptUrl);
    await breakpoints.placeOwn(thread, load.scriptUrl);
    let map: SourceMap | undefined;
    try {
      map = load.mapUrl ? await thread.scripts.maps.load(load.scriptUrl, load.mapUrl) : undefined;
      if (map) await breakpoints.placeMapped(thread, load.scriptUrl, map);
    } catch (error) {
      // The script itself reports its broken map when it is parsed.
      if (error instanceof InspectorError) throw error;
    }
    await breakpoints.compile(thread, load, map);
  }

  async #stoppingBreakpoints(
    thread: Thread,
    pause: Pause,
    hit: readonly UserBreakpoint[],
  ): Promise<UserBreakpoint[]> {
    const stopping: UserBreakpoint[] = [];
    for (const breakpoint of hit) {
      const failure = breakpoint.condition && (await conditionFailure(thread, pause, breakpoint.condition));
      if (failure) {
        reportFailure(this.#context, breakpoint, failure);
        continue;
      }
      await this.#context.breakpoints.compiler.share(breakpoint);
      if (!breakpoint.countHit()) continue;
      if (breakpoint.log) await logMessage(this.#context, thread, pause, breakpoint.log);
      else stopping.push(breakpoint);
    }
    return stopping;
  }
}
