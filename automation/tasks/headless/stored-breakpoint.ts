import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Breakpoint } from '../../../protocol/tasks/breakpoints.ts';
import type { BreakpointOwner, PlacedBreakpoint } from '../host.ts';

type State = Pick<DebugProtocol.Breakpoint, 'verified' | 'reason' | 'message' | 'line'>;

/** What a session makes of a breakpoint before it has said anything. */
const UNHEARD: State = { verified: false, reason: 'pending' };

/** A breakpoint that is wanted, and what the sessions that it is for make of it. */
export class StoredBreakpoint {
  readonly id: number;
  readonly wanted: PlacedBreakpoint;
  readonly owner: BreakpointOwner;
  readonly #states = new Map<object, State>();
  /** What the session that has left last made of it: why it never stopped the program is asked afterwards. */
  #last: State | undefined;
  #wasBound = false;
  #hits = 0;

  constructor(id: number, wanted: PlacedBreakpoint, owner: BreakpointOwner) {
    this.id = id;
    this.wanted = wanted;
    this.owner = owner;
  }

  isFor(taskId: string): boolean {
    return this.owner.taskId === undefined || this.owner.taskId === taskId;
  }

  isAtPlaceOf(wanted: PlacedBreakpoint, { taskId, passing }: BreakpointOwner): boolean {
    if (passing || this.owner.passing || this.owner.taskId !== taskId) return false;
    const { file, line, column, function: name } = this.wanted;
    return (
      file === wanted.file && line === wanted.line && column === wanted.column && name === wanted.function
    );
  }

  hit(): void {
    this.#hits += 1;
  }

  /** @param session whoever speaks for it */
  heard(session: object, state: State = UNHEARD): void {
    this.#wasBound ||= state.verified;
    this.#states.set(session, state);
  }

  isHeardBy(session: object): boolean {
    return this.#states.has(session);
  }

  left(session: object): void {
    this.#last = this.#states.get(session);
    this.#states.delete(session);
  }

  get description(): Breakpoint {
    const { taskId, by } = this.owner;
    const states = [...this.#states.values()];
    const bound = states.find(({ verified }) => verified);
    const telling = bound ?? states.find(({ reason }) => reason !== 'pending') ?? states[0];
    const { message } = telling ?? this.#last ?? {};
    return {
      id: this.id,
      ...this.wanted,
      ...(bound?.line !== undefined && { actualLine: bound.line }),
      enabled: true,
      state: this.#stateAs(telling),
      ...(message !== undefined && { message }),
      ...(this.#last && !this.#wasBound && { neverBound: true }),
      ...(this.#hits > 0 && { hits: this.#hits }),
      ...(taskId !== undefined && { taskId }),
      ...(by !== undefined && { by }),
    };
  }

  /** One that no program could be stopped by stays rejected with the last of them. */
  #stateAs(telling: State | undefined): Breakpoint['state'] {
    if (telling) return stateOf(telling);
    return this.#last && stateOf(this.#last) === 'rejected' ? 'rejected' : 'unused';
  }
}

function stateOf({ verified, reason }: State): Exclude<Breakpoint['state'], 'unused'> {
  if (verified) return 'bound';
  return reason === 'pending' ? 'pending' : 'rejected';
}
