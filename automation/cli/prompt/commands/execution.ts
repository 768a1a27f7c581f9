import type { PromptCommand } from '../prompt-command.ts';

export const executionCommands: readonly PromptCommand[] = [
  {
    names: ['continue', 'c', 'cont'],
    summary: 'run on to the next stop',
    repeats: true,
    run: (desk) => desk.resume('continue'),
  },
  {
    names: ['next', 'n'],
    summary: 'run to the next line, over calls',
    repeats: true,
    run: (desk) => desk.resume('next'),
  },
  {
    names: ['step', 's'],
    summary: 'run to the next line, into calls',
    repeats: true,
    run: (desk) => desk.resume('stepIn'),
  },
  {
    names: ['out', 'o', 'finish'],
    summary: 'run until this function returns',
    repeats: true,
    run: (desk) => desk.resume('stepOut'),
  },
  {
    names: ['pause'],
    summary: 'stop a running program: press Ctrl-C; again, to end it',
    run: (desk) => desk.print('It is stopped already. While it runs, Ctrl-C pauses it.'),
  },
  {
    names: ['restart'],
    summary: 'run the program again from the start, with these breakpoints',
    run: (desk) => desk.restart(),
  },
  {
    names: ['quit', 'q', 'exit'],
    summary: 'end the program and leave (also Ctrl-D)',
    run: (desk) => desk.quit(),
  },
];
