import type { TandemError } from '../../../protocol/errors.ts';
import type { UserBreakpoint } from './breakpoint.ts';
import { InsertedCode } from './compiled/inserted-code.ts';
import { Evaluations } from './evaluations.ts';
import type { InspectorChannel, Protocol } from './inspector-channel.ts';
import { Landings } from './landings.ts';
import { LoadHolds } from './load-holds.ts';
import type { SourceKey } from './paths.ts';
import type { Position } from './positions.ts';
import type { Returned } from './returned-value.ts';
import { Scripts, type SourceMaps } from './scripts.ts';
import type { Step } from './step.ts';
import { Traps } from './traps.ts';
import { UncaughtHold } from './uncaught-hold.ts';

/** Scripts that a breakpoint is put into. */
export interface Target {
  readonly toV8: { readonly urlRegex: string } | { readonly url: string } | { readonly scriptHash: string };
  /** For a person to read. */
  readonly words: string;
}

/** A breakpoint in V8, shared by all of the user's that fall on the same spot. */
export interface Placement {
  readonly target: Target;
  readonly at: Position;
  v8Id: string;
  readonly owners: Set<UserBreakpoint>;
  /** Where V8 put it, if the script was there already. */
  location: Protocol.Debugger.Location | undefined;
  /** V8 has found a place for it in a script that came later. */
  isFound: boolean;
  /** It would have left the line of its column, so it is in V8 no more: its owners have a placement here. */
  instead: Position | undefined;
  /** Rejects when V8 refuses it. */
  placed: Promise<void>;
}

/** One isolate of the program: its inspector, its scripts, whether it is paused. */
export class Thread {
  /** Changes once at most, before the client knows of it. */
  id: number;
  readonly name: string;
  /** The thread that the program ends with; every other is a worker. */
  isMain = false;
  readonly channel: InspectorChannel;
  readonly scripts: Scripts;
  readonly holds: LoadHolds;
  readonly uncaught: UncaughtHold;
  readonly traps: Traps;
  readonly evaluations: Evaluations;
  readonly landings = new Landings(this);
  readonly inserted: InsertedCode;
  readonly placements = new Map<string, Placement>();
  readonly placementByV8Id = new Map<string, Placement>();
  paused: Protocol.Debugger.PausedEvent | undefined;
  /** The pause has come of what this debugger was asked for; without it the program would run on. */
  isPausedForUs = false;
  /** It is paused in code of ours, which the program's calls that are shown have called. */
  pausedInOwnCode = false;
  /** It is being given up, and nobody is told of its stops any more. */
  isLetGo = false;
  step: Step | undefined;
  /** What the function returned that the last step has left. */
  returned: Returned | undefined;
  pauseRequested = false;
  /** It was asked to pause more than once, and V8 may still do so when it has stopped and runs on. */
  strayPauses = false;
  lastPauseAt = 0;
  /** It is stopped, or is to be, only because another thread is. */
  pausedAlong = false;
  /** Its main module, where there is one that is known. */
  main: SourceKey | undefined;
  /** A call is being begun anew. */
  restarting = false;
  /** What a step was offered to go into at this pause. */
  readonly stepTargets = new Map<number, Protocol.Debugger.Location>();
  /** Its main module is being evaluated: V8 cannot tell yet which exceptions are caught by nobody but Node. */
  evaluating = false;
  caughtWhileEvaluating = 0;
  #started: Promise<void> | undefined;

  /** @param tell tells the user of something that could not be done */
  constructor(
    id: number,
    name: string,
    channel: InspectorChannel,
    maps: SourceMaps,
    tell: (problem: TandemError) => void,
  ) {
    this.id = id;
    this.name = name;
    this.channel = channel;
    this.scripts = new Scripts(maps);
    this.holds = new LoadHolds(channel);
    this.uncaught = new UncaughtHold(channel);
    this.traps = new Traps(channel);
    this.evaluations = new Evaluations(channel, () => this.paused, tell);
    this.inserted = new InsertedCode(channel);
  }

  /** What it is called in texts for a person. */
  get title(): string {
    return `Thread ${this.id} (${this.name})`;
  }

  /** Node's start-up is behind the isolate: from now on expressions may be evaluated in it. */
  started(): Promise<void> {
    this.#started ??= Promise.all([this.holds.start(), this.uncaught.start()]).then(() => {});
    return this.#started;
  }

  get hasStarted(): boolean {
    return this.#started !== undefined;
  }
}
