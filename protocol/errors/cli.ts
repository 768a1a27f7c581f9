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
  execFailed: define('exec.failed', (command: string, reason: string) => ({
    message: `The command "${command}" could not be started (${reason}).`,
    hint: 'Check that it exists, and that it is in PATH.',
    audience: 'user',
  })),
  cliBreakpoint: define('cli.breakpoint', (text: string) => ({
    message: `"${text}" does not say where to break.`,
    hint: 'Write FILE:LINE, or FILE:LINE:CONDITION; lines count from 1.',
    audience: 'user',
  })),
};
