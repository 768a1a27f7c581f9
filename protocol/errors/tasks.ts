import { define } from './define.ts';

const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
const meantOr = (meant: string | undefined, otherwise: string): string =>
  meant === undefined ? otherwise : `Did you mean "${meant}"?`;

/** Tasks, and the commands that drive them. */
export const taskErrors = {
  taskCommandUnknown: define('task.commandUnknown', (name: string, meant: string | undefined) => ({
    message: `There is no command "${name}".`,
    hint: meantOr(meant, 'See docs/AUTOMATION.md for those that there are.'),
    audience: 'user',
  })),
  taskCommandInvalid: define('task.commandInvalid', (name: string, problems: readonly string[]) => ({
    message: `The command "${name}" was not understood: ${problems.join('; ')}.`,
    hint: 'Nothing was done. Correct it, and send it again.',
    audience: 'user',
  })),
  taskUnknown: define('task.unknown', (taskId: string, known: readonly string[]) => ({
    message: `There is no task "${taskId}".`,
    hint: known.length > 0 ? `There are: ${listed(known)}.` : 'None has been started yet.',
    audience: 'user',
  })),
  taskEnded: define('task.ended', (taskId: string, exitCode: number | undefined) => ({
    message: `The task "${taskId}" has ended${exitCode === undefined ? '' : ` with exit code ${exitCode}`}.`,
    hint: 'Start it again with ResumeTask, under a new id.',
    audience: 'user',
  })),
  taskRuns: define('task.runs', (taskId: string) => ({
    message: `The task "${taskId}" has not ended.`,
    hint: 'End it first, with CancelTask; or use RestartTask.',
    audience: 'user',
  })),
  taskNotStopped: define('task.notStopped', (taskId: string, threadId: number | undefined) => ({
    message: `${threadId === undefined ? `The task "${taskId}"` : `Thread ${threadId} of the task "${taskId}"`} is not stopped: it runs.`,
    hint: 'Wait until it stops (Wait), or stop it where it is (Move with "action": "pause").',
    audience: 'user',
  })),
  taskBusy: define('task.busy', (taskId: string, seconds: number) => ({
    message: `The task "${taskId}" runs, and has come to no value within ${seconds} s: it is busy, or waits in what was evaluated.`,
    hint: 'Stop it where it is first (Move with "action": "pause"), and evaluate there. What was asked may still be carried out.',
    audience: 'user',
  })),
  taskFrameUnknown: define('task.frameUnknown', (frame: number, frames: number) => ({
    message: `There is no frame ${frame} in the stack, which has ${frames}.`,
    hint: 'Frames count from 0, the innermost.',
    audience: 'user',
  })),
  taskFrameLabel: define('task.frameLabel', (frame: number) => ({
    message: `Frame ${frame} is no call, but a label between two.`,
    hint: 'Choose the one before it, or after it.',
    audience: 'user',
  })),
  taskReadOnly: define('task.readOnly', (what: string) => ({
    message: `${what} is not carried out: whoever runs this window or server has made it read-only.`,
    hint: 'Commands that only look are: GetState, Wait, GetVariables, GetStack, GetOutput, ListTasks, ListBreakpoints.',
    audience: 'user',
  })),
  taskRequestRefused: define('task.requestRefused', (command: string, instead: string) => ({
    message: `The request "${command}" is not passed on: others would not know of it.`,
    hint: `Use ${instead}.`,
    audience: 'user',
  })),
  taskLost: define('task.lost', () => ({
    message: 'The debugger lost the program: its exit code is not known.',
    hint: 'The output of the task may tell why (GetOutput).',
    audience: 'user',
  })),
  taskNotStarted: define('task.notStarted', () => ({
    message: 'The program was not started.',
    hint: 'The output of the task may tell why (GetOutput).',
    audience: 'user',
  })),
  taskServerClosed: define('task.serverClosed', () => ({
    message: 'The task server has ended.',
    hint: 'Start it again, or open the window again.',
    audience: 'expected',
  })),
  placeNoFolder: define('task.noFolder', (file: string) => ({
    message: `"${file}" is relative, and no folder is open that it could start at.`,
    hint: 'Give the absolute path.',
    audience: 'user',
  })),
  placeUnreadable: define('task.fileUnreadable', (file: string, reason: string) => ({
    message: `"${file}" cannot be read (${reason}), so no line can be found by its text.`,
    hint: 'Correct "file", or give "line" instead of "text".',
    audience: 'user',
  })),
  placeTextUnknown: define('task.textUnknown', (file: string, text: string, nearest: string | undefined) => ({
    message: `No line of "${file}" holds the text \`${text}\`.`,
    hint: nearest === undefined ? 'Copy it from the file, or give "line".' : `The nearest is ${nearest}.`,
    audience: 'user',
  })),
  placeTextAmbiguous: define(
    'task.textAmbiguous',
    (file: string, text: string, count: number, lines: readonly string[]) => ({
      message: `${count} lines of "${file}" hold the text \`${text}\`: ${lines.join('; ')}${count > lines.length ? '; …' : ''}.`,
      hint: 'Give more of the line, or "line".',
      audience: 'user',
    }),
  ),
  placeNotBound: define('task.placeNotBound', (place: string, reason: string) => ({
    message: `The program cannot be stopped at ${place}: ${reason}`,
    hint: 'Choose a line with code. The program was not moved.',
    audience: 'user',
  })),
  launchJsonMissing: define('task.launchJsonMissing', (name: string, looked: readonly string[]) => ({
    message: `There is no configuration "${name}": ${looked.length === 0 ? 'no folder is open' : `${listed(looked)} cannot be read`}.`,
    hint: 'Give the configuration whole, for example {"program": "server.js"}.',
    audience: 'user',
  })),
  launchJsonInvalid: define('task.launchJsonInvalid', (file: string, line: number, problem: string) => ({
    message: `"${file}" is not what a launch.json is (line ${line}: ${problem}).`,
    hint: 'Correct it, or give the configuration whole.',
    audience: 'user',
  })),
  configurationUnknown: define(
    'task.configurationUnknown',
    (name: string, known: readonly string[], meant: string | undefined) => ({
      message: `There is no configuration "${name}" in launch.json.`,
      hint: meantOr(meant, known.length > 0 ? `There are: ${listed(known)}.` : 'It has none.'),
      audience: 'user',
    }),
  ),
  configurationCompound: define('task.configurationCompound', (name: string, parts: readonly string[]) => ({
    message: `"${name}" is a compound of several configurations, and a task is one run.`,
    hint: `Start them one by one: ${listed(parts)}.`,
    audience: 'user',
  })),
  configurationType: define('task.configurationType', (type: string) => ({
    message: `A configuration of the type "${type}" is for another debugger.`,
    hint: 'Tandem runs those of the type "tandem", and "node" and "debugpy" as if they were that.',
    audience: 'user',
  })),
  configurationVariable: define('task.configurationVariable', (variable: string, why: string) => ({
    message: `${variable} cannot be filled in: ${why}.`,
    hint: 'Replace it by its value, or start the configuration in a window of VS Code.',
    audience: 'user',
  })),
};
