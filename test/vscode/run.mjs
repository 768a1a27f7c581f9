// Runs the suite inside a real VS Code:
//
//   node test/vscode/run.mjs [--vsix FILE] [--grep TEXT] [--extension DIR] [--restricted]
//
// With --restricted it is the suite of a workspace of several folders that is not trusted, which needs the server.
//
// TANDEM_VSCODE_HOST=server|desktop|auto chooses the VS Code, TANDEM_VSCODE_VERBOSE=1 shows all that it prints.

import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildSuite, suiteFolder } from './build.mjs';
import { ensureDesktopHost, runInDesktop } from './host/run-desktop.mjs';
import { runInServer } from './host/run-server.mjs';
import { Interrupted, withScope } from './host/scope.mjs';
import { ensureServerHost } from './host/server-host.mjs';
import { temporaryFolder } from './host/temporary.mjs';

/** @typedef {import('./host/run-server.mjs').RunOptions} RunOptions */
/** @typedef {(options: RunOptions) => Promise<number>} Run */

const timeoutMs = 1_200_000;
/** A window as a user finds it in which a workspace was opened for the first time. */
const RESTRICTED = {
  restricted: true,
  settings: {
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
  },
};
const log = (/** @type {string} */ line) => console.log(line);
const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

/** @typedef {'desktop' | 'server'} HostName */

/** @type {Record<HostName, () => Promise<Run>>} */
const hosts = {
  async desktop() {
    const host = await ensureDesktopHost(log);
    return (options) => runInDesktop({ ...options, host });
  },
  async server() {
    const host = await ensureServerHost(log);
    return (options) => runInServer({ ...options, host });
  },
};

const { values } = parseArgs({
  options: {
    vsix: { type: 'string' },
    grep: { type: 'string' },
    extension: { type: 'string' },
    restricted: { type: 'boolean' },
  },
});
if (values.grep !== undefined) process.env.TANDEM_VSCODE_GREP = values.grep; // the extension host inherits it
if (values.restricted) process.env.TANDEM_VSCODE_SUITE = 'restricted';

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Interrupted ? `vscode tests: ${error.message}` : error);
  process.exitCode = error instanceof Interrupted ? 130 : 1;
}

async function main() {
  const wish = process.env.TANDEM_VSCODE_HOST || 'auto';
  if (wish !== 'auto' && wish !== 'server' && wish !== 'desktop') {
    throw new Error(`TANDEM_VSCODE_HOST is ${wish}: it must be server, desktop or auto`);
  }
  const chosen = await choose(wish === 'auto' || values.restricted ? candidates() : [wish]);
  if (typeof chosen === 'function') return runSuite(chosen);

  // Where tests are demanded, not running them is a failure; on a developer's machine it must only be seen.
  const demanded = wish !== 'auto' || (Boolean(process.env.CI) && process.env.CI !== 'false');
  if (demanded) console.error(`vscode tests: no VS Code to run in: ${chosen.reason}`);
  else console.log(`vscode tests NOT RUN: ${chosen.reason}`);
  return demanded ? 1 : 0;
}

/**
 * The desktop is what users have, so it comes first where it can show itself. There, nobody can click on what trusts a
 * workspace.
 * @returns {HostName[]}
 */
function candidates() {
  if (values.restricted) return ['server'];
  const headless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  return headless ? ['server'] : ['desktop', 'server'];
}

/**
 * @param {HostName[]} names
 * @returns {Promise<Run | { reason: string }>}
 */
async function choose(names) {
  /** @type {string[]} */
  const reasons = [];
  for (const name of names) {
    try {
      return await hosts[name]();
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      const why = error instanceof Error ? error.message : String(error);
      log(`vscode tests: no ${name} VS Code: ${why}`);
      reasons.push(`${name}: ${why.split('\n', 1)[0]}`);
    }
  }
  return { reason: reasons.join('; ') };
}

/** @param {Run} run */
async function runSuite(run) {
  const extensionTestsPath = await buildSuite();
  return withScope(async (scope) => {
    const scratch = await temporaryFolder(scope, join(tmpdir(), 'tandem-workspace-'));
    const workspace = join(scratch, 'workspace');
    // A copy: tests write settings and programs into it.
    await scope.own(
      () =>
        cp(path(values.restricted ? 'restricted/workspace' : 'workspace'), workspace, { recursive: true }),
      () => {}, // it goes with its folder
    );

    return run({
      workspace: values.restricted ? join(workspace, 'two.code-workspace') : workspace,
      ...(values.restricted ? RESTRICTED : {}),
      extensionTestsPath,
      // An installed extension needs one in development beside it, for VS Code to run tests at all.
      extensionDevelopmentPath: values.vsix
        ? path('host/carrier')
        : resolve(values.extension ?? path('../..')),
      ...(values.vsix ? { vsix: resolve(values.vsix) } : {}),
      artifacts: join(suiteFolder, 'artifacts'),
      timeoutMs,
      log,
    });
  });
}
