import type { DebugProtocol } from '@vscode/debugprotocol';
import { errors } from '../protocol/errors.ts';

const MOVES: ReadonlySet<string> = new Set(['continue', 'next', 'stepIn', 'stepOut']);
const RUNNING = errors.threadRunning('').code;

/** What the adapter says, as VS Code has to hear it to show the right thing. Most of it as it is. */
export function forVSCode(message: object): object {
  const { type, command, success } = message as Partial<DebugProtocol.Response>;
  if (type !== 'response') return message;
  if (success === false) return MOVES.has(command!) && isRunning(message) ? movedAlready(message) : message;
  return command === 'exceptionInfo' ? withBodyOnce(message as DebugProtocol.ExceptionInfoResponse) : message;
}

const isRunning = (message: object): boolean =>
  (message as DebugProtocol.ErrorResponse).body?.error?.variables?._code === RUNNING;

/**
 * Who presses a key for a step once more before the last one has stopped asks for nothing that went wrong. VS Code
 * shows the failure of a command that a key has run, whatever `showUser` says.
 */
function movedAlready(message: object): object {
  const { message: _, ...answer } = message as DebugProtocol.ErrorResponse;
  return { ...answer, success: true, body: { allThreadsContinued: false } };
}

const withBodyOnce = (response: DebugProtocol.ExceptionInfoResponse): object => ({
  ...response,
  body: toldOnce(response.body),
});

type Info = DebugProtocol.ExceptionInfoResponse['body'];

/** VS Code writes the id, the description and the stack below each other: each says only what those above do not. */
function toldOnce(info: Info): Info {
  const { exceptionId, description, details } = info;
  if (description === undefined) return info;
  const { message, stackTrace } = details ?? {};
  const headings = [message, `${exceptionId}: ${message}`, exceptionId].filter((heading) => heading);
  return {
    ...info,
    description: description === exceptionId ? '' : withoutType(description, exceptionId),
    ...(stackTrace !== undefined && {
      details: { ...details, stackTrace: headings.reduce<string>(without, stackTrace) },
    }),
  };
}

const REJECTED = 'Unhandled promise rejection: ';

function withoutType(description: string, type: string): string {
  for (const before of ['', REJECTED])
    if (description.startsWith(`${before}${type}: `))
      return `${before}${description.slice(before.length + type.length + 2)}`;
  return description;
}

/** Node has the heading above the calls, Python below them. */
function without(stack: string, heading: string | undefined): string {
  const calls = stack.trimEnd();
  if (calls === heading) return '';
  if (calls.startsWith(`${heading}\n`)) return calls.slice(heading!.length + 1);
  return calls.endsWith(`\n${heading}`) ? calls.slice(0, -heading!.length - 1) : stack;
}
