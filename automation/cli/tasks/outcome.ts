import type { Breakpoint } from '../../../protocol/tasks/breakpoints.ts';
import type { Change } from '../../../protocol/tasks/stop.ts';
import type { Outcome, TaskInfo } from '../../../protocol/tasks/task.ts';
import { EXIT } from '../exit-code.ts';
import type { Canvas } from '../render/source-window.ts';
import { renderEnd, renderStop, section } from '../render/stop-text.ts';
import { crop, printable, shownPath } from '../render/text.ts';
import { renderNeverBound } from './breakpoint-line.ts';
import { renderOutput } from './output-text.ts';
import type { Report } from './report.ts';

export interface OutcomeDetails {
  /** What else is told in JSON. */
  readonly data?: { readonly breakpoints: readonly Breakpoint[] };
  /** Lines for a person, before the last word. */
  readonly remarks?: (canvas: Canvas) => readonly string[];
  /** Breakpoints of a task that has ended that could never have stopped it. */
  readonly neverBound?: readonly Breakpoint[];
  /** What was waited for: that it is stopped or has ended, unless said. */
  readonly awaited?: 'nothing' | 'end';
}

/** A limit of none, in milliseconds, says that nobody waits. */
export const awaited = (limitMs: number): OutcomeDetails => (limitMs === 0 ? { awaited: 'nothing' } : {});

type Awaited = OutcomeDetails['awaited'];

/** What came of starting or moving a program. The command exits as the program did where it has ended. */
export const outcomeReport = (
  outcome: Outcome,
  { data, remarks, neverBound = [], awaited }: OutcomeDetails = {},
): Report => ({
  data: { ...outcome, ...data, ...(neverBound.length > 0 && { neverBound }) },
  text: (canvas) =>
    [
      ...renderOutput(outcome.output, canvas),
      ...(remarks?.(canvas) ?? []),
      ...neverBound.map((breakpoint) => renderNeverBound(breakpoint, canvas)),
      ...renderState(outcome, awaited, canvas),
    ].join('\n'),
  exitCode: exitCodeOf(outcome, awaited) || (neverBound.length > 0 ? EXIT.neverBound : EXIT.ok),
});

function exitCodeOf({ state, task }: Outcome, awaited: Awaited): number {
  if (state === 'ended') return task.exitCode ?? (task.end === 'detached' ? EXIT.ok : EXIT.notStarted);
  if (awaited === 'nothing') return EXIT.ok;
  return state === 'running' || awaited === 'end' ? EXIT.running : EXIT.ok;
}

function renderState(outcome: Outcome, awaited: Awaited, canvas: Canvas): string[] {
  const { task } = outcome;
  const next = (text: string): string => canvas.paint('faint', text);
  switch (outcome.state) {
    case 'stopped':
      return [
        renderStop(outcome.stop, canvas),
        ...section('changed', renderChanges(outcome.stop.changed ?? [], canvas), canvas),
        ...(outcome.stop.changed?.length ? [''] : []),
        next(`${task.taskId} is stopped: ${STOPPED}`),
      ];
    case 'running': {
      const after = awaited === 'nothing' ? '' : ` after ${seconds(outcome.waitedMs)}`;
      return [
        `${canvas.paint('good', '●')} ${canvas.paint('heading', `Running${after}`)}  ${describe(task)}`,
        next(`${task.taskId} goes on: tandem wait, pause, output, cancel`),
      ];
    }
    case 'ended':
      return [renderEndOf(task, canvas), next(`${task.taskId} has ended: tandem resume, output, close`)];
  }
}

const STOPPED = 'tandem next, step, out, continue, run-to LINE, eval EXPR, vars';

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;

const describe = ({ program, name, pid }: TaskInfo): string =>
  `${program === undefined ? name : shownPath(program)}${pid === undefined ? '' : `, process ${pid}`}`;

/** How a task has ended, in a line. */
export function renderEndOf({ exitCode, error, end }: TaskInfo, canvas: Canvas): string {
  if (error) {
    const text = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
    return `${canvas.paint('bad', '●')} ${text}`;
  }
  if (end === 'aborted') {
    const code = exitCode === undefined ? '' : `, exit code ${exitCode}`;
    return `${canvas.paint('pause', '●')} Cancelled${code}`;
  }
  if (end === 'detached') return `${canvas.paint('good', '●')} Left: the program runs on`;
  if (exitCode !== undefined) return renderEnd(exitCode, canvas);
  return `${canvas.paint('bad', '●')} Ended; the exit code is not known`;
}

/** Names, and the values before and after, in columns. */
function renderChanges(changes: readonly Change[], { paint, width }: Canvas): string[] {
  const names = Math.min(24, Math.max(0, ...changes.map(({ name }) => name.length)));
  const room = Math.max(10, Math.floor((width - names - 18) / 2));
  const shown = (value = '—'): string => crop(printable(value).replaceAll('\n', ' '), room);
  return changes.map(
    ({ name, before, after }) =>
      `${paint('name', name.padEnd(names))}  ${paint('faint', `${shown(before)} →`)} ${shown(after)}`,
  );
}
