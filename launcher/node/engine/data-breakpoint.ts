import type { DebugProtocol } from '@vscode/debugprotocol';
import { conditionProblem } from './breakpoint-condition.ts';
import { type HitCondition, parseHitCondition } from './hit-condition.ts';
import type { Access } from './property-watch.ts';

const ACCESSES: Readonly<Record<DebugProtocol.DataBreakpointAccessType, readonly Access[]>> = {
  read: ['read'],
  write: ['write'],
  readWrite: ['read', 'write'],
};

/** A data breakpoint as the client set it. Identity is kept while the client keeps it unchanged. */
export class UserDataBreakpoint {
  readonly id: number;
  readonly dataId: string;
  readonly accesses: readonly Access[];
  readonly condition: string | undefined;
  readonly hitCondition: HitCondition | undefined;
  /** Equal for requests that ask for the same breakpoint. */
  readonly signature: string;
  /** Why it has no effect, as long as it has none. */
  problem: string | undefined;
  /** It can never have any, as it was written. */
  readonly isUnusable: boolean;
  hits = 0;
  /** A condition that throws is reported once, not at every hit. */
  conditionReported = false;

  constructor(id: number, request: DebugProtocol.DataBreakpoint) {
    this.id = id;
    this.dataId = request.dataId;
    this.accesses = ACCESSES[request.accessType ?? 'write'] ?? ACCESSES.write;
    this.condition = request.condition?.trim() || undefined;
    this.signature = signatureOf(request);
    if (this.condition) this.problem = conditionProblem(this.condition);
    if (request.hitCondition?.trim()) {
      this.hitCondition = parseHitCondition(request.hitCondition);
      if (!this.hitCondition) {
        this.problem = `The hit condition "${request.hitCondition}" is not understood: write a number, optionally after >, >=, <, <=, == or %.`;
      }
    }
    this.isUnusable = this.problem !== undefined;
  }

  describe(): DebugProtocol.Breakpoint {
    if (this.problem === undefined) return { id: this.id, verified: true };
    return { id: this.id, verified: false, message: this.problem, reason: 'failed' };
  }
}

export const signatureOf = ({
  dataId,
  accessType,
  condition,
  hitCondition,
}: DebugProtocol.DataBreakpoint): string =>
  JSON.stringify([dataId, accessType ?? 'write', condition ?? '', hitCondition ?? '']);
