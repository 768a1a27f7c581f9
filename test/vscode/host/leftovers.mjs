import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 50;

/**
 * Kills whatever a run left behind: processes that carry `variable=value` in the environment they were started with,
 * which everything below the server inherits, even when it was detached and its parent is gone. Linux only.
 *
 * @param {string} variable
 * @param {string} value unique to the run
 * @param {number} graceMs for them to end by themselves
 * @returns {Promise<string[]>} what had to be killed
 */
export async function killLeftovers(variable, value, graceMs) {
  const deadline = Date.now() + graceMs;
  let left = await carriers(`${variable}=${value}`);
  while (left.length > 0 && Date.now() < deadline) {
    await delay(pollMs);
    left = await carriers(`${variable}=${value}`);
  }
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended this very moment.
    }
  }
  return left.map(({ pid, command }) => `${pid} ${command}`);
}

/** @param {string} assignment */
async function carriers(assignment) {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      if (!(await procFile(pid, 'environ')).includes(assignment)) return [];
      return [{ pid, command: (await procFile(pid, 'cmdline')).join(' ').trim() }];
    }),
  );
  return found.flat();
}

/**
 * @param {number} pid
 * @param {'environ' | 'cmdline'} name
 * @returns {Promise<string[]>} empty for a process that is gone or not ours to read; a zombie has none either
 */
async function procFile(pid, name) {
  return readFile(`/proc/${pid}/${name}`, 'utf8').then(
    (text) => text.split('\0'),
    () => [],
  );
}
