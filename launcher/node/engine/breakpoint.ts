import type { DebugProtocol } from '@vscode/debugprotocol';
import { conditionProblem } from './breakpoint-condition.ts';
import { type HitCondition, hitConditionProblem, parseHitCondition } from './hit-condition.ts';
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
  location: BoundLocation | undefined;
  /** Why nothing came of it, as far as this isolate can tell. */
  reason: string | undefined;
}

/** A breakpoint as the client set it, and its bindings. Identity is kept while the client keeps it unchanged. */
export class UserBreakpoint {
  readonly id: number;
  readonly key: SourceKey;
  readonly path: string;
  readonly at: Position;
  readonly condition: string | undefined;
  readonly hitCondition: HitCondition | undefined;
  readonly log: readonly LogPart[] | undefined;
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
    if (this.condition) this.problem = conditionProblem(this.condition);
    if (request.hitCondition?.trim()) {
      this.hitCondition = parseHitCondition(request.hitCondition);
      if (!this.hitCondition) this.problem = hitConditionProblem(request.hitCondition);
    }
  }

  binding(thread: Thread): Binding {
    let binding = this.bindings.get(thread);
    if (!binding) {
      binding = { placements: new Set(), mapped: new Map(), location: undefined, reason: undefined };
      this.bindings.set(thread, binding);
    }
    return binding;
  }

  get location(): BoundLocation | undefined {
    for (const { location } of this.bindings.values()) if (location) return location;
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
