import { spawn } from 'node:child_process';

/** A program with nobody but a reader at its pipes, to its end. */
export const runBare = (path: string, ...args: readonly string[]): Promise<unknown> =>
  new Promise((done, failed) => {
    const child = spawn(process.execPath, [path, ...args], { stdio: 'pipe' });
    child.stdout.resume();
    child.stderr.resume();
    child.once('error', failed).once('close', done);
  });
