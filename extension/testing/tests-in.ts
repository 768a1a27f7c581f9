import { basename } from 'node:path';
import { javascriptRunner } from './runners/javascript-runner.ts';
import { pythonRunner } from './runners/python-runner.ts';
import type { LaunchSettings, Runner } from './runners/runner.ts';
import { importedRunner } from './scan/imported-runner.ts';
import { javascriptTests } from './scan/javascript-tests.ts';
import { pythonTests } from './scan/python-tests.ts';
import { type TestItem, titleOf, trailOf } from './scan/test-item.ts';

/** A source, as it is in the editor. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly isPython: boolean;
  /** The workspace folder, or the directory of the file. */
  readonly root: string;
  /** The interpreter of a Python file; undefined where there is none. Asked only where there are tests. */
  python(): Promise<string | readonly string[] | undefined>;
}

/** The tests of a file, and who runs them. */
export interface Tests {
  readonly runner: Runner;
  readonly items: readonly TestItem[];
}

/** Files that are called as tests are. Others are, if they import from a runner. */
const NAMED = /(?:^|[./\\_-])(?:tests?|specs?|__tests__)(?:[./\\_-]|$)/i;
const NAMED_PYTHON = /^tests?(?:_.*|\d*)\.py$|_tests?\.py$/i;

/** Undefined where there are none, or nobody who would run them. */
export const testsIn = (source: Source): Promise<Tests | undefined> =>
  source.isPython ? pythonTestsIn(source) : Promise.resolve(javascriptTestsIn(source));

function javascriptTestsIn({ file, text, root }: Source): Tests | undefined {
  const imported = importedRunner(text);
  const isNamed = NAMED.test(file.startsWith(root) ? file.slice(root.length) : file);
  if (!imported && !isNamed) return undefined;
  const runner = javascriptRunner(file, imported);
  const items = runner ? javascriptTests(text, imported?.names) : [];
  return runner && items.length > 0 ? { runner, items } : undefined;
}

async function pythonTestsIn({ file, text, root, python }: Source): Promise<Tests | undefined> {
  const all = NAMED_PYTHON.test(basename(file)) || /\bTestCase\b/.test(text) ? pythonTests(text) : [];
  const interpreter = all.length > 0 ? await python() : undefined;
  if (interpreter === undefined) return undefined;
  const runner = pythonRunner(file, interpreter, root);
  const items = all.filter((item) => runner.runs(item));
  return items.length > 0 ? { runner, items } : undefined;
}

/** What is started for an item, or for the whole file, named for it. */
export async function launchSettings(
  { runner, items }: Tests,
  item: TestItem | undefined,
  file: string,
): Promise<LaunchSettings & { readonly name: string }> {
  const title = item ? trailOf(item).map(titleOf).join(' › ') : basename(file);
  return { name: `${title} (${runner.name})`, ...(await runner.settings({ item, items })) };
}
