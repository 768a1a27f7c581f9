import { basename } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type * as vscode from 'vscode';
import { type Place, placeKey, type Told } from '../automation/dap/shared/told-breakpoints.ts';
import type { SessionRecord } from './session-record.ts';
import type { Running } from './sessions.ts';

/**
 * A line for the debug console of a program that has ended by itself and has passed all breakpoints, or whose breakpoints
 * cannot be bound at all. That those of other programs were not bound is as it should be, and nothing is said of it: only
 * of those in the program itself, and of those where something is known to be wrong.
 */
export function neverBound(
  { session, shared }: Running,
  records: readonly SessionRecord[],
): DebugProtocol.OutputEvent['body'] | undefined {
  // What another process of the program has bound is told when all have ended.
  if (session.parentSession || shared.isStopping) return undefined;
  const family = records.filter((record) => rootOf(record.session).id === session.id);
  const bound = new Set(family.flatMap(placesBound));
  const missed = [...shared.breakpoints.all()].filter(
    (told) => !bound.has(placeKey(told.place)) && (isFailed(told) || hasHint(told) || isIn(told, session)),
  );
  const [first] = missed.toSorted((a, b) => Number(isFailed(b)) - Number(isFailed(a)));
  if (!first || (bound.size > 0 && !isFailed(first))) return undefined;
  const others = missed.length > 1 ? `, and ${missed.length - 1} more` : '';
  const output = `Never bound: ${nameOf(first.place)}${others}. Tandem: Diagnose Breakpoints tells why.\n`;
  const link = 'path' in first.place && { source: { path: first.place.path }, line: first.place.line };
  return { category: 'console', output, ...link };
}

const placesBound = ({ told, wereBound }: SessionRecord): string[] =>
  [...told.all()]
    .filter(({ state }) => state.verified || (state.id !== undefined && wereBound.has(state.id)))
    .map(({ place }) => placeKey(place));

const isFailed = ({ state }: Told): boolean => state.reason === 'failed';

/** A file that may be meant was loaded instead. */
const hasHint = ({ state }: Told): boolean => / Note that /.test(state.message ?? '');

const isIn = ({ place }: Told, { configuration }: vscode.DebugSession): boolean =>
  'path' in place && place.path === configuration.program;

const rootOf = (session: vscode.DebugSession): vscode.DebugSession =>
  session.parentSession ? rootOf(session.parentSession) : session;

/** What a breakpoint is called where there is little room. */
export const nameOf = (place: Place): string =>
  'function' in place ? place.function : `${basename(place.path)}:${place.line}`;
