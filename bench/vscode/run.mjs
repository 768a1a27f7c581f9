// Compares Tandem with js-debug inside a real VS Code. `--help` says how.

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
import { makeBundle } from './bundle.mjs';
import { reportText } from './report.ts';

const HELP = `Measures js-debug, Tandem external and Tandem in-process in one run of VS Code, in turns.

npm run bench:vscode -- [options]
  --runs N           how often each is measured (7)
  --warm-up N        how often each runs before that (1)
  --only NAME        measure only this; may be repeated
  --extension DIR    the extension to measure (this one, as built)
  --json             print all samples as JSON
`;

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
const timeoutMs = 60 * 60_000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '7' },
    'warm-up': { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [] },
    extension: { type: 'string', default: path('../..') },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else process.exitCode = await withScope(measure);

/** @param {import('../../test/vscode/host/scope.mjs').Scope} scope */
async function measure(scope) {
  const folder = await temporaryFolder(scope, join(tmpdir(), 'tandem-bench-'));
  const workspace = join(folder, 'workspace');
  const bundle = join(folder, 'bundle');
  const out = join(folder, 'results.json');
  await mkdir(workspace);
  await cp(path('../programs'), workspace, { recursive: true });
  await cp(path('programs'), workspace, { recursive: true });
  if (values.only.length === 0 || values.only.includes('bundle')) await makeBundle(bundle);
  /** @type {import('./suite/index.ts').Order} */
  const order = {
    runs: Number(values.runs),
    warmUp: Number(values['warm-up']),
    only: values.only,
    programs: workspace,
    bundle,
    out,
  };
  process.env.TANDEM_BENCH = JSON.stringify(order);

  const log = (/** @type {string} */ line) => console.error(line); // stdout is for the results
  const code = await runInServer({
    host: await ensureServerHost(log),
    workspace,
    extensionDevelopmentPath: resolve(values.extension),
    extensionTestsPath: await buildSuite(),
    timeoutMs,
    log,
  });
  if (code !== 0) return code;
  /** @type {import('./suite/index.ts').EditorResults} */
  const results = JSON.parse(await readFile(out, 'utf8'));
  const { measured, ...host } = results;
  const machine = { ...host, cores: availableParallelism(), runs: order.runs };
  console.log(
    values.json ? JSON.stringify({ ...machine, measured }, undefined, 2) : reportText(machine, measured),
  );
  return measured.some(({ failure }) => failure) ? 1 : 0;
}

async function buildSuite() {
  const outfile = path('../../dist-test/bench-vscode/index.cjs');
  await build({
    entryPoints: [path('suite/index.ts')],
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
