import type { Desk, PromptCommand } from '../prompt-command.ts';
import { breakpointCommands } from './breakpoints.ts';
import { executionCommands } from './execution.ts';
import { frameCommands } from './frames.ts';
import { inspectionCommands } from './inspection.ts';
import { liveCommands } from './live.ts';

const help: PromptCommand = {
  names: ['help', 'h', '?'],
  summary: 'show this',
  run: (desk) => desk.print(describeCommands(desk)),
};

export const promptCommands: readonly PromptCommand[] = [
  ...executionCommands,
  ...breakpointCommands,
  ...frameCommands,
  ...inspectionCommands,
  ...liveCommands,
  help,
];

/** The command of that name or short form, or the only one whose name begins so. */
export function findPromptCommand(word: string): PromptCommand | undefined {
  const exact = promptCommands.find(({ names }) => names.includes(word));
  if (exact) return exact;
  const [first, ...others] = promptCommands.filter(({ names }) => names[0].startsWith(word));
  return others.length === 0 ? first : undefined;
}

function describeCommands({ canvas: { paint } }: Desk): string[] {
  const rows = promptCommands.map(({ names, usage = '', summary }) => {
    const [name, ...short] = names;
    return { call: [[name, ...short.slice(0, 1)].join(', '), usage].filter(Boolean).join(' '), summary };
  });
  const width = Math.max(...rows.map(({ call }) => call.length));
  return [
    ...rows.map(({ call, summary }) => `  ${paint('accent', call.padEnd(width))}  ${summary}`),
    '',
    'An empty line repeats the last of continue, next, step, out. While the program runs, what you type goes to it.',
  ];
}
