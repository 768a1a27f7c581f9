import { findLauncher } from '../../../adapter/launch/launcher-files.ts';
import { preloadEnvironment } from '../../../adapter/launch/node-options.ts';
import { publications } from '../../../ipc/discovery.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { type ExecRequest, execHelp, parseExecRequest } from './exec-options.ts';
import { runInPlace } from './run-in-place.ts';

export const execCommand: Command = {
  name: 'exec',
  summary: 'run a command whose programs debuggers can join and leave',
  help: execHelp,
  run: exec,
};

async function exec(args: readonly string[]): Promise<number> {
  const request = parseExecRequest(args);
  if (!request) {
    process.stdout.write(`${execHelp()}\n`);
    return EXIT.ok;
  }
  const environment = { ...process.env, ...waitingEnvironment(request) };
  // A signal may have ended them with no time to clear up.
  const sweep = (): void => void publications('program');
  return runInPlace(request.command, request.args, environment, sweep);
}

function waitingEnvironment({ listen, wait, quiet, allowNonLoopback }: ExecRequest): Record<string, string> {
  const { bootstrap } = findLauncher();
  return {
    ...preloadEnvironment(bootstrap, process.env.NODE_OPTIONS),
    TANDEM_LISTEN: listen,
    TANDEM_WAIT: wait ? '1' : '',
    TANDEM_QUIET: quiet ? '1' : '',
    TANDEM_ALLOW_NON_LOOPBACK: allowNonLoopback ? '1' : '',
  };
}
