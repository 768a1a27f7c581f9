import type { DebugProtocol } from '@vscode/debugprotocol';
import { clip, DEFAULT_LIMITS } from '../../session/limits.ts';
import type { SourceWindow } from '../../session/source-lines.ts';
import type { Stop } from '../../session/stop.ts';
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

function stopFields(stop: Stop): object {
  const [top] = stop.stack;
  return {
    reason: stop.reason,
    description: stop.description,
    threadId: stop.threadId,
    breakpoints: stop.breakpointIds,
    ...(top && frameFields(top)),
    window: stop.window && windowFields(stop.window),
    stack: stop.stack.map(frameFields),
    locals: stop.locals.map(({ name, value, type, scope }) => ({ name, value, type, scope })),
    moreLocals: stop.moreLocals || undefined,
    exception: stop.exception && {
      ...stop.exception,
      message: clip(stop.exception.message, DEFAULT_LIMITS.value),
      stack: stop.exception.stack && clip(stop.exception.stack, 4 * DEFAULT_LIMITS.value),
    },
  };
}

const frameFields = ({ name, source, line, column }: DebugProtocol.StackFrame): object => ({
  function: name,
  source: source?.path ?? source?.name,
  line,
  column,
});

const windowFields = ({ first, lines, current }: SourceWindow): object[] =>
  lines.map((text, index) => ({
    line: first + index,
    text: clip(text, DEFAULT_LIMITS.value),
    ...(first + index === current && { current: true }),
  }));
