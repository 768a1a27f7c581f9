import { findLauncher, findPythonFollower } from '../../../adapter/launch/launcher-files.ts';
import { preloadEnvironment, pythonEnvironment } from '../../../adapter/launch/node-options.ts';
import { publications } from '../../../ipc/discovery.ts';
import { defineCommand } from '../command.ts';
import { type ExecRequest, execHelp, execOptions, parseExecRequest } from './exec-options.ts';
import { runInPlace } from './run-in-place.ts';

export const execCommand = defineCommand({
  name: 'exec',
  summary: 'run a command whose programs debuggers can join and leave',
  help: execHelp,
  options: execOptions,
  optionsPlace: 'first',
  run: (given) => exec(parseExecRequest(given)),
});

async function exec(request: ExecRequest): Promise<number> {
  const environment = { ...process.env, ...waitingEnvironment(request) };
  // A signal may have ended them with no time to clear up.
  const sweep = (): void => void publications('program');
  return runInPlace(request.command, request.args, environment, sweep);
}

function waitingEnvironment({ listen, wait, quiet, allowNonLoopback }: ExecRequest): Record<string, string> {
  const { bootstrap } = findLauncher();
  return {
    ...preloadEnvironment(bootstrap, process.env.NODE_OPTIONS),
    // Windows has no way to begin a process anew, which is how Python is brought along.
    ...(process.platform !== 'win32' && pythonEnvironment(findPythonFollower(), process.env.PYTHONPATH)),
    TANDEM_LISTEN: listen,
    TANDEM_WAIT: wait ? '1' : '',
    TANDEM_QUIET: quiet ? '1' : '',
    TANDEM_ALLOW_NON_LOOPBACK: allowNonLoopback ? '1' : '',
  };
}
