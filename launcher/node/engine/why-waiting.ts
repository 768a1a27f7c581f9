import { existsSync } from 'node:fs';
import path from 'node:path';
import type { UserBreakpoint } from './breakpoint.ts';
import { adviseOverride } from './override-advice.ts';
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
  const like = namesake(file, scripts);
  const notes = [...(like ? [loadedInstead(like)] : []), ...[...problems].slice(0, MAX_PROBLEMS)];
  return notes.length === 0 ? waiting : `${waiting} Note that ${notes.join('; ')}.`;
}

/** A map names a file that is called like this one, in a place where there is none: its names have to be put right. */
function namedElsewhere(file: string, scripts: readonly Script[]): string | undefined {
  for (const { map, path: script } of scripts) {
    const meant = map && sourceLike(file, map);
    if (!meant) continue;
    return (
      `The source map of ${script ?? map.url} names ${meant}, which does not exist. If that is this file, set ` +
      `${adviseOverride(meant, file)}.`
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

const stem = (file: string): string => path.basename(file).replace(/(?<!^)\.[^.]*$/, '');

/** A script that was loaded and is called like this file: a copy of it, or what it was compiled to. */
function namesake(file: string, scripts: readonly Script[]): Script | undefined {
  const name = stem(file);
  // Every package has one of these.
  if (name === 'index') return undefined;
  return scripts.find(
    ({ path: script, isOwn }) =>
      script !== undefined && !isOwn && !script.includes('node_modules') && stem(script) === name,
  );
}

const loadedInstead = ({ path: script, mapUrl }: Script): string =>
  mapUrl
    ? `${script} was loaded, whose source map does not name this file`
    : `${script} was loaded, which has no source map`;
