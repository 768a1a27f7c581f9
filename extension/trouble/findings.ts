import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import { type Place, placeKey, type Told } from '../../automation/dap/shared/told-breakpoints.ts';
import type { BreakpointStory } from '../../protocol/commands.ts';
import { isKnown, placeOf } from '../automation/placed.ts';
import type { SessionRecord } from '../session-record.ts';
import { wantsLine } from './advice.ts';
import { byTrouble, type Diagnosis, diagnose, unseen } from './diagnosis.ts';
import { launchJsonOf } from './launch-json-file.ts';

type Stories = ReadonlyMap<number, BreakpointStory>;

/** How far from a breakpoint a line with code is looked for. */
const NEAR = 200;

/** What each session has told last: one that has ended cannot be asked any more. */
const stories = new WeakMap<SessionRecord, Stories>();
const followed = new WeakSet<SessionRecord>();

/** All that can be found out about the breakpoints of a session, now or before it has ended. */
export async function findingsOf(record: SessionRecord): Promise<Diagnosis[]> {
  const [known, launchJson] = await Promise.all([storiesOf(record), launchJsonOf(record.session)]);
  const diagnosed = await Promise.all(
    stillThere(record).map(async (told) => {
      const { id } = told.state;
      return diagnose({
        told,
        title: titleOf(told.place),
        isOver: record.isOver,
        wasBound: id !== undefined && record.wereBound.has(id),
        story: id === undefined ? undefined : known.get(id),
        hasLaunchJson: launchJson !== undefined,
        nearestLine: await nearestLine(record, told),
      });
    }),
  );
  return byTrouble([...diagnosed, ...switchedOff()]);
}

async function storiesOf(record: SessionRecord): Promise<Stories> {
  if (!record.isOver) {
    try {
      if (!followed.has(record)) {
        // Whoever has asked for the loaded sources is told of those that come.
        await record.session.customRequest('loadedSources');
        followed.add(record);
      }
      const told: { readonly stories: readonly BreakpointStory[] } =
        await record.session.customRequest('tandem.breakpointStory');
      stories.set(record, new Map(told.stories.map((story) => [story.id, story])));
    } catch {
      // It is only just beginning, or has ended meanwhile: what was told before is all there is.
    }
  }
  return stories.get(record) ?? new Map();
}

/** A session that has ended is not told what the user has taken away since. */
function stillThere({ told, isOver }: SessionRecord): Told[] {
  const all = [...told.all()];
  if (!isOver) return all;
  const there = new Set(
    vscode.debug.breakpoints
      .filter(isKnown)
      .filter(({ enabled }) => enabled)
      .map((one) => placeKey(placeOf(one))),
  );
  return all.filter(({ place }) => there.has(placeKey(place)));
}

/** The line with code that is nearest to a breakpoint which has found none, where there is somebody to ask. */
async function nearestLine(
  { session, isOver }: SessionRecord,
  { place, state }: Told,
): Promise<number | undefined> {
  if (isOver || state.verified || !('path' in place) || !wantsLine(state.message ?? '')) return undefined;
  const asked = {
    // As text, VS Code would take it for a file of the machine that its window is on.
    source: { path: vscode.Uri.file(place.path) },
    line: Math.max(1, place.line - NEAR),
    endLine: place.line + NEAR,
  };
  const answer: DebugProtocol.BreakpointLocationsResponse['body'] | undefined = await session
    .customRequest('breakpointLocations', asked)
    .then(undefined, () => undefined);
  const distance = ({ line }: DebugProtocol.BreakpointLocation) => Math.abs(line - place.line);
  return answer?.breakpoints.toSorted((a, b) => distance(a) - distance(b))[0]?.line;
}

const titleOf = (place: Place): string =>
  'function' in place
    ? `function ${place.function}`
    : `${vscode.workspace.asRelativePath(place.path)}:${place.line}`;

const switchedOff = (): Diagnosis[] =>
  vscode.debug.breakpoints
    .filter(isKnown)
    .filter(({ enabled }) => !enabled)
    .map((one) => unseen(titleOf(placeOf(one)), true, placeOf(one)));

/** Those of the editor, when there is no session that could say more of them. */
export const withoutSession = (): Diagnosis[] =>
  byTrouble(
    vscode.debug.breakpoints
      .filter(isKnown)
      .map((one) => unseen(titleOf(placeOf(one)), !one.enabled, placeOf(one))),
  );
