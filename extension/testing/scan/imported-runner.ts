import type { Names } from './javascript-calls.ts';

/** What a file says about who runs its tests. */
export interface Imported {
  /** The module that it takes their functions from, such as `node:test`. */
  readonly module: string;
  readonly names: Names;
}

/** Those whose functions are named like those of others; of what we cannot run as well, so that nothing is offered there. */
const MODULES =
  /^(?:node:test|vitest|@jest\/globals|mocha|bun:test|@playwright\/test|@playwright\/experimental-ct-\w+|ava|tap|uvu|cypress|@japa\/runner|qunit|jasmine|@std\/testing\/bdd)$/;
const IMPORTS =
  /\bimport\s+(?!type\b)([\w$\s{},*]+?)\s+from\s*(['"])([^'"\n]+)\2|\b(?:const|let|var)\s+([\w$]+|\{[\w$\s,:]*\})\s*=\s*require\(\s*(['"])([^'"\n]+)\5\s*\)((?:\.\w+)?)/g;
const NAMED = /([\w$]+)\s*(?:\bas\b|:)\s*([\w$]+)/g;

/** Reads the imports of a source; undefined where it imports from no runner, and uses what that has put there for all. */
export function importedRunner(source: string): Imported | undefined {
  for (const match of source.matchAll(IMPORTS)) {
    const module = match[3] ?? match[6]!;
    if (!MODULES.test(module)) continue;
    return { module, names: namesIn(match[1] ?? match[4]!, match[7]?.slice(1)) };
  }
  return undefined;
}

/** What is imported as a whole is called by members, or is `test` itself. */
function namesIn(clause: string, member: string | undefined): Names {
  const names = new Map<string, string>();
  for (const [, imported, local] of clause.matchAll(NAMED))
    if (imported !== '*') names.set(local!, imported!);
  const [, namespace] = /\*\s*as\s+([\w$]+)/.exec(clause) ?? [];
  if (namespace) names.set(namespace, '*');
  const [whole] = /^[\w$]+/.exec(clause) ?? [];
  if (whole && whole !== 'import') names.set(whole, member || 'test');
  return names;
}
