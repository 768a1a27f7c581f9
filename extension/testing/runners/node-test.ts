import { mergeEnvironment } from '../../../adapter/launch/environment.ts';
import { findRuntime, isAtLeast, nodeVersion } from '../../../adapter/launch/runtime.ts';
import { type TestItem, trailOf } from '../scan/test-item.ts';
import type { JavaScriptRunner } from './javascript-runner.ts';
import { fullNamePattern, ownNamePattern } from './name-pattern.ts';

/** The first Node that knows a test by the names of its suites as well. */
const FULL_NAMES_SINCE = '22.1.0';

export const NODE_TEST: JavaScriptRunner = {
  name: 'node:test',
  module: 'node:test',
  configurationFiles: /(?!)/,
  mention: /\s--test\b/,
  options: new Set(),

  // The file itself, and not `node --test`, which would start a process for it.
  async settings({ item, items }, { file, cwd, node }) {
    const filter = item ? nameFilter(item, items, await knowsFullNames(item, items, cwd)) : [];
    return { program: file, cwd, runtimeArgs: [...node, ...filter] };
  },
};

/**
 * A pattern is matched with a test's own name and, since 22, with its full name; a suite that matches runs all that it holds.
 * So what is only called like what is wanted is left out by its full name. Node 20 runs it too.
 */
function nameFilter(item: TestItem, items: readonly TestItem[], byFullName: boolean): string[] {
  if (!byFullName) return [`--test-name-pattern=${ownNamePattern(item)}`];
  const wanted = fullNamePattern(item);
  const others = namesakes(item, items).map((it) => `--test-skip-pattern=^${fullNamePattern(it)}$`);
  return [`--test-name-pattern=^${wanted}$`, ...new Set(others)];
}

/** Items elsewhere whose own name is the full name of this one, which only one that stands in no suite has. */
const namesakes = (item: TestItem, items: readonly TestItem[]): readonly TestItem[] =>
  items.filter(
    (other) =>
      other.parent &&
      !trailOf(other).includes(item) &&
      ownNamePattern(other) === `^${fullNamePattern(item)}$`,
  );

/** The Node of the tests is asked only where it matters; one that does not answer is taken for a new one. */
async function knowsFullNames(item: TestItem, items: readonly TestItem[], cwd: string): Promise<boolean> {
  if (!item.parent && namesakes(item, items).length === 0) return true;
  const version = await nodeVersion(findRuntime(undefined, cwd, mergeEnvironment([process.env])));
  return version === undefined || isAtLeast(version, FULL_NAMES_SINCE);
}
