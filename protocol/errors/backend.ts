import { define } from './define.ts';

/** A backend. */
export const backendErrors = {
  backendTimeout: define('backend.timeout', (command: string, seconds: number) => ({
    message: `The program did not answer "${command}" within ${seconds} s; it may be busy in native code.`,
    hint: 'Try again, or stop the program.',
    audience: 'user',
  })),
  backendLost: define('backend.lost', (reason: string) => ({
    message: `The debugger lost the program: ${reason}`,
    audience: 'expected',
  })),
  programReplaced: define('backend.programReplaced', () => ({
    message: 'The program has become another one (exec), which runs on without the debugger.',
    hint: 'Remove "autoAttachChildProcesses": false to have it followed.',
    audience: 'expected',
  })),
  tooManyProcesses: define('backend.tooManyProcesses', (limit: number) => ({
    message: `The program has more than ${limit} processes at a time; this one is not debugged.`,
    hint: 'Set "autoAttachChildProcesses" to false to debug the first one only.',
    audience: 'user',
  })),
};
