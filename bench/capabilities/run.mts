// Which requests and capabilities adapters have, by asking them: docs/CAPABILITIES.md is made here.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { build } from '../../scripts/build.mjs';
import { isGeneratedFresh, writeGenerated } from '../report/generated.ts';
import { debugpy, delve, TANDEM, type TriedAdapter, tandemAdapters } from './adapters.ts';
import { type ColumnName, readAnswers, writeAnswers } from './answer-files.ts';
import { capabilityTables } from './document.ts';
import { type Found, found } from './found.ts';
import { tryAll } from './try-all.ts';

const HELP = `Asks Tandem what it can do, and writes it into docs/CAPABILITIES.md, beside what other adapters have said.

npm run capabilities -- [options]
  --check            write nothing; exit with 1 when what Tandem says is not what is written there
  --js-debug         ask js-debug as well, in the VS Code of the tests
  --debugpy PYTHON   ask debugpy as well, with an interpreter that has it
  --delve DLV        ask delve as well, by its command
`;

const DOCUMENT = new URL('../../docs/CAPABILITIES.md', import.meta.url);
const TABLES = 'what adapters answer';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      'js-debug': { type: 'boolean', default: false },
      debugpy: { type: 'string' },
      delve: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const answers = await askTandem();
  if (values.check) return check(answers);
  for (const name of TANDEM) writeAnswers(name, answers.get(name)!);
  if (values.debugpy) {
    const version = run(values.debugpy, '-c', 'import debugpy; print(debugpy.__version__)');
    writeAnswers('debugpy', await ask(debugpy(values.debugpy), version));
  }
  if (values.delve) {
    const [version = ''] = /(?<=Version: ).*/.exec(run(values.delve, 'version')) ?? [];
    writeAnswers('delve', await ask(delve(values.delve), version));
  }
  if (values['js-debug']) {
    const { askJsDebug } = await import('../vscode/capabilities/run.mjs');
    writeAnswers('js-debug', await askJsDebug());
  }
  writeGenerated(DOCUMENT, TABLES, capabilityTables());
}

function check(answers: ReadonlyMap<ColumnName, Found>): void {
  // Which events came is a matter of time as well.
  const compared = ({ capabilities, requests }: Found) => ({ capabilities, requests });
  const stale = [...answers].filter(
    ([name, answer]) => !isDeepStrictEqual(compared(answer), compared(readAnswers(name))),
  );
  const fresh = stale.length === 0 && isGeneratedFresh(DOCUMENT, TABLES, capabilityTables());
  if (fresh) return;
  const what = stale.map(([name]) => name).join(' and ') || 'the document';
  throw new Error(`docs/CAPABILITIES.md is out of date (${what}): npm run capabilities`);
}

/** As it is in the source, whatever has been built. */
async function askTandem(): Promise<Map<ColumnName, Found>> {
  const home = fileURLToPath(new URL('../../dist-test', import.meta.url));
  mkdirSync(home, { recursive: true });
  const dist = mkdtempSync(`${home}/run-`);
  try {
    await build({ outdir: dist });
    const answers = new Map<ColumnName, Found>();
    for (const adapter of tandemAdapters(dist)) {
      answers.set(adapter.name as ColumnName, await ask(adapter, ''));
    }
    return answers;
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
}

async function ask({ host, programs }: TriedAdapter, version: string): Promise<Found> {
  const asked = host();
  const outcomes = await tryAll(asked, programs);
  return JSON.parse(JSON.stringify(found(version, asked, outcomes))) as Found;
}

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: 'utf8' }).trim();

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
