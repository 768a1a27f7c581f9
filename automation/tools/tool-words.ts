import type { TandemError } from '../../protocol/errors.ts';
import type { CommandName } from '../../protocol/tasks/commands.ts';

/** Errors speak of commands; whoever has tools must be told of those. */
const TOOLS: Readonly<Partial<Record<CommandName, string>>> = {
  StartNewTask: 'debug_start',
  ResumeTask: 'debug_restart',
  RestartTask: 'debug_restart',
  CancelTask: 'debug_stop',
  CloseTask: 'debug_stop with "forget"',
  ListTasks: 'debug_tasks',
  GetState: 'debug_state',
  GetStack: 'debug_state',
  Wait: 'debug_wait',
  Move: 'debug_move',
  Evaluate: 'debug_evaluate',
  GetVariables: 'debug_variables',
  GetOutput: 'debug_output',
  AddBreakpoints: 'debug_set_breakpoints',
  RemoveBreakpoints: 'debug_set_breakpoints',
  SetExceptions: 'debug_set_breakpoints',
  ListBreakpoints: 'debug_breakpoints',
};
const COMMANDS = new RegExp(`\\b(?:${Object.keys(TOOLS).join('|')})\\b(?! until)`, 'g');

/** Two commands may be one tool. */
const TWICE = /\b(debug_\w+) and \1\b/g;

/** What an error says, in the words of the tools. */
export const inToolWords = (text: string): string =>
  text.replace(COMMANDS, (command) => TOOLS[command as CommandName]!).replace(TWICE, '$1');

const GONE =
  'The window was closed or reloaded, and what ran there has ended. debug_tasks tells where programs run now.';

/** What an agent can do about some errors is not what a program can. */
const NEXT: Readonly<Record<string, string>> = {
  'client.connectionLost': 'debug_tasks tells what there is: the call may have been carried out.',
  'client.gone': GONE,
  'client.closed': GONE,
  'task.serverClosed': GONE,
  'engine.referenceStale': 'debug_state tells the present ones.',
};

/** What to do about an error, in the words of the tools. */
export const nextAfter = ({
  code,
  hint = 'debug_state tells how the program is now.',
}: TandemError): string => NEXT[code] ?? inToolWords(hint);
