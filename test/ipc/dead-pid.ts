import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The id of a process that was there just now. */
export async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid!;
}
