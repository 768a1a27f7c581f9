import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { runInServer } from '../../test/vscode/host/run-server.mjs';
import { ensureServerHost } from '../../test/vscode/host/server-host.mjs';

const timeoutMs = 60 * 60_000;
const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Runs a module in the extension host of a VS Code, and returns what it has to say.
 *
 * @template Results
 * @param {object} options
 * @param {string} options.entry the module, which exports `run()`
 * @param {string} options.folder for the results
 * @param {string} options.workspace to open
 * @param {object} options.order for the module, in `TANDEM_BENCH`, together with `out`: the file for the results
 * @param {string} [options.extension] the one in development; this one, as built
 * @returns {Promise<Results>}
 */
export async function inEditor({ entry, folder, workspace, order, extension = path('../..') }) {
  const out = join(folder, 'results.json');
  process.env.TANDEM_BENCH = JSON.stringify({ ...order, out }); // the extension host inherits it
  const log = (/** @type {string} */ line) => console.error(line); // stdout is for the results
  const code = await runInServer({
    host: await ensureServerHost(log),
    workspace,
    extensionDevelopmentPath: resolve(extension),
    extensionTestsPath: await bundled(entry),
    timeoutMs,
    log,
  });
  if (code !== 0) throw new Error(`VS Code ended with ${code}`);
  return JSON.parse(await readFile(out, 'utf8'));
}

/** @param {string} entry */
async function bundled(entry) {
  const outfile = path(`../../dist-test/bench-${basename(dirname(entry))}/index.cjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    external: ['vscode'],
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
  return outfile;
}
