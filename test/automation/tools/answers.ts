import type { Breakpoint } from '../../../protocol/tasks/breakpoints.ts';
import type { Stop } from '../../../protocol/tasks/stop.ts';
import type { Outcome, OutputSlice, TaskInfo } from '../../../protocol/tasks/task.ts';

/** Answers as servers give them, to be changed where a test needs something else. */
export const FOLDER = '/work/shop';

export const aTask = (more: Partial<TaskInfo> = {}): TaskInfo => ({
  taskId: 't1',
  name: 'shop.js',
  state: 'stopped',
  startedAt: 1,
  stops: 1,
  outputCursor: 0,
  startedBy: 'c1',
  ...more,
});

export const output = (...texts: string[]): OutputSlice => ({
  entries: texts.map((text, index) => ({ cursor: index + 1, category: 'stdout', text })),
  cursor: texts.length,
  lost: 0,
});

export const aStop = (more: Partial<Stop> = {}): Stop => ({
  number: 1,
  threadId: 1,
  reason: 'breakpoint',
  description: 'Paused on breakpoint',
  breakpoints: [1],
  stack: [
    { id: 1, name: 'total', file: `${FOLDER}/prices.js`, line: 18, column: 18 },
    { id: 2, name: 'printInvoices', file: `${FOLDER}/shop.js`, line: 10, column: 67 },
  ],
  frame: 0,
  source: { first: 17, lines: ['  if (!order.coupon) return sum;', '  const coupon = 1;', '}'], current: 18 },
  variables: [
    {
      name: 'order',
      value: "{id: 3, customer: 'Linus'}",
      type: 'Object',
      scope: 'Local: total',
      reference: 7,
    },
    { name: 'sum', value: '9900', type: 'number', scope: 'Local: total' },
  ],
  ...more,
});

export const stopped = (more: Partial<Stop> = {}, printed = output()): Outcome => ({
  state: 'stopped',
  task: aTask(),
  stop: aStop(more),
  output: printed,
});

export const ended = (more: Partial<TaskInfo> = {}, printed = output()): Outcome => ({
  state: 'ended',
  task: aTask({ state: 'ended', end: 'completed', exitCode: 0, ...more }),
  output: printed,
});

export const aBreakpoint = (more: Partial<Breakpoint> = {}): Breakpoint => ({
  id: 1,
  file: `${FOLDER}/prices.js`,
  line: 18,
  enabled: true,
  state: 'bound',
  by: 'c1',
  ...more,
});
