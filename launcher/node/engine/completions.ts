import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body } from '../../../protocol/commands.ts';
import { membersOf } from './completion-members.ts';
import { namesInScope } from './completion-names.ts';
import { cursorIn, type Place } from './completion-place.ts';
import type { EngineContext } from './context.ts';

type Item = DebugProtocol.CompletionItem;

/** A name that may come next, and how near it is to what was typed: its own members before inherited ones. */
export interface Candidate {
  readonly name: string;
  readonly type: NonNullable<Item['type']>;
  readonly rank: number;
}

/** More than this is no help to anybody. */
const MOST = 500;
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** Names that may come next where the cursor is. Nothing that could have a side effect is run to find them. */
export async function completions(
  context: EngineContext,
  { frameId, text, line, column }: Arguments<'completions'>,
  signal?: AbortSignal,
): Promise<Body<'completions'>> {
  const frame = frameId === undefined ? undefined : context.references.liveFrame(frameId);
  const thread = frame?.thread ?? context.threads.values().next().value;
  if (!thread) return { targets: [] };
  const at = context.positions.fromClient(line ?? context.positions.toClient(FIRST).line, column);
  const place = await cursorIn(text, at);
  if (!place) return { targets: [] };
  const candidates =
    place.owner === undefined
      ? await namesInScope(thread, frame)
      : await membersOf(thread, frame, place.owner);
  signal?.throwIfAborted();
  const { column: start } = context.positions.toClient({ line: at.line, column: place.start } as typeof at);
  return { targets: chosen(candidates, place).map((it) => itemOf(it, place, start)) };
}

const FIRST = { line: 0, column: 0 } as Parameters<EngineContext['positions']['toClient']>[0];

function chosen(candidates: readonly Candidate[], { typed, isQuoted, owner }: Place): Candidate[] {
  const prefix = typed.toLowerCase();
  const byName = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const { name } = candidate;
    // Only a member can be reached by a name that is no identifier, in brackets.
    const fits = isQuoted || owner !== undefined || IDENTIFIER.test(name);
    if (fits && !byName.has(name) && name.toLowerCase().startsWith(prefix)) byName.set(name, candidate);
  }
  return [...byName.values()].sort(order).slice(0, MOST);
}

const order = (a: Candidate, b: Candidate): number =>
  a.rank - b.rank ||
  Number(a.name.startsWith('_')) - Number(b.name.startsWith('_')) ||
  (a.name < b.name ? -1 : 1);

function itemOf({ name, type, rank }: Candidate, place: Place, start: number): Item {
  const { typed, owner, isQuoted, dot } = place;
  const item = { label: name, type, sortText: `${rank.toString().padStart(2, '0')}${name}` };
  if (isQuoted) return { ...item, text: name, start, length: typed.length };
  if (owner === undefined || IDENTIFIER.test(name)) return { ...item, start, length: typed.length };
  // `a.b-c` has to become `a["b-c"]`: the dot goes.
  const text = /^(?:0|[1-9]\d*)$/.test(name) ? `[${name}]` : `[${JSON.stringify(name)}]`;
  return { ...item, text: dot === 2 ? `?.${text}` : text, start: start - dot, length: typed.length + dot };
}
