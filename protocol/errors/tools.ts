import { define } from './define.ts';

/** Tools that language models call, and the server that offers them. */
export const toolErrors = {
  toolUnknown: define('tool.unknown', (name: string, meant: string | undefined) => ({
    message: `There is no tool "${name}".`,
    hint: meant ? `Did you mean "${meant}"?` : 'See the list of tools.',
    audience: 'user',
  })),
  toolInput: define('tool.input', (tool: string, problems: readonly string[]) => ({
    message: `${tool} was not understood: ${problems.join('; ')}.`,
    hint: 'Nothing was done. Correct it, and call it again.',
    audience: 'user',
  })),
  toolReadOnly: define('tool.readOnly', (tool: string) => ({
    message: `${tool} is not carried out: a person has made debugging read-only for agents.`,
    hint: 'Tools that only look are there: debug_tasks, debug_state, debug_variables, debug_output, debug_breakpoints, debug_wait.',
    audience: 'user',
  })),
  toolTaskAmbiguous: define('tool.taskAmbiguous', (tasks: readonly string[]) => ({
    message: `More than one task goes on:${tasks.map((task) => `\n  ${task}`).join('')}`,
    hint: 'Say which with "task".',
    audience: 'user',
  })),
  toolTaskOfOthers: define('tool.taskOfOthers', (tasks: readonly string[]) => ({
    message: `None of your tasks is there, only what others have started:${tasks.map((task) => `\n  ${task}`).join('')}`,
    hint: 'Nothing was done. Start a program with debug_start, or name the task with "task" if it is really the one that is meant.',
    audience: 'user',
  })),
  toolNoTask: define('tool.noTask', () => ({
    message: 'No program has been started yet.',
    hint: 'Start one with debug_start.',
    audience: 'user',
  })),
  toolStart: define('tool.start', (problem: string) => ({
    message: problem,
    hint: 'Give exactly one of "program", "command", "attach", "named" and "configuration" to say what to debug.',
    audience: 'user',
  })),
  toolAborted: define('tool.aborted', () => ({
    message: 'The call was given up. The program goes on as it would have.',
    hint: 'debug_state tells how it is.',
    audience: 'expected',
  })),
  mcpInProcess: define('mcp.inProcess', () => ({
    message:
      'A program cannot run in the process of this server: what it prints would get between the messages.',
    hint: 'Start it without "inProcess".',
    audience: 'user',
  })),
  mcpResourceUnknown: define('mcp.resourceUnknown', (uri: string, known: string) => ({
    message: `There is no resource "${uri}".`,
    hint: `There is ${known}.`,
    audience: 'user',
  })),
};
