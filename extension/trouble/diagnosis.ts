import { placeKey, type Told } from '../../automation/dap/shared/told-breakpoints.ts';
import type { BreakpointStory } from '../../protocol/commands.ts';
import { type Fix, fixesFor, type Means } from './advice.ts';

export type State = 'bound' | 'suspect' | 'waiting' | 'failed' | 'off';

/** One breakpoint in one session, as it is shown. */
export interface Diagnosis {
  readonly key: string;
  /** Where it was set: `src/orders.ts:12`, or the name of a function. */
  readonly title: string;
  /** Undefined for a function. */
  readonly path?: string;
  readonly line?: number;
  readonly state: State;
  /** The state in words. */
  readonly words: string;
  /** Why it is so, the most telling first. */
  readonly reasons: readonly string[];
  /** What was tried, step by step. */
  readonly tried: readonly string[];
  readonly fixes: readonly Fix[];
}

export interface Observed extends Means {
  readonly told: Told;
  readonly title: string;
  readonly isOver: boolean;
  readonly wasBound: boolean;
  readonly story?: BreakpointStory | undefined;
}

/** What is to be said of a breakpoint that a session was told of. */
export function diagnose(observed: Observed): Diagnosis {
  const { told, title, story } = observed;
  const { place, state } = told;
  const warnings = story?.warnings ?? [];
  const is = stateOf(observed, warnings.length > 0);
  const isWell = is === 'bound' || is === 'suspect';
  const message = state.message ?? (isWell ? '' : (story?.lines[0] ?? ''));
  return {
    key: placeKey(place),
    title,
    ...('path' in place && { path: place.path, line: place.line }),
    state: is,
    words: wordsOf(is, observed),
    reasons: [...warnings, ...(message === '' ? [] : [withoutState(message)])],
    tried: (story?.lines ?? []).filter((line) => line !== message),
    fixes: isWell ? [] : fixesFor(message, observed),
  };
}

/** The state is said beside it. */
const withoutState = (message: string): string =>
  message.replace(/^Not loaded yet: (.)/, (_, first: string) => first.toUpperCase());

function stateOf({ told, wasBound }: Observed, isSuspect: boolean): State {
  if (told.state.verified || wasBound) return isSuspect ? 'suspect' : 'bound';
  return told.state.reason === 'failed' ? 'failed' : 'waiting';
}

function wordsOf(is: State, { told: { place, state }, isOver }: Observed): string {
  if (is === 'failed') return 'Cannot be bound';
  if (is === 'waiting') return isOver ? 'Never bound' : 'Not loaded yet';
  const line = state.verified ? state.line : undefined;
  const at = line === undefined ? '' : ` at line ${line}`;
  const moved = 'line' in place && line !== undefined && line !== place.line;
  const bound = `${isOver ? 'Was bound' : 'Bound'}${at}`;
  if (is === 'suspect') return `${bound}, perhaps in the wrong place`;
  return moved ? `${bound}, the first with code from line ${place.line} on` : bound;
}

/** One that the user has switched off, or that no session knows. */
export const unseen = (title: string, isOff: boolean, place: Told['place']): Diagnosis => ({
  key: placeKey(place),
  title,
  ...('path' in place && { path: place.path, line: place.line }),
  state: isOff ? 'off' : 'waiting',
  words: isOff ? 'Switched off' : 'Waits for a program',
  reasons: [],
  tried: [],
  fixes: [],
});

const TROUBLE: Readonly<Record<State, number>> = { failed: 0, suspect: 1, waiting: 2, bound: 3, off: 4 };

/** What needs looking at comes first; otherwise as it was. */
export const byTrouble = (all: readonly Diagnosis[]): Diagnosis[] =>
  all.toSorted((a, b) => TROUBLE[a.state] - TROUBLE[b.state]);

/** `2 bound, 1 cannot be bound` */
export function counted(all: readonly Diagnosis[]): string {
  const words: Readonly<Record<State, string>> = {
    failed: 'cannot be bound',
    suspect: 'to look at',
    waiting: 'not bound',
    bound: 'bound',
    off: 'switched off',
  };
  return (Object.keys(TROUBLE) as State[])
    .map((state) => [all.filter((one) => one.state === state).length, words[state]] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}
