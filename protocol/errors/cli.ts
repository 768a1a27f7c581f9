import { define } from './define.ts';

/** The command line, and the standalone adapter. */
export const cliErrors = {
  usage: define('server.usage', (problem: string) => ({
    message: problem,
    hint: 'See --help.',
    audience: 'user',
  })),
  serverHost: define('server.host', (host: string) => ({
    message: `"${host}" is not a loopback address: whoever reaches a debug adapter can run programs as you.`,
    hint: 'Use 127.0.0.1, or --socket.',
    audience: 'user',
  })),
  serverBusy: define('server.busy', (where: string) => ({
    message: `Another process listens on ${where} already.`,
    hint: 'Choose another one.',
    audience: 'user',
  })),
  cliUsage: define('cli.usage', (problem: string, command: string) => ({
    message: problem,
    hint: `See "${command} --help".`,
    audience: 'user',
  })),
  cliCommandUnknown: define('cli.commandUnknown', (name: string, meant: string | undefined) => ({
    message: `tandem has no command "${name}".`,
    hint: meant ? `Did you mean "${meant}"?` : 'See "tandem --help".',
    audience: 'user',
  })),
  cliOptionUnknown: define(
    'cli.optionUnknown',
    (option: string, command: string, meant: string | undefined) => ({
      message: `"${command}" has no option ${option}.`,
      hint: meant ? `Did you mean ${meant}?` : `See "${command} --help".`,
      audience: 'user',
    }),
  ),
  cliHostNotLoopback: define('cli.hostNotLoopback', (host: string) => ({
    message: `--listen: "${host}" is not a loopback address: whoever reaches the port could try to come in.`,
    hint: 'Use 127.0.0.1, or add --allow-non-loopback when the network is trusted.',
    audience: 'user',
  })),
  cliNoTask: define('cli.noTask', () => ({
    message: 'Nothing has been started here yet.',
    hint: 'Start a program: "tandem start PROGRAM".',
    audience: 'user',
  })),
  cliTaskAmbiguous: define('cli.taskAmbiguous', (tasks: readonly string[]) => ({
    message: 'More than one program runs.',
    hint: `Say which one is meant:${tasks.map((task) => `\n  ${task}`).join('')}`,
    audience: 'user',
  })),
  cliNameUnknown: define('cli.nameUnknown', (name: string, within: string, meant: string | undefined) => ({
    message: `There is no "${name}" ${within}.`,
    hint: meant ? `Did you mean "${meant}"?` : 'An expression is for "tandem eval".',
    audience: 'user',
  })),
  cliNoMembers: define('cli.noMembers', (name: string, value: string) => ({
    message: `"${name}" is ${value}: there is nothing in it.`,
    audience: 'user',
  })),
  cliFileUnknown: define('cli.fileUnknown', () => ({
    message: 'The program does not stand in a file.',
    hint: 'Name the file: FILE:LINE.',
    audience: 'user',
  })),
  serverSilent: define('discovery.silent', (limitMs: number) => ({
    message: `It has not answered for ${limitMs / 1000} s.`,
    audience: 'user',
  })),
  execFailed: define('exec.failed', (command: string, reason: string) => ({
    message: `The command "${command}" could not be started (${reason}).`,
    hint: 'Check that it exists, and that it is in PATH.',
    audience: 'user',
  })),
  cliPlaceUnknown: define('cli.placeUnknown', (place: string, why: string) => ({
    message: `There is no "${place}": the file ${why}. Nothing was set.`,
    audience: 'user',
  })),
  cliBreakpoint: define('cli.breakpoint', (text: string) => ({
    message: `"${text}" does not say where to break.`,
    hint: 'Write FILE:LINE, or FILE:LINE:CONDITION; lines count from 1.',
    audience: 'user',
  })),
};
