import type { Frame, SourceWindow } from '../../../protocol/tasks/stop.ts';
import { clip, DEFAULT_LIMITS } from '../../session/limits.ts';
import type { SeenStop } from '../../session/stop.ts';
import { failureFields } from '../failure-fields.ts';
import type { Reporter } from './reporter.ts';

/** Writes one JSON object a line; docs/CLI.md describes them. Fields may be added, never renamed. */
export function jsonReporter(write: (line: string) => void, inProcess: boolean): Reporter {
  const tell = (event: string, fields: object): void => write(`${JSON.stringify({ event, ...fields })}\n`);
  return {
    started: ({ name, systemProcessId }) =>
      tell('started', { program: name, pid: systemProcessId, inProcess }),
    output: ({ category, output }) => tell('output', { category: category ?? 'console', text: output }),
    breakpoint: ({ id, file, actualLine, condition, verified, pending, message }) =>
      tell('breakpoint', { id, source: file, line: actualLine, condition, verified, pending, message }),
    stopped: (stop) => tell('stopped', stopFields(stop)),
    exited: (exitCode) => tell('exited', { exitCode }),
    failed: (error, exitCode) => tell('error', failureFields(error, exitCode)),
  };
}

function stopFields(stop: SeenStop): object {
  const [top] = stop.stack;
  return {
    reason: stop.reason,
    description: stop.description,
    threadId: stop.threadId,
    breakpoints: stop.breakpoints,
    ...(top && frameFields(top)),
    window: stop.source && windowFields(stop.source),
    stack: stop.stack.map(frameFields),
    locals: stop.variables.map(({ name, value, type, scope }) => ({ name, value, type, scope })),
    moreLocals: stop.moreVariables,
    exception: stop.exception && {
      ...stop.exception,
      message: clip(stop.exception.message, DEFAULT_LIMITS.value),
      stack: stop.exception.stack && clip(stop.exception.stack, 4 * DEFAULT_LIMITS.value),
    },
  };
}

const frameFields = ({ name, file, line, column }: Frame): object => ({
  function: name,
  source: file,
  line,
  column,
});

const windowFields = ({ first, lines, current }: SourceWindow): object[] =>
  lines.map((text, index) => ({
    line: first + index,
    text: clip(text, DEFAULT_LIMITS.value),
    ...(first + index === current && { current: true }),
  }));
