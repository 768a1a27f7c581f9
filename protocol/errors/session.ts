import { define } from './define.ts';

/** The session, and the requests of its client. */
export const sessionErrors = {
  requestUnknown: define('session.requestUnknown', (command: string) => ({
    message: `Tandem does not know the request "${command}".`,
    audience: 'internal',
  })),
  requestInvalid: define('session.requestInvalid', (command: string, argument: string, must: string) => ({
    message: `The request "${command}" needs the argument "${argument}", ${must}.`,
    audience: 'internal',
  })),
  requestTooEarly: define('session.requestTooEarly', (command: string, needed: string) => ({
    message: `The request "${command}" came too early: ${needed} must come first.`,
    audience: 'internal',
  })),
  requestTwice: define('session.requestTwice', (command: string) => ({
    message: `The request "${command}" may be sent only once in a session.`,
    audience: 'internal',
  })),
  requestNotNow: define('session.requestNotNow', (command: string, state: string) => ({
    message: `The request "${command}" is not possible while the session is ${state}.`,
    audience: 'expected',
  })),
  sessionEnded: define('session.ended', () => ({
    message: 'The debug session has ended.',
    audience: 'expected',
  })),
  cancelled: define('session.cancelled', () => ({
    message: 'cancelled',
    audience: 'expected',
  })),
  illegalMove: define('session.illegalMove', (from: string, to: string) => ({
    message: `A session cannot go from "${from}" to "${to}".`,
    audience: 'internal',
  })),
  notDebugging: define('session.notDebugging', (command: string) => ({
    message: `"${command}" is not possible: the program runs without debugging.`,
    audience: 'expected',
  })),
  attachUnknown: define('session.attachUnknown', () => ({
    message: 'There is no process that waits for this session.',
    hint: 'Use "request": "launch"; what the program starts is debugged along with it.',
    audience: 'user',
  })),
  childRestart: define('session.childRestart', () => ({
    message: 'A process that another one has started, or a terminal, cannot be restarted by itself.',
    hint: 'Restart the session of the program that has started it, or run its command in the terminal again.',
    audience: 'user',
  })),
  uriPaths: define('session.uriPaths', () => ({
    message: 'Tandem speaks of files by path, not by URI.',
    hint: 'Initialize with "pathFormat": "path".',
    audience: 'user',
  })),
  stdinClosed: define('session.stdinClosed', () => ({
    message:
      "The program's standard input is not open to the debugger: it has ended, or it is in a terminal.",
    hint: 'Type into the terminal where the program runs.',
    audience: 'user',
  })),
};
