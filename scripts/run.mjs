// Runs commands one after another for the other scripts, saying what runs and how long it took.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a command in the root of the repository; rejects when it fails.
 * @param {string} title
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function run(title, command, args, env = {}) {
  console.log(`\n▶ ${title}`);
  const started = performance.now();
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  const [code, signal] = await once(child, 'exit');
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (code !== 0) throw new Error(`${title}: failed (${signal ?? `exit code ${code}`}) after ${seconds} s`);
  console.log(`✔ ${title}: ${seconds} s`);
}

/**
 * Runs a script with this very Node.
 * @param {string} title
 * @param {string[]} args
 */
export const runNode = (title, args) => run(title, process.execPath, args);

/**
 * Path of a dependency's command, as a script for `node`.
 * @param {string} file Below `node_modules`.
 */
export const tool = (file) => path.join(root, 'node_modules', file);

/**
 * Ends the process as a command-line tool does: with the message of what went wrong, and no stack.
 * @param {() => Promise<void>} work
 */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    console.error(`\n✘ ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
