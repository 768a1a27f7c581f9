import { chownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { InjectThere } from '../../../ipc/agent-commands.ts';
import { checkProcess } from '../../attach/process/check.ts';
import { inject } from '../../attach/process/inject.ts';
import { refuseOldNode } from '../../attach/process/old-node.ts';
import { openInspector } from '../../attach/process/open-inspector.ts';
import type { ProcessInfo } from '../../processes/process-info.ts';
import { agentDirectory } from './agent-directory.ts';

/** Starts our debugger thread in a process that runs where the agent is. It dials where the agent listens. */
export async function injectThere({ pid, directory, timeoutMs, ...listening }: InjectThere): Promise<void> {
  const files = {
    injected: join(directory, 'injected.cjs'),
    joiningThread: join(directory, 'joining-thread.cjs'),
  };
  const info = await checkProcess(pid, [files.joiningThread]);
  giveTo(info);
  const inspector = await openInspector(info, timeoutMs);
  try {
    await refuseOldNode(pid, inspector);
    await inject(pid, inspector, files, listening);
  } finally {
    inspector.calls.close();
  }
}

/** Root may debug another user's process, which cannot reach what is root's alone. */
function giveTo({ user }: ProcessInfo): void {
  if (user === undefined || user === process.geteuid?.()) return;
  const home = agentDirectory();
  for (const name of ['', ...readdirSync(home, { recursive: true, encoding: 'utf8' })]) {
    chownSync(join(home, name), user, -1);
  }
}
