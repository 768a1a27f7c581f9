// Sees to it that the dependencies are there, for whoever runs a script on a fresh clone. Uses nothing but Node.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { canInstall, install, onPath } from '../test/vscode/host/programs.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = [20, 19];

/**
 * Installs the dependencies unless they are there already, as package-lock.json has them.
 * @param {(line: string) => void} log
 */
export async function ensureInstalled(log) {
  checkNode();
  const reason = whyInstall();
  if (!reason) return log('Dependencies are installed.');
  log(`${reason}: running "npm ci" …`);
  const [command, args, shell] = npm(['ci', '--no-audit', '--no-fund']);
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`"npm ci" failed with exit code ${code}; its own words are above.`);
}

/**
 * Python, whose programs are debugged in tests: installed where nobody has to be asked. Without it, they are skipped.
 * @param {(line: string) => void} log
 */
export async function ensurePython(log) {
  if (await onPath('python3')) return;
  if (await canInstall()) await install(log, ['python3']);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(
    `This is Node.js ${process.versions.node}; Tandem needs ${OLDEST_NODE.join('.')} or later: https://nodejs.org`,
  );
}

function whyInstall() {
  // npm writes this file last, so an installation that was broken off counts as none.
  const installed = changedAt('node_modules/.package-lock.json');
  if (installed === undefined) return 'Dependencies are missing';
  return installed < (changedAt('package-lock.json') ?? 0) ? 'Dependencies are out of date' : undefined;
}

/** @param {string} file */
const changedAt = (file) => statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs;

/**
 * The npm that runs this very script, where one does; it need not be in PATH, and needs no shell on Windows.
 * @param {string[]} args
 * @returns {[command: string, args: string[], shell: boolean]}
 */
function npm(args) {
  const { npm_execpath: running } = process.env;
  if (running?.endsWith('npm-cli.js')) return [process.execPath, [running, ...args], false];
  return ['npm', args, process.platform === 'win32'];
}
