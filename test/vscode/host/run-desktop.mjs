import { spawn, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ending, killGroup } from './command.mjs';
import { within, withScope } from './scope.mjs';
import { installStandIns } from './stand-ins.mjs';
import { temporaryFolder } from './temporary.mjs';
import { testLines } from './test-lines.mjs';
import { editorFreeEnvironment, workbenchSettings } from './workbench.mjs';

/** @typedef {import('./run-server.mjs').RunOptions} RunOptions */
/** @typedef {import('./steps.mjs').Log} Log */

/**
 * @typedef {object} DesktopHost
 * @property {string} executable
 * @property {string} cli
 */

const windows = process.platform === 'win32';

/**
 * Downloads the stable desktop VS Code, once: test-electron keeps it in `.vscode-test/`.
 *
 * @param {Log} log
 * @returns {Promise<DesktopHost>}
 */
export async function ensureDesktopHost(log) {
  const { downloadAndUnzipVSCode, resolveCliPathFromVSCodeExecutablePath } = await import(
    '@vscode/test-electron'
  );
  log('desktop VS Code: looking for it, else downloading it …');
  const executable = await downloadAndUnzipVSCode('stable');
  return { executable, cli: resolveCliPathFromVSCodeExecutablePath(executable) };
}

/**
 * Runs the suite in a desktop VS Code. There is no page to reach from outside: `stage.available` is false there.
 *
 * @param {RunOptions & { host: DesktopHost }} options
 * @returns {Promise<number>}
 */
export function runInDesktop(options) {
  return withScope(async (scope) => {
    const { host, log } = options;
    const root = await temporaryFolder(scope, join(tmpdir(), 'tvsc-')); // short: macOS limits the paths of sockets in it
    const places = await scope.own(
      () => furnish(root, options),
      () => {}, // it goes with its folder
    );
    if (options.vsix) installExtension(host.cli, [...places, '--install-extension', options.vsix]);

    const lines = testLines(log);
    const { ended } = await scope.own(
      () => {
        const child = spawn(host.executable, [...launchArguments(options), ...places], {
          env: editorFreeEnvironment(),
          detached: !windows,
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        for (const stream of [child.stdout, child.stderr]) {
          createInterface({ input: stream }).on('line', (line) => lines.read(line));
        }
        return { child, ended: ending(child) };
      },
      ({ child }) => killTree(child.pid),
    );
    const end = await within(ended, options.timeoutMs, 'the tests did not end');
    return lines.verdict(typeof end === 'number' ? end : 1);
  });
}

/**
 * @param {string} root
 * @param {RunOptions} options
 * @returns {Promise<string[]>} the arguments that make VS Code live in there
 */
async function furnish(root, { settings }) {
  const user = join(root, 'user');
  await mkdir(join(user, 'User'), { recursive: true });
  await writeFile(
    join(user, 'User/settings.json'),
    JSON.stringify({ ...workbenchSettings, ...settings }, null, 2),
  );
  const extensions = join(root, 'extensions');
  await installStandIns(extensions);
  return [`--user-data-dir=${user}`, `--extensions-dir=${extensions}`];
}

/**
 * Those of test-electron, whose own runTests has no time limit and no way to stop what it started.
 * @param {RunOptions} options
 */
function launchArguments({ workspace, extensionDevelopmentPath, extensionTestsPath }) {
  return [
    workspace,
    `--extensionDevelopmentPath=${extensionDevelopmentPath}`,
    `--extensionTestsPath=${extensionTestsPath}`,
    '--disable-gpu-sandbox',
    '--disable-updates',
    '--disable-workspace-trust',
    '--no-sandbox',
    '--skip-release-notes',
    '--skip-welcome',
  ];
}

/**
 * @param {string} cli
 * @param {string[]} args
 */
function installExtension(cli, args) {
  const quote = (/** @type {string} */ text) => (windows ? `"${text}"` : text); // a .cmd file runs in a shell only
  const { status, stdout, stderr, error } = spawnSync(quote(cli), args.map(quote), {
    env: editorFreeEnvironment(),
    encoding: 'utf8',
    shell: windows,
  });
  if (status !== 0) throw new Error(`installing the extension failed: ${error ?? stdout + stderr}`);
}

/** @param {number | undefined} pid */
function killTree(pid) {
  if (!windows) killGroup(pid, 'SIGKILL');
  else if (pid !== undefined) spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
}
