import { spawn } from 'node:child_process';
import { unattended, withScope } from './scope.mjs';

const tailLines = 40;

/**
 * Runs a command to its end. It is quiet when it succeeds; when it fails, the error carries the end of its output.
 * The command leads its own process group, so that an interruption takes its children as well.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} what it wrote to stdout
 */
export function run(command, args, options = {}) {
  return withScope(async (scope) => {
    let stdout = '';
    let all = '';
    const { ended } = await scope.own(
      () => {
        const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
        child.stdout.setEncoding('utf8').on('data', (text) => {
          stdout += text;
          all += text;
        });
        child.stderr.setEncoding('utf8').on('data', (text) => {
          all += text;
        });
        return { child, ended: ending(child) };
      },
      ({ child }) => killGroup(child.pid, 'SIGKILL'),
    );

    const end = await ended;
    if (end !== 0) {
      const tail = all.trimEnd().split('\n').slice(-tailLines).join('\n');
      throw new Error(`${command} ${args.join(' ')} ended with ${end}:\n${tail}`);
    }
    return stdout;
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number | string | null>} its exit code, or the signal that ended it
 */
export function ending(child) {
  return unattended(
    new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(signal ?? code));
    }),
  );
}

/**
 * @param {number | undefined} pid of the group's leader
 * @param {NodeJS.Signals} signal
 */
export function killGroup(pid, signal) {
  if (pid === undefined) return; // it never started
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}
