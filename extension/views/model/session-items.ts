import { countOf } from '../../../protocol/count-of.ts';
import { type Driver, NOBODY } from './driver.ts';
import type { Item } from './item.ts';
import type { LiveSession, SessionState, Thread } from './live-session.ts';
import { code, plain } from './markdown.ts';
import { type Mode, modeOf } from './mode.ts';
import { pausedWords, STATE_WORDS, timeWords, whereWords } from './words.ts';

/** A program may have thousands. Those that stand come first. */
const MAX_THREADS = 50;

export interface Shown {
  readonly sessions: readonly LiveSession[];
  readonly driverOf: (session: LiveSession) => Driver | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const ICONS: Readonly<Record<SessionState, Item['icon']>> = {
  starting: ['loading~spin'],
  running: ['play-circle', 'debugIcon.startForeground'],
  paused: ['debug-pause', 'debugIcon.pauseForeground'],
};

/** Sessions with their child sessions and threads, in the order in which they began. */
export function sessionItems(shown: Shown): Item[] {
  const ids = new Set(shown.sessions.map(({ id }) => id));
  const isRoot = ({ beginning: { parentId } }: LiveSession) => parentId === undefined || !ids.has(parentId);
  return shown.sessions.filter(isRoot).map((session) => sessionItem(session, shown, 0));
}

function sessionItem(session: LiveSession, shown: Shown, depth: number): Item {
  const { id, beginning, state, process } = session;
  const children = shown.sessions.filter(({ beginning: { parentId } }) => parentId === id);
  const driver = shown.driverOf(session) ?? NOBODY;
  const mode = modeOf(beginning.configuration, depth > 0);
  const paused = session.pausedThread;
  const doing = paused ? pausedWords(paused) : STATE_WORDS[state];
  const at = paused && whereWords(paused);
  const by = driverWords(driver, state);
  // A child has its process in its name.
  const pid = depth === 0 && process?.pid !== undefined ? `pid ${process.pid}` : undefined;
  const ride = depth === 0 && mode !== 'external' ? mode : undefined;
  // A narrow view cuts off the end.
  const description = words([by, at, doing, pid, ride]);
  const below = [
    // The one thread of a program is what its session says already.
    ...(session.threads.length > 1 ? threadItems(session) : []),
    ...children.map((child) => sessionItem(child, shown, depth + 1)),
  ];
  return {
    // A row that VS Code has drawn without anything below it stays closed when there is.
    id: below.length > 0 ? `session:${id}:parent` : `session:${id}`,
    subject: { kind: 'session', session },
    label: beginning.name,
    description,
    tooltip: sessionTooltip(session, driver, mode, shown.now),
    icon: ICONS[state],
    context: words(
      ['session', state, depth > 0 ? 'child' : 'root', ending(mode), driver.heldBy && 'held'],
      ' ',
    ),
    spoken: `${beginning.name}, ${depth > 0 ? 'child session' : 'session'}, ${description.replaceAll(' · ', ', ')}`,
    children: below.length > 0 ? below : undefined,
    isOpen: true,
  };
}

const ending = (mode: Mode): string => (mode === 'attached' ? 'attached' : 'launched');

function threadItems(session: LiveSession): Item[] {
  const stands = session.threads.filter(({ stop }) => stop);
  // Where all are shown they stay in their order.
  const all = session.threads;
  const chosen =
    all.length <= MAX_THREADS ? all : [...stands, ...all.filter(({ stop }) => !stop)].slice(0, MAX_THREADS);
  const items = chosen.map((thread) => threadItem(session, thread));
  const more = all.length - chosen.length;
  return more > 0 ? [...items, moreItem(session, more)] : items;
}

function threadItem(session: LiveSession, thread: Thread): Item {
  const { id, stop, where } = thread;
  const name = thread.name || `Thread ${id}`;
  const description = words([whereWords(thread), pausedWords(thread)]);
  return {
    id: `thread:${session.id}:${id}`,
    subject: { kind: 'thread', session, thread },
    label: name,
    description,
    tooltip: [
      `**${plain(name)}**`,
      plain(pausedWords(thread)),
      ...(where ? [`${code(where.name)} ${plain(whereWords(thread)!)}`] : []),
      ...(stop?.text ? [code(stop.text)] : []),
    ],
    icon: stop ? ['debug-stackframe', 'debugIcon.breakpointCurrentStackframeForeground'] : ['circle-outline'],
    context: words(['thread', stop ? 'paused' : 'running'], ' '),
    spoken: `${name}, thread, ${description.replaceAll(' · ', ', ')}`,
    children: undefined,
    isOpen: false,
  };
}

const moreItem = (session: LiveSession, count: number): Item => ({
  id: `more:${session.id}`,
  subject: { kind: 'more' },
  label: `${count} more`,
  description: 'in the Call Stack',
  tooltip: [`${countOf(count, 'more thread')}, in the Call Stack.`],
  icon: ['ellipsis'],
  context: 'more',
  spoken: `${countOf(count, 'more thread')}, in the Call Stack`,
  children: undefined,
  isOpen: false,
});

function driverWords({ startedBy, heldBy }: Driver, state: SessionState): string | undefined {
  if (heldBy !== undefined) return state === 'paused' ? `waits for ${heldBy}` : `driven by ${heldBy}`;
  return startedBy === undefined ? undefined : `started by ${startedBy}`;
}

function sessionTooltip(session: LiveSession, driver: Driver, mode: Mode, now: number): string[] {
  const { beginning, process, state } = session;
  const paused = session.pausedThread;
  const by = driverWords(driver, state);
  return [
    `**${plain(beginning.name)}** — ${plain(paused ? pausedWords(paused) : STATE_WORDS[state])}`,
    ...(process ? [`Program: ${code(process.name)}`] : []),
    ...(process?.pid === undefined ? [] : [`Process: ${process.pid}`]),
    ...(mode === 'external' ? [] : [`Mode: ${mode}`]),
    `Started: ${plain(timeWords(beginning.startedAt, now))}`,
    ...(by === undefined ? [] : [plain(`${by[0]!.toUpperCase()}${by.slice(1)}`)]),
  ];
}

const words = (parts: readonly (string | undefined | false)[], separator = ' · '): string =>
  parts.filter((part) => part).join(separator);
