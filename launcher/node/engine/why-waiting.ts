import { existsSync } from 'node:fs';
import path from 'node:path';
import type { UserBreakpoint } from './breakpoint.ts';
import type { Script } from './scripts.ts';
import type { SourceMap } from './source-map.ts';
import type { Thread } from './thread.ts';

const MAX_PROBLEMS = 3;

/** Why a breakpoint is not bound that nothing speaks against: what was looked at, and what may have gone wrong. */
export function whyWaiting(breakpoint: UserBreakpoint, threads: Iterable<Thread>): string {
  const file = breakpoint.path;
  if (!path.isAbsolute(file)) return 'Not loaded yet: no script of this name has run so far.';
  const scripts = [...threads].flatMap((thread) => [...thread.scripts.all()]);
  const elsewhere = namedElsewhere(file, scripts);
  if (elsewhere) return elsewhere;
  if (!existsSync(file))
    return `The file ${file} does not exist, and no source map that was read so far names it.`;
  const problems = new Set(
    scripts.flatMap(({ mapProblem, path: script }) =>
      mapProblem && !script?.includes('node_modules') ? [mapProblem] : [],
    ),
  );
  const waiting =
    'Not loaded yet: no script that has run so far comes from this file. It binds when the file is loaded.';
  return problems.size === 0
    ? waiting
    : `${waiting} Note that ${[...problems].slice(0, MAX_PROBLEMS).join('; ')}.`;
}

/** A map names a file that is called like this one, in a place where there is none: its names have to be put right. */
function namedElsewhere(file: string, scripts: readonly Script[]): string | undefined {
  for (const { map, path: script } of scripts) {
    const meant = map && sourceLike(file, map);
    if (!meant) continue;
    const [from, to] = withoutCommonEnd(meant, file);
    return (
      `The source map of ${script ?? map.url} names ${meant}, which does not exist. If that is this file, set ` +
      `"sourceMapPathOverrides": { ${JSON.stringify(`${from}*`)}: ${JSON.stringify(`${to}*`)} }.`
    );
  }
  return undefined;
}

function sourceLike(file: string, map: SourceMap): string | undefined {
  const name = path.basename(file);
  const end = `${path.sep}${name}`;
  const source = map.sources.find(
    (one) => one.path.endsWith(end) && one.path !== file && !existsSync(one.path),
  );
  return source?.path;
}

function withoutCommonEnd(a: string, b: string): [string, string] {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  // Whole names only: cut behind a separator.
  const tail = a.slice(a.length - length);
  const kept = tail.slice(tail.indexOf(path.sep) + 1).length;
  return [a.slice(0, a.length - kept), b.slice(0, b.length - kept)];
}
