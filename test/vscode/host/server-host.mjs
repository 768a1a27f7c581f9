import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { run } from './command.mjs';
import { ensurePrograms, exists, findChromium, HostUnavailable } from './programs.mjs';
import { withScope } from './scope.mjs';
import { seconds, step } from './steps.mjs';
import { temporaryFolder } from './temporary.mjs';

/** The npm package that carries a complete VS Code server, and the one exact Node that it is made for. */
export const codeServerVersion = '4.139.1';
export const nodeVersion = '24.21.0';

/** Raise it when the recipe below changes: every cache is then made anew. */
const recipe = 2;
const marker = 'complete.json';
const abandonedAfterMs = 6 * 60 * 60 * 1000;

/**
 * @typedef {object} ServerHost
 * @property {string} node the Node binary to run the server with
 * @property {string} serverMain
 * @property {string} chromium
 * @property {string} version of VS Code
 */

/** @typedef {import('./steps.mjs').Log} Log */

/**
 * Makes the VS Code server and a Chromium available: at once from the cache, or by installing them, which takes a
 * minute. Two runs may install at the same time: each builds in a folder of its own, and the first to finish wins.
 *
 * @param {Log} log
 * @returns {Promise<ServerHost>}
 */
export async function ensureServerHost(log) {
  if (process.platform !== 'linux') throw new HostUnavailable('the VS Code server host runs on Linux only');

  const name = `vscode-server-${codeServerVersion}-node-${nodeVersion}-${process.arch}-${recipe}`;
  const home = join(cacheDirectory(), name);
  const installed = await exists(join(home, marker));

  await ensurePrograms(log, { building: !installed });
  if (!installed) await install(home, log);

  const { version } = JSON.parse(await readFile(join(home, marker), 'utf8'));
  const chromium = await findChromium();
  if (!chromium) throw new HostUnavailable('no Chromium found, though it was installed');
  return { node: nodeOf(home), serverMain: join(home, 'vscode/out/server-main.js'), chromium, version };
}

function cacheDirectory() {
  if (process.env.TANDEM_CACHE) return process.env.TANDEM_CACHE;
  const base = process.platform === 'win32' ? process.env.LOCALAPPDATA : process.env.XDG_CACHE_HOME;
  return join(base || join(homedir(), '.cache'), 'tandem');
}

/** @param {string} home */
const nodePackage = (home) => join(home, 'node/node_modules', `node-linux-${process.arch}`);
/** @param {string} home */
const nodeOf = (home) => join(nodePackage(home), 'bin/node');

/**
 * @param {string} home
 * @param {Log} log
 */
async function install(home, log) {
  const started = Date.now();
  log(`installing VS Code server (code-server ${codeServerVersion}) for the tests, once, about a minute …`);
  await mkdir(dirname(home), { recursive: true });
  await sweepAbandoned(dirname(home));

  await withScope(async (scope) => {
    const work = await temporaryFolder(scope, `${home}.tmp-`);
    const version = await build(work, log);
    // Last, so that whatever carries the marker is whole.
    await writeFile(join(work, marker), JSON.stringify({ version }));
    try {
      await rename(work, home);
    } catch (error) {
      if (!(await exists(join(home, marker)))) throw error;
      log('another run has installed it meanwhile: using that one');
    }
  });
  log(`installed VS Code server in ${seconds(started)}`);
}

/**
 * @param {string} work
 * @param {Log} log
 * @returns {Promise<string>} the version of VS Code
 */
async function build(work, log) {
  const node = join(work, 'node');
  const vscode = join(work, 'vscode');
  await mkdir(node);
  await mkdir(vscode);
  const env = {
    ...process.env,
    PATH: [dirname(nodeOf(work)), process.env.PATH].join(delimiter),
    // node-gyp compiles against the headers that came with this very Node, and downloads none.
    npm_config_nodedir: nodePackage(work),
  };
  const npm = (/** @type {string} */ cwd, /** @type {string[]} */ ...args) =>
    run('npm', [...args, '--no-audit', '--no-fund', '--no-update-notifier'], { cwd, env });

  await step(log, `node ${nodeVersion}`, async () => {
    await writeFile(join(node, 'package.json'), '{}'); // or npm would look for a project further up
    await npm(node, 'install', '--ignore-scripts', `node-linux-${process.arch}@${nodeVersion}`);
  });

  await step(log, `code-server ${codeServerVersion}`, async () => {
    await npm(work, 'pack', `code-server@${codeServerVersion}`, '--pack-destination', work);
    const archive = join(work, `code-server-${codeServerVersion}.tgz`);
    const exclude = unusedExtensions.map((name) => `--exclude=package/lib/vscode/extensions/${name}`);
    await run('tar', [
      '-xzf',
      archive,
      '-C',
      vscode,
      '--strip-components=3',
      ...exclude,
      'package/lib/vscode',
    ]);
    await rm(archive);
  });

  await step(log, 'its dependencies', async () => {
    // --omit=dev explicitly, and no scripts: nearly all native modules come with binaries for Linux inside.
    await npm(vscode, 'install', '--omit=dev', '--ignore-scripts');
    await npm(join(vscode, 'extensions'), 'install', '--omit=dev', '--ignore-scripts');
    await Promise.all(
      unusedModules.map((name) => rm(join(vscode, 'node_modules', name), { recursive: true, force: true })),
    );
  });

  await step(log, 'compiling two native modules', () =>
    // The only two that come as source. Without the logger every log channel is lost; the watchdog ends an extension
    // host whose server is gone.
    // An .npmrc of the checkout may forbid scripts, and `npm run` hands that down to us.
    npm(vscode, 'rebuild', '--ignore-scripts=false', '@vscode/spdlog', '@vscode/native-watchdog'),
  );

  // Running it is also the check that what was put together starts at all.
  const probe = join(work, 'probe');
  const args = [join(vscode, 'out/server-main.js'), '--version', '--server-data-dir', probe];
  const [version] = (await run(nodeOf(work), args)).split('\n');
  await rm(probe, { recursive: true, force: true });
  return version ?? '';
}

/** Left out because they are large and no test of a debugger meets them: half of the installed size. */
const unusedExtensions = ['copilot', 'mermaid-markdown-features', 'microsoft-authentication'];
/** As large; and the device id would leave a file in the user's home. VS Code does without each of them. */
const unusedModules = ['@github', '@microsoft/mxc-sdk', '@vscode/windows-process-tree', '@vscode/deviceid'];

/**
 * Temporary folders of runs that were killed outright. Those of runs that still go on are younger.
 * @param {string} cache
 */
async function sweepAbandoned(cache) {
  for (const name of await readdir(cache)) {
    if (!/^vscode-server-.*\.tmp-/.test(name)) continue;
    const path = join(cache, name);
    const made = await stat(path).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > abandonedAfterMs)
      await rm(path, { recursive: true, force: true });
  }
}
