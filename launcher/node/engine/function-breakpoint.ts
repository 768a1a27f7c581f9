import type { DebugProtocol } from '@vscode/debugprotocol';
import { conditionProblem } from './breakpoint-condition.ts';
import { type HitCondition, hitConditionProblem, parseHitCondition } from './hit-condition.ts';
import type { Protocol } from './inspector-channel.ts';
import type { Thread } from './thread.ts';

/** One place in V8 where a function breakpoint stops: the first statement of a function, or the call of one of Node's. */
export interface FunctionSpot {
  v8Id: string;
  readonly owners: Set<FunctionBreakpoint>;
  /** Where V8 put it; undefined while it has not compiled the script, and for functions that are not JavaScript. */
  location: Protocol.Debugger.Location | undefined;
  /** A function of Node's own, which Node calls as well: only calls by the program count. */
  readonly ofNode: boolean;
}

/** A breakpoint on the functions of a name, as the client set it. */
export class FunctionBreakpoint {
  readonly id: number;
  readonly name: string;
  /** The parts of the name, as they are separated by dots. */
  readonly path: readonly string[];
  readonly condition: string | undefined;
  readonly hitCondition: HitCondition | undefined;
  /** Keys of the spots that serve it. */
  readonly spots = new Map<Thread, Set<string>>();
  /** It can never bind as it was written. */
  readonly problem: string | undefined;
  hits = 0;
  /** A condition that throws is reported once, not at every hit. */
  conditionReported = false;
  /** Equal for requests that ask for the same breakpoint. */
  readonly signature: string;

  constructor(id: number, request: DebugProtocol.FunctionBreakpoint) {
    this.id = id;
    this.name = request.name.trim().replace(/\(\s*\)$/, '');
    this.path = this.name.split('.');
    this.condition = request.condition?.trim() || undefined;
    this.hitCondition = request.hitCondition?.trim() ? parseHitCondition(request.hitCondition) : undefined;
    this.signature = signatureOf(request);
    this.problem =
      nameProblem(this.name) ??
      (this.condition && conditionProblem(this.condition)) ??
      (request.hitCondition?.trim() && !this.hitCondition
        ? hitConditionProblem(request.hitCondition)
        : undefined);
  }

  /** The part that every function has which is meant. */
  get word(): string {
    return this.path.at(-1)!;
  }
}

export const signatureOf = ({ name, condition, hitCondition }: DebugProtocol.FunctionBreakpoint): string =>
  JSON.stringify([name, condition ?? '', hitCondition ?? '']);

const nameProblem = (name: string): string | undefined =>
  /^#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*(?:\.#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)*$/u.test(
    name,
  )
    ? undefined
    : `"${name}" is not the name of a function: write it as \`run\`, \`Server.listen\` or \`fs.readFile\`.`;
