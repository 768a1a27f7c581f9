// Compares Tandem with js-debug inside a real VS Code:
//
//   npm run bench:vscode -- [--runs N] [--warm-up N] [--extension DIR] [--no-loop] [--json]

import { cp, mkdir, readFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { runInServer } from '../../test/vscode/host/run-server.mjs';
import { withScope } from '../../test/vscode/host/scope.mjs';
import { ensureServerHost } from '../../test/vscode/host/server-host.mjs';
import { temporaryFolder } from '../../test/vscode/host/temporary.mjs';
import { EDITOR_ROWS, LOOP_ROWS } from '../report/labels.ts';
import { printTable } from '../report/print.ts';

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
const bundle = path('../../dist-test/bench-vscode/index.cjs');
const timeoutMs = 30 * 60_000;

const { values } = parseArgs({
  allowNegative: true,
  options: {
    runs: { type: 'string', default: '15' },
    'warm-up': { type: 'string', default: '2' },
    extension: { type: 'string', default: path('../..') },
    loop: { type: 'boolean', default: true },
    json: { type: 'boolean', default: false },
  },
});

await build({
  entryPoints: [path('suite/index.ts')],
  outfile: bundle,
  bundle: true,
  external: ['vscode'],
  platform: 'node',
  format: 'cjs',
  target: 'node20',

  logLevel: 'warning',
});

process.exitCode = await withScope(async (scope) => {
  const folder = await temporaryFolder(scope, join(tmpdir(), 'tandem-bench-'));
  const workspace = join(folder, 'workspace');
  const out = join(folder, 'results.json');
  await mkdir(workspace);
  await cp(path('../programs'), workspace, { recursive: true });
  const order = { runs: Number(values.runs), warmUp: Number(values['warm-up']), loop: values.loop };
  process.env.TANDEM_BENCH = JSON.stringify({ ...order, programs: workspace, out });

  const log = (/** @type {string} */ line) => console.error(line); // stdout is for the results
  const code = await runInServer({
    host: await ensureServerHost(log),
    workspace,
    extensionDevelopmentPath: resolve(values.extension),
    extensionTestsPath: bundle,
    timeoutMs,
    log,
  });
  if (code === 0) report(JSON.parse(await readFile(out, 'utf8')));
  return code;
});

/** @param {import('./suite/index.ts').EditorResults} results */
function report(results) {
  if (values.json)
    return console.log(JSON.stringify({ cores: availableParallelism(), ...results }, undefined, 2));
  const { vscode, node, sessions, loop } = results;
  console.log(
    `VS Code ${vscode}, Node ${node}, ${availableParallelism()} cores, ${values.runs} runs each, in turns.`,
  );
  printTable('A session', EDITOR_ROWS, sessions, 'js-debug');
  if (loop) printTable('What the program needs for its own work', LOOP_ROWS, loop, 'bare');
}
