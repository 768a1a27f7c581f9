import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Listening } from '../../../ipc/ipc-manager.ts';
import { RuntimeDirectory } from '../../../ipc/runtime-directory.ts';
import { errors } from '../../../protocol/errors.ts';
import { ExternalProcessBackend } from '../../backend/external-process-backend.ts';
import { findPythonLauncher } from '../../launch/launcher-files.ts';
import { capabilitiesOf } from '../../launch/runtimes/runtimes.ts';
import type { ProcessInfo } from '../../processes/process-info.ts';
import type { StartContext, Starter } from '../../run/start.ts';
import { settlesWithin } from '../../util/time.ts';
import { AttachedProgram } from '../attached-program.ts';
import type { AttachConfiguration } from '../configuration.ts';
import { checkPlace, checkSignal } from './check.ts';
import { askPython, remoteExec } from './remote-exec.ts';
import { transportFor } from './transport-for.ts';

/** Joins a Python that was not started to be debugged: it runs a script of ours, which dials home. */
export const joinPython =
  ({ timeout }: AttachConfiguration, info: ProcessInfo): Starter =>
  async ({ scope, engine, launcherDirectory, log, trace, notify }) => {
    const launcher = findPythonLauncher(launcherDirectory);
    await check(info, launcher);
    const backend = scope.use(new ExternalProcessBackend(log, trace));
    const listening = await backend.listen(transportFor(info));
    listening.notices.forEach(notify);
    const opened = backend.open({ ...engine, stopOnEntry: false });
    opened.catch(() => {});
    await enter(info, scriptFor(launcher, listening), scope, backend.hello, timeout);
    const hello = await backend.hello;
    const program = new AttachedProgram({ hello, backend, isLocal: true });
    return { program, backend, opened, capabilities: capabilitiesOf(hello) };
  };

/** Throws the error that says what is in the way; nothing is done to the process. */
async function check(info: ProcessInfo, launcher: string): Promise<void> {
  const { pid, executable, user } = info;
  checkSignal(pid);
  // Its executable is run, which must not be with root's rights where it is somebody else's.
  if (user !== process.geteuid?.()) throw errors.processForeign(pid);
  const status = process.platform === 'linux' ? await checkPlace(pid, [launcher]) : undefined;
  const traits = await askPython(executable).catch((error: Error) => {
    throw errors.processPythonUnasked(pid, executable, error.message);
  });
  if (!isNewEnough(traits.version)) throw errors.processPythonTooOld(pid, traits.version);
  if (!traits.canEnter) throw errors.processPythonForbids(pid);
  if (status) await checkRights(pid);
}

function isNewEnough(version: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  return major! > 3 || (major === 3 && minor! >= 14);
}

const CAP_SYS_PTRACE = 19n;

/** What Yama says about the memory of processes, of which ours is no ancestor. */
async function checkRights(pid: number): Promise<void> {
  const scope = Number(await readFile('/proc/sys/kernel/yama/ptrace_scope', 'utf8').catch(() => '0'));
  if (scope === 0) return;
  const [, own] = /^CapEff:\s*([0-9a-f]+)$/m.exec(await readFile('/proc/self/status', 'utf8')) ?? [];
  const mayAll = ((BigInt(`0x${own ?? '0'}`) >> CAP_SYS_PTRACE) & 1n) === 1n;
  if (scope >= 3 || !mayAll) throw errors.processPythonGuarded(pid, `kernel.yama.ptrace_scope is ${scope}`);
}

/** Runs in the program's main thread, of whose names it leaves none. */
function scriptFor(launcher: string, { launcherArgs, token }: Pick<Listening, 'launcherArgs' | 'token'>) {
  const [home, way, secret] = [dirname(launcher), launcherArgs, token].map((it) => JSON.stringify(it));
  return `def _tandem():
    import sys
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    sys.path.insert(0, ${home})
    try:
        from tandem_launcher.joining import join
        join(${way}, ${secret})
    finally:
        sys.path.remove(${home})
        sys.dont_write_bytecode = kept
try:
    _tandem()
finally:
    del _tandem
`;
}

async function enter(
  { pid, executable }: ProcessInfo,
  script: string,
  scope: StartContext['scope'],
  arrived: Promise<unknown>,
  timeout: number,
): Promise<void> {
  const directory = await RuntimeDirectory.create();
  const path = join(directory.path, 'join.py');
  try {
    await writeFile(path, script, { mode: 0o600, flag: 'wx' });
    await remoteExec(executable, pid, path).catch((error: Error) => {
      throw isRefused(error)
        ? errors.processPythonGuarded(pid, error.message)
        : errors.processRefuses(pid, error.message);
    });
  } catch (error) {
    await directory[Symbol.asyncDispose]();
    throw error;
  }
  let isIn = false;
  const arrival = arrived.then(() => {
    isIn = true;
  });
  const isSettled = await settlesWithin(arrival, timeout);
  if (isIn) scope.use(directory);
  // Python would complain, in the program's own words, of a file that is not there. It goes with this process.
  else await writeFile(path, '');
  if (!isSettled) throw errors.processPythonSilent(pid, timeout / 1000);
}

const isRefused = ({ message }: Error): boolean => /PermissionError|Operation not permitted/.test(message);
