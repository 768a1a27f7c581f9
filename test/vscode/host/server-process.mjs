import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ending, killGroup, run } from './command.mjs';
import { unattended } from './scope.mjs';
import { installStandIns } from './stand-ins.mjs';
import { editorFreeEnvironment, workbenchSettings } from './workbench.mjs';

/** @typedef {import('./server-host.mjs').ServerHost} ServerHost */
/** @typedef {import('./steps.mjs').Log} Log */
/** @typedef {Awaited<ReturnType<typeof furnish>>} Places */

/** By it stage.ts finds the stage, and a process that was left behind is known. */
export const stageVariable = 'TANDEM_STAGE';
const guard = fileURLToPath(new URL('server-guard.mjs', import.meta.url));

/**
 * Everything of the run is in one folder; TMPDIR is in there too, so that sockets in it go with it.
 *
 * @param {string} root
 * @param {{ settings?: Record<string, unknown> }} options
 */
export async function furnish(root, { settings }) {
  const data = join(root, 'data');
  const extensions = join(root, 'extensions');
  const temporary = join(root, 't'); // short: the paths of Unix sockets are limited
  const tokenFile = join(root, 'token');
  const token = randomBytes(32).toString('hex');

  await mkdir(join(data, 'data/User'), { recursive: true });
  await mkdir(temporary);
  await installStandIns(extensions);
  await writeFile(tokenFile, token, { mode: 0o600 });
  await writeFile(
    join(data, 'data/User/settings.json'),
    JSON.stringify({ ...workbenchSettings, ...settings }, null, 2),
  );
  const args = ['--server-data-dir', data, '--extensions-dir', extensions];
  const env = {
    ...editorFreeEnvironment(),
    TMPDIR: temporary,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    // Take the environment as it is. Else VS Code runs the user's login shell to learn it, for up to ten seconds, and
    // killing that in the middle of its start-up files leaves their locks behind.
    VSCODE_CLI: '1',
  };
  return { data, token, tokenFile, args, env };
}

/**
 * @param {ServerHost} host
 * @param {Places} places
 * @param {string} vsix
 * @param {Log} log
 */
export async function installExtension(host, places, vsix, log) {
  log(`installing ${vsix}`);
  await run(host.node, [host.serverMain, ...places.args, '--install-extension', vsix], { env: places.env });
}

/**
 * @param {ServerHost} host
 * @param {Places} places
 * @param {string} stageUrl
 * @param {{ restricted?: boolean }} options
 */
export function startServer(host, places, stageUrl, { restricted }) {
  const child = spawn(
    host.node,
    [
      guard,
      host.serverMain,
      ...['--host', '127.0.0.1', '--port', '0', '--connection-token-file', places.tokenFile],
      ...['--accept-server-license-terms', '--telemetry-level', 'off'],
      ...(restricted ? [] : ['--disable-workspace-trust']),
      '--enable-smoke-test-driver', // or a released build ignores the payload
      ...places.args,
    ],
    {
      // The extension host inherits this environment, and so does every program that is debugged.
      env: { ...places.env, [stageVariable]: stageUrl },
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const ended = ending(child);
  let output = '';
  /** @type {Promise<never>} */
  const died = unattended(
    ended.then((end) => {
      throw new Error(`the VS Code server ended with ${end}:\n${output.trim()}`);
    }),
  );
  /** @type {Promise<string>} */
  const port = new Promise((resolve) => {
    const read = (/** @type {string} */ text) => {
      output += text;
      const [, found] = /listening on (\d+)/.exec(output) ?? [];
      if (found) resolve(found);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
  });

  return {
    port: unattended(Promise.race([port, died])),
    died,
    async stop() {
      killGroup(child.pid, 'SIGKILL');
      await ended.catch(() => {});
    },
  };
}
