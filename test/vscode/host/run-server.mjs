import { cp, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killLeftovers } from './leftovers.mjs';
import { unattended, within, withScope } from './scope.mjs';
import { furnish, installExtension, stageVariable, startServer } from './server-process.mjs';
import { openStage } from './stage-server.mjs';
import { seconds } from './steps.mjs';
import { temporaryFolder } from './temporary.mjs';
import { testLines } from './test-lines.mjs';

/** @typedef {import('./server-host.mjs').ServerHost} ServerHost */
/** @typedef {import('./steps.mjs').Log} Log */
/** @typedef {import('playwright-core').BrowserContext} BrowserContext */
/** @typedef {import('playwright-core').Page} Page */

/**
 * @typedef {object} RunOptions
 * @property {string} workspace folder or `.code-workspace` file to open; the tests may write into it
 * @property {boolean} [restricted] whether it is not trusted yet
 * @property {string} extensionDevelopmentPath
 * @property {string} extensionTestsPath module that exports `run()`
 * @property {string} [vsix] packaged extension to install first
 * @property {Record<string, unknown>} [settings] user settings, over the tests' own
 * @property {number} [pixelRatio] pixels of a screenshot for one of the page; 1 by default
 * @property {string} [artifacts] folder for a screenshot and the logs of a run that failed
 * @property {number} timeoutMs from the opened window to the end of `run()`
 * @property {Log} log
 */

const viewport = { width: 1280, height: 800 };
const startMs = 60_000;
const stageActionMs = 20_000;
/** A program under a debugger ends by itself when it loses its peer; a shell, when it loses its terminal. */
const leftoverGraceMs = 3000;
const nothing = () => {};

/**
 * Runs the suite in a VS Code server whose workbench is a page in headless Chromium, and leaves nothing behind.
 *
 * @param {RunOptions & { host: ServerHost }} options
 * @returns {Promise<number>} 0 when all tests passed and nothing was left behind
 */
export function runInServer(options) {
  return withScope(async (scope) => {
    const { host, log } = options;
    const started = Date.now();
    const root = await temporaryFolder(scope, join(tmpdir(), 'tandem-vscode-'));
    const places = await scope.own(() => furnish(root, options), nothing);
    const browser = await scope.own(
      () => launchBrowser(host.chromium, join(root, 'profile'), options.pixelRatio),
      (it) => it.close(),
    );
    const page = browser.pages()[0] ?? (await browser.newPage());
    const stage = await scope.own(
      () => openStage(page, stageActionMs),
      (it) => it.close(),
    );
    if (options.vsix) await installExtension(host, places, options.vsix, log);

    await scope.own(nothing, () => killLeftovers(stageVariable, stage.url, 0));
    const serverStarted = Date.now();
    const server = await scope.own(
      () => startServer(host, places, stage.url, options),
      (it) => it.stop(),
    );
    const port = await within(server.port, startMs, 'the VS Code server did not start');
    log(`VS Code ${host.version} server up after ${seconds(serverStarted)}`);

    const evidence = () => keepEvidence(page, places.data, options.artifacts, log);
    try {
      const lines = testLines(log);
      const ended = unattended(Promise.race([watch(page, browser, lines), server.died]));
      const opened = Date.now();
      void lines.begun.then(() => log(`tests began ${seconds(opened)} after opening the window`));
      await page.goto(workbenchUrl(port, places.token, options), { timeout: startMs });

      let code = lines.verdict(await within(ended, options.timeoutMs, 'the tests did not end'));
      if (code !== 0) await evidence();
      // The extension host has ended in good order by now: what still lives was forgotten by somebody.
      await server.stop();
      for (const left of await killLeftovers(stageVariable, stage.url, leftoverGraceMs)) {
        log(`vscode tests: left behind, so this run failed: ${left}`);
        code ||= 1;
      }
      log(`VS Code ended with ${code} after ${seconds(started)}`);
      return code;
    } catch (error) {
      if (!scope.closed) await evidence();
      throw error;
    }
  });
}

/**
 * @param {string} executablePath
 * @param {string} profile
 * @param {number} [deviceScaleFactor]
 * @returns {Promise<BrowserContext>}
 */
async function launchBrowser(executablePath, profile, deviceScaleFactor = 1) {
  const { chromium } = await import('playwright-core');
  return chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport,
    deviceScaleFactor,
    chromiumSandbox: process.getuid?.() !== 0, // Chromium refuses to run sandboxed as root
    // Ours to handle: the scope closes the browser in its turn.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    // Its crash reporter writes outside of the profile.
    env: { ...process.env, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
    args: [
      // The run depends on nothing but this machine, and is the same with and without a network.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-gpu',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/**
 * @param {Page} page
 * @param {BrowserContext} browser
 * @param {ReturnType<typeof testLines>} lines
 * @returns {Promise<number>} the exit code, once the workbench reports one
 */
function watch(page, browser, lines) {
  page.on('console', (message) => lines.read(message.text()));
  return new Promise((resolve, reject) => {
    page.once('crash', () => reject(new Error('the page of VS Code crashed')));
    browser.once('close', () => reject(new Error('Chromium ended before the tests')));
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
}

/**
 * @param {string} port
 * @param {string} token
 * @param {RunOptions} options
 */
function workbenchUrl(port, token, { workspace, extensionDevelopmentPath, extensionTestsPath }) {
  const authority = `127.0.0.1:${port}`;
  const remote = (/** @type {string} */ path) =>
    `vscode-remote://${authority}${path.split('/').map(encodeURIComponent).join('/')}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extensionDevelopmentPath)],
    ['extensionTestsPath', remote(extensionTestsPath)],
  ];
  const kind = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
  const query = new URLSearchParams({ tkn: token, [kind]: workspace, payload: JSON.stringify(payload) });
  return `http://${authority}/?${query}`;
}

/**
 * Best effort: it must not hide why the run failed.
 *
 * @param {Page} page
 * @param {string} data
 * @param {string | undefined} artifacts
 * @param {Log} log
 */
async function keepEvidence(page, data, artifacts, log) {
  if (!artifacts) return;
  await mkdir(artifacts, { recursive: true });
  await page.screenshot({ path: join(artifacts, 'failed.png'), timeout: 5000 }).catch(() => {});
  await cp(join(data, 'data/logs'), join(artifacts, 'logs'), { recursive: true }).catch(() => {});
  log(`a screenshot and the logs of VS Code are in ${artifacts}`);
}
