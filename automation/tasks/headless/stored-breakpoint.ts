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
    this.#states.set(session, state);
  }

  isHeardBy(session: object): boolean {
    return this.#states.has(session);
  }

  left(session: object): void {
    this.#states.delete(session);
  }

  get description(): Breakpoint {
    const { taskId, by } = this.owner;
    const states = [...this.#states.values()];
    const bound = states.find(({ verified }) => verified);
    const telling = bound ?? states.find(({ reason }) => reason !== 'pending') ?? states[0];
    return {
      id: this.id,
      ...this.wanted,
      ...(bound?.line !== undefined && { actualLine: bound.line }),
      enabled: true,
      state: stateOf(telling),
      ...(telling?.message !== undefined && { message: telling.message }),
      ...(this.#hits > 0 && { hits: this.#hits }),
      ...(taskId !== undefined && { taskId }),
      ...(by !== undefined && { by }),
    };
  }
}

function stateOf(state: State | undefined): Breakpoint['state'] {
  if (!state) return 'unused';
  if (state.verified) return 'bound';
  return state.reason === 'pending' ? 'pending' : 'rejected';
}
