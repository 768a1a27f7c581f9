// Compares Tandem with js-debug inside a real VS Code. `--help` says how.

import { cp, mkdir } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withScope } from '../../test/vscode/host/scope.mjs';
import { temporaryFolder } from '../../test/vscode/host/temporary.mjs';
import { writeGenerated } from '../report/generated.ts';
import { makeBundle } from './bundle.mjs';
import { inEditor } from './in-editor.mjs';
import { reportText } from './report.ts';

const HELP = `Measures js-debug, Tandem external and Tandem in-process in one run of VS Code, in turns.

npm run bench:vscode -- [options]
  --runs N           how often each is measured (7)
  --warm-up N        how often each runs before that (1)
  --only NAME        measure only this; may be repeated
  --extension DIR    the extension to measure (this one, as built)
  --json             print all samples as JSON
  --write            put the tables into docs/PERFORMANCE.md as well
`;

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '7' },
    'warm-up': { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [] },
    extension: { type: 'string', default: path('../..') },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
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
  await mkdir(workspace);
  await cp(path('../programs'), workspace, { recursive: true });
  await cp(path('programs'), workspace, { recursive: true });
  if (values.only.length === 0 || values.only.includes('bundle')) await makeBundle(bundle);
  const order = {
    runs: Number(values.runs),
    warmUp: Number(values['warm-up']),
    only: values.only,
    programs: workspace,
    bundle,
  };
  /** @type {import('./suite/index.ts').EditorResults} */
  const { measured, ...host } = await inEditor({
    entry: path('suite/index.ts'),
    folder,
    workspace,
    order,
    extension: values.extension,
  });
  const machine = { ...host, cores: availableParallelism(), runs: order.runs };
  const text = reportText(machine, measured);
  console.log(values.json ? JSON.stringify({ ...machine, measured }, undefined, 2) : text);
  if (values.write)
    writeGenerated(new URL('../../docs/PERFORMANCE.md', import.meta.url), 'inside VS Code', text);
  return measured.some(({ failure }) => failure) ? 1 : 0;
}
