import { define, said } from './define.ts';

/** Attaching through a command. */
export const pipeErrors = {
  pipeGarbled: define('pipe.garbled', () => ({
    message: 'What came through the pipe is not what was sent into it.',
    hint: 'Something on the way changes it: a terminal, or a program that writes to the same output.',
    audience: 'user',
  })),
  pipeUnset: define('pipe.unset', () => ({
    message: '"pipe" names no command.',
    hint: 'It is a list of words, for example ["docker", "exec", "-i", "web"].',
    audience: 'user',
  })),
  pipeCommandNotFound: define('pipe.commandNotFound', (command: string) => ({
    message: `"${command}", the command of "pipe", was not found.`,
    hint: 'Install it, or name it by its path.',
    audience: 'user',
  })),
  pipeCommandFailed: define('pipe.commandFailed', (command: string, exitCode: number, lastWords: string) => ({
    message: `"${command}" ended with exit code ${exitCode} before anybody answered at its far end.${said(lastWords)}`,
    hint: 'Try it in a terminal, with "node --version" behind it.',
    audience: 'user',
  })),
  pipePlaceMissing: define('pipe.placeMissing', (command: string, place: string, lastWords: string) => ({
    message: `"${command}" leads nowhere: there is no ${place}.${said(lastWords)}`,
    hint: 'Check the name, and that it runs.',
    audience: 'user',
  })),
  pipePlaceStopped: define('pipe.placeStopped', (command: string, lastWords: string) => ({
    message: `"${command}" leads nowhere: the container does not run.${said(lastWords)}`,
    hint: 'Start it first.',
    audience: 'user',
  })),
  pipeUnreachable: define('pipe.unreachable', (command: string, lastWords: string) => ({
    message: `"${command}" reaches nobody.${said(lastWords)}`,
    hint: 'Check that the machine or service it leads to is up, and its name.',
    audience: 'user',
  })),
  pipeRefused: define('pipe.refused', (command: string, lastWords: string) => ({
    message: `"${command}" is not let in.${said(lastWords)}`,
    hint: 'It must come in without a question, for example by a key: nobody is there to answer one.',
    audience: 'user',
  })),
  pipeNodeMissing: define('pipe.nodeMissing', (command: string, runtime: string, lastWords: string) => ({
    message: `"${command}" finds no "${runtime}" in the far place.${said(lastWords)}`,
    hint: 'Name it by its path there with "runtimeExecutable"; a shell that is not for a person may know fewer places.',
    audience: 'user',
  })),
  pipeNodeUnusable: define('pipe.nodeUnusable', (command: string, runtime: string, lastWords: string) => ({
    message: `"${command}" may not run "${runtime}" in the far place.${said(lastWords)}`,
    hint: 'Check its permissions there, or name another with "runtimeExecutable".',
    audience: 'user',
  })),
  pipeNodeTooOld: define('pipe.nodeTooOld', (command: string, version: string, oldest: string) => ({
    message: `"${command}" leads to Node.js ${version}, which is too old: ${oldest} is the oldest that will do.`,
    hint: 'Name a newer one there with "runtimeExecutable".',
    audience: 'user',
  })),
  pipeTerminal: define('pipe.terminal', (command: string) => ({
    message: `"${command}" puts a terminal in between, which changes what is sent through it.`,
    hint: 'Leave out its "-t".',
    audience: 'user',
  })),
  pipeSilent: define('pipe.silent', (command: string, seconds: number, lastWords: string) => ({
    message: `Nobody has answered at the far end of "${command}" within ${seconds} s.${said(lastWords)}`,
    hint: 'Try it in a terminal, with "node --version" behind it: it must not ask for anything.',
    audience: 'user',
  })),
  pipeSetting: define('pipe.setting', (setting: string) => ({
    message: `"${setting}" and "pipe" cannot go together.`,
    hint: 'Remove one of them.',
    audience: 'user',
  })),
  pipeRuntime: define('pipe.runtime', (runtime: string) => ({
    message: `A program of ${runtime} cannot be started through "pipe", only one of Node.js.`,
    hint: 'Start it there with "tandem exec", and attach to it through the same "pipe".',
    audience: 'user',
  })),
  pipeNobodyWaits: define('pipe.nobodyWaits', (command: string) => ({
    message: `No program waits for debuggers where "${command}" leads.`,
    hint: 'Name one that runs there by its "processId", or start one with "tandem exec".',
    audience: 'user',
  })),
  pipeSeveralWait: define('pipe.severalWait', (command: string, programs: readonly string[]) => ({
    message: `Several programs wait for debuggers where "${command}" leads: ${programs.join(', ')}.`,
    hint: 'Name one of them by its "processId".',
    audience: 'user',
  })),
  pipeEnded: define('pipe.ended', (command: string, reason: string) => ({
    message: `"${command}" has ended: ${reason}`,
    audience: 'user',
  })),
  pipeNoDirectory: define('pipe.noDirectory', (reason: string) => ({
    message: `The launcher cannot be put where the program runs: ${reason}.`,
    hint: 'Mount a temporary directory there that can be written to.',
    audience: 'user',
  })),
  farFileUnreadable: define('pipe.fileUnreadable', (path: string, reason: string) => ({
    message: `"${path}" cannot be read in the far place: ${reason}.`,
    audience: 'user',
  })),
};
