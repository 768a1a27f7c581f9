import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Listening } from '../../../ipc/ipc-manager.ts';
import type { Injection } from '../../../launcher/node/engine/injection.ts';
import { errors } from '../../../protocol/errors.ts';
import type { LauncherFiles } from '../../launch/launcher-files.ts';
import type { OpenInspector } from './open-inspector.ts';

/**
 * Starts our debugger thread in a process, by way of its inspector, which that closes again unless it was open before.
 * Resolves when the thread has been started; it reports by itself. Rejects with what has kept it from starting.
 */
export async function inject(
  pid: number,
  { calls, wasOpen }: OpenInspector,
  { injected, joiningThread }: Pick<LauncherFiles, 'injected' | 'joiningThread'>,
  { launcherArgs, token }: Pick<Listening, 'launcherArgs' | 'token'>,
): Promise<void> {
  const injection: Injection = {
    launcherArgs,
    token,
    thread: joiningThread,
    key: `tandem${randomBytes(8).toString('hex')}`,
    closesPort: !wasOpen,
  };
  const code = await readFile(injected, 'utf8');
  try {
    await calls.evaluate(
      `((require, module) => { ${code}\nreturn module.exports.inject(${JSON.stringify(injection)}); })((id) => process.getBuiltinModule(id), { exports: {} })\n//# sourceURL=tandem:injected`,
      { awaitPromise: true },
    );
  } catch (error) {
    // The thread is there and has closed the port, before the program has come around to answer.
    if (calls.isClosed) return;
    const reason = (error as Error).message.split('\n')[0]!.replace(/^Error: |\.$/g, '');
    throw errors.processRefuses(pid, reason);
  }
}
