import { countOf } from '../../../protocol/count-of.ts';
import type { Entry } from './history.ts';
import type { Item } from './item.ts';
import type { End } from './live-session.ts';
import { code, plain } from './markdown.ts';
import { endWords, lengthWords, timeWords } from './words.ts';

const PASSED: Item['icon'] = ['pass', 'testing.iconPassed'];
const FAILED: Item['icon'] = ['error', 'testing.iconFailed'];

const ICONS: Readonly<Record<End, Item['icon']>> = {
  completed: PASSED,
  stopped: ['debug-stop', 'testing.iconSkipped'],
  detached: ['debug-disconnect', 'testing.iconSkipped'],
  failed: FAILED,
  lost: ['question', 'testing.iconErrored'],
};

/**
 * The row of the history, with a row for each run, the newest first; none where there is no history.
 * @param isOpen whether its runs are shown as long as nobody has opened or closed it
 * @param now milliseconds since 1970
 */
export function historyItems(entries: readonly Entry[], isOpen: boolean, now: number): Item[] {
  if (entries.length === 0) return [];
  return [
    {
      id: 'history',
      subject: { kind: 'history' },
      label: 'History',
      description: String(entries.length),
      tooltip: ['What ran in this workspace.'],
      icon: ['history'],
      context: 'history',
      spoken: `History, ${countOf(entries.length, 'run')}`,
      children: entries.map((entry) => entryItem(entry, now)),
      isOpen,
    },
  ];
}

function entryItem(entry: Entry, now: number): Item {
  const { id, name, mode, by, startedAt, lasted, failure } = entry;
  const ended = endWords(entry.end, entry.exitCode);
  const details = [
    entry.end === 'completed' && entry.exitCode === 0 ? undefined : ended,
    timeWords(startedAt, now),
    lengthWords(lasted),
    mode === 'external' ? undefined : mode,
    by && `by ${by}`,
  ].filter((detail) => detail);
  return {
    id: `entry:${id}`,
    subject: { kind: 'entry', entry },
    label: name,
    description: details.join(' · '),
    tooltip: [
      `**${plain(name)}** — ${plain(ended)}`,
      ...(failure ? [plain(failure)] : []),
      `Started: ${plain(timeWords(startedAt, now))}`,
      `Lasted: ${lengthWords(lasted)}`,
      `Mode: ${mode}${entry.noDebug ? ', without debugging' : ''}`,
      ...(by === undefined ? [] : [`Started by: ${plain(by)}`]),
      ...whatRan(entry),
    ],
    icon: entry.end === 'completed' && entry.exitCode !== 0 ? FAILED : ICONS[entry.end],
    context: `entry ${kindOf(entry)}`,
    spoken: `${name}, ${ended}, ${details.filter((detail) => detail !== ended).join(', ')}`,
    children: undefined,
    isOpen: false,
  };
}

/** What was joined by the number of its process is gone, or something else has that number now. */
function kindOf({ configuration: { request, processId } }: Entry): 'launch' | 'attach' | 'past' {
  if (request !== 'attach') return 'launch';
  return processId === undefined || String(processId).includes('${') ? 'attach' : 'past';
}

function whatRan({ configuration: { program, module, processId } }: Entry): string[] {
  if (typeof program === 'string') return [`Program: ${code(program)}`];
  if (typeof module === 'string') return [`Module: ${code(module)}`];
  return processId === undefined ? [] : [`Process: ${code(String(processId))}`];
}
