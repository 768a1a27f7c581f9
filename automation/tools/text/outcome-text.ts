import type { Frame, Stop } from '../../../protocol/tasks/stop.ts';
import type { Outcome, TaskInfo } from '../../../protocol/tasks/task.ts';
import { hasArrived } from '../../dap/arrival.ts';
import type { Told } from '../tool.ts';
import { outputSinceText } from './output-text.ts';
import { shortPath } from './paths.ts';
import { changeText, variablesText } from './variables-text.ts';

type Stopped = Extract<Outcome, { state: 'stopped' }>;
type Running = Extract<Outcome, { state: 'running' }>;
type Ended = Extract<Outcome, { state: 'ended' }>;

/** Deeper ones are asked for by who needs them. */
const TOLD_FRAMES = 12;

/** What came of starting or moving a program, or how it is: all that one needs to go on. */
export function outcomeText(outcome: Outcome, folder: string | undefined, frames = TOLD_FRAMES): Told {
  switch (outcome.state) {
    case 'stopped':
      return stoppedText(outcome, folder, frames);
    case 'running':
      return runningText(outcome);
    case 'ended':
      return endedText(outcome);
  }
}

export const taskText = ({ taskId, name }: TaskInfo): string => `Task ${taskId} (${name})`;

function stoppedText({ task, stop, output }: Stopped, folder: string | undefined, frames: number): Told {
  const lines = [
    `${taskText(task)} is stopped ${reasonText(stop)}. Stop ${stop.number}, thread ${stop.threadId}.`,
    ...exceptionLines(stop),
    ...sourceLines(stop, folder),
    ...changedLines(stop),
    '',
    ...(stop.variables.length > 0 ? variablesText(stop.variables) : ['No variables here.']),
    ...(stop.moreVariables ? ['  … more: debug_variables with "start"'] : []),
    ...stackLines(stop, folder, frames),
    ...outputSinceText(output),
  ];
  return { text: lines.join('\n'), next: nextAtStop(stop) };
}

function reasonText({ reason, description, breakpoints, exception }: Stop): string {
  if (exception?.unparsed) return 'because a file does NOT PARSE: nothing of that has run';
  if (exception) return exception.uncaught ? 'at an UNCAUGHT exception' : 'where an exception is thrown';
  if (breakpoints.length > 0) return `at breakpoint ${breakpoints.join(', ')}`;
  if (hasArrived({ description })) return 'where it was sent to';
  return WORDS[reason] ?? `(${description[0]?.toLowerCase()}${description.slice(1)})`;
}

const WORDS: Readonly<Record<string, string>> = {
  step: 'after a step',
  entry: 'before its first statement',
  goto: 'where it was sent to',
};

function exceptionLines({ exception, stack: [top] }: Stop): string[] {
  if (!exception) return [];
  const { type, message, stack } = exception;
  const head = message.includes(type) ? message : `${type}: ${message}`;
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at (?!.*\bnode:)/.test(line));
  // Thrown where the program stands, its stack is that of the program.
  const same = top !== undefined && (frames[0] ?? '').includes(`:${top.line}:${top.column}`);
  return same ? [head] : [head, ...frames.slice(0, 8)];
}

function sourceLines({ stack, frame, source }: Stop, folder: string | undefined): string[] {
  const current = stack[frame];
  if (!current) return [];
  const lines = (source?.lines ?? []).map((text, index) => {
    const number = source!.first + index;
    return `${number === source!.current ? '>' : ' '}${String(number).padStart(5)}  ${text}`;
  });
  const which = frame > 0 ? `frame #${frame}: ` : '';
  return ['', `${which}${frameText(current, folder)}`, ...lines];
}

const frameText = ({ name, file, line, column, label }: Frame, folder: string | undefined): string =>
  label
    ? `-- ${name} --`
    : `${name}  ${file === undefined ? '' : `${shortPath(file, folder)}:`}${line}:${column}`;

function changedLines({ changed }: Stop): string[] {
  if (changed === undefined || changed.length === 0) return [];
  return ['', 'Changed since the last stop:', ...changed.map((change) => `  ${changeText(change)}`)];
}

function stackLines({ stack, moreFrames, frame }: Stop, folder: string | undefined, most: number): string[] {
  // One frame alone was told above its source.
  if (stack.length <= 1) return [];
  const told = stack.slice(0, Math.max(most, frame + 1));
  const lines = told.map((one, index) => `  #${index} ${frameText(one, folder)}`);
  const left = stack.length - told.length;
  const more = left > 0 ? `  … ${moreFrames ? 'more than ' : ''}${left} more: debug_state with "frames"` : '';
  return [
    '',
    'Stack:',
    ...lines,
    ...(more || moreFrames ? [more || '  … more: debug_state with "frames"'] : []),
  ];
}

function nextAtStop({ exception, variables }: Stop): string {
  const members = variables.some(({ reference }) => reference !== undefined)
    ? ', debug_variables opens a [ref]'
    : '';
  if (exception?.unparsed)
    return exception.unparsed.file
      ? 'correct it, and debug_restart runs it.'
      : 'debug_move with "continue": Node says at the end which file it is, and where. Correct it, and debug_restart runs it.';
  if (exception?.uncaught)
    return `this is where it breaks; find why with debug_evaluate (any "frame")${members}. Moving on may end the program.`;
  return `debug_evaluate tests an idea here${members}; debug_move goes on (next, stepIn, stepOut, continue, runTo).`;
}

function runningText({ task, waitedMs, output }: Running): Told {
  const waited = waitedMs >= 100 ? `: it did not stop within ${waitedMs} ms` : '';
  return {
    text: [`${taskText(task)} is still RUNNING${waited}.`, ...outputSinceText(output)].join('\n'),
    next: 'debug_wait waits on; debug_move with "pause" stops it where it is; debug_set_breakpoints sets where it shall stop.',
  };
}

function endedText({ task, output }: Ended): Told {
  return {
    text: [endText(task), ...outputSinceText(output)].join('\n'),
    next: 'debug_restart runs it again with the same breakpoints (set others first if these were not hit); debug_output has all it printed.',
  };
}

/** How a task has ended. */
export function endText(task: TaskInfo): string {
  const { exitCode, end, error } = task;
  const code = exitCode === undefined ? '' : ` with exit code ${exitCode}`;
  const why = error ? ` ${error.message}${error.hint ? ` ${error.hint}` : ''}` : '';
  if (end === 'detached')
    return `${taskText(task)} is no longer debugged: its program was LEFT, and runs on.`;
  // The exit code of one that was stopped is that of being stopped.
  if (end === 'aborted') return `${taskText(task)} was STOPPED.${why}`;
  return `${taskText(task)} has ENDED by itself${code}.${why}`;
}
