import type { DebugProtocol } from '@vscode/debugprotocol';
import { conditionProblem } from './breakpoint-condition.ts';
import {
  type HitCondition,
  hitConditionCode,
  hitConditionProblem,
  parseHitCondition,
} from './hit-condition.ts';
import { type LogPart, parseLogMessage } from './log-message.ts';
import type { SourceKey } from './paths.ts';
import type { Position } from './positions.ts';
import type { Thread } from './thread.ts';

/** Where a breakpoint really stands, as a person reads it (sources mapped). */
export interface BoundLocation extends Position {
  readonly path: string | undefined;
}

/** What became of one breakpoint in one isolate. */
export interface Binding {
  /** Keys of the placements in V8 that serve this breakpoint. */
  readonly placements: Set<string>;
  /** Those in scripts that were compiled from the source, by the name of the script. */
  readonly mapped: Map<string, string>;
  /** Scripts that have its checks compiled in, by name: there it has no place in V8. */
  readonly inProgram: Set<string>;
  location: BoundLocation | undefined;
  /** Why nothing came of it, as far as this isolate can tell. */
  reason: string | undefined;
  /** Who evaluates what is asked at every hit; undefined where nothing is asked, or nothing is known yet. */
  evaluation?: Evaluation;
}

const OF_PYTHON = /\.py[wi]?$/i;

/** Why a statement is left to V8 where nothing is lost by it. */
export const RUNS_ONCE = 'the statement runs only once';

/**
 * A condition, hit count or log message is compiled into the program's code where that is possible, and costs next to
 * nothing there. V8 needs a tenth of a millisecond and more for each hit.
 */
export type Evaluation = { readonly by: 'program' } | { readonly by: 'V8'; readonly because: string };

/** A breakpoint as the client set it, and its bindings. Identity is kept while the client keeps it unchanged. */
export class UserBreakpoint {
  readonly id: number;
  readonly key: SourceKey;
  readonly path: string;
  readonly at: Position;
  readonly condition: string | undefined;
  readonly hitCondition: HitCondition | undefined;
  readonly log: readonly LogPart[] | undefined;
  /** The test of its hit condition as JavaScript, see {@link hitConditionCode}. */
  readonly hitCode: string | undefined;
  readonly bindings = new Map<Thread, Binding>();
  /** It can never bind as it was written. */
  problem: string | undefined;
  hits = 0;
  /** A condition that throws is reported once, not at every hit. */
  conditionReported = false;
  /** Equal for requests that ask for the same breakpoint. */
  readonly signature: string;

  constructor(
    id: number,
    file: { key: SourceKey; path: string },
    at: Position,
    request: DebugProtocol.SourceBreakpoint,
  ) {
    this.id = id;
    this.key = file.key;
    this.path = file.path;
    this.at = at;
    this.condition = request.condition?.trim() || undefined;
    this.log = request.logMessage ? parseLogMessage(request.logMessage) : undefined;
    this.signature = signatureOf(request);
    this.hitCode = request.hitCondition ? hitConditionCode(request.hitCondition) : undefined;
    if (this.condition) this.problem = conditionProblem(this.condition);
    if (request.hitCondition?.trim()) {
      this.hitCondition = parseHitCondition(request.hitCondition);
      if (!this.hitCondition) this.problem = hitConditionProblem(request.hitCondition);
    }
    // It waits for a program in the language that it is written in.
    if (OF_PYTHON.test(file.path)) this.problem = undefined;
  }

  /** Whether something is to be evaluated at each hit. */
  get isChecked(): boolean {
    return Boolean(this.condition || this.hitCondition || this.log);
  }

  /** Counts a hit. Whether the breakpoint wants it. */
  countHit(): boolean {
    this.hits += 1;
    return !this.hitCondition || this.hitCondition(this.hits);
  }

  binding(thread: Thread): Binding {
    let binding = this.bindings.get(thread);
    if (!binding) {
      binding = {
        placements: new Set(),
        mapped: new Map(),
        inProgram: new Set(),
        location: undefined,
        reason: undefined,
      };
      this.bindings.set(thread, binding);
    }
    return binding;
  }

  get location(): BoundLocation | undefined {
    for (const { location } of this.bindings.values()) if (location) return location;
    return undefined;
  }

  /** Why what it asks costs more than it might, as a sentence, or undefined. */
  get slowness(): string | undefined {
    for (const { evaluation } of this.bindings.values()) {
      if (evaluation?.by !== 'V8' || evaluation.because === RUNS_ONCE) continue;
      return `V8 evaluates it at every hit, which is slow in hot code: ${evaluation.because}.`;
    }
    return undefined;
  }

  /** Why it is not bound, the most telling of what the isolates say. */
  get reason(): string | undefined {
    if (this.problem) return this.problem;
    for (const { reason } of this.bindings.values()) if (reason) return reason;
    return undefined;
  }
}

export const signatureOf = ({
  line,
  column,
  condition,
  hitCondition,
  logMessage,
}: DebugProtocol.SourceBreakpoint): string =>
  JSON.stringify([line, column ?? null, condition ?? '', hitCondition ?? '', logMessage ?? '']);
