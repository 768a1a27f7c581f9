import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { upwards } from '../../adapter/launch/runtimes/python-environments.ts';
import { namesIn } from '../../adapter/util/disk.ts';

/** What we use of a package.json. */
export interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: ReadonlySet<string>;
  /** Names of properties, which may hold the settings of a tool. */
  readonly properties: ReadonlySet<string>;
}

/** A directory that a file is in, and what is in it. */
export interface Directory {
  readonly path: string;
  readonly names: ReadonlySet<string>;
  /** Undefined where there is none that can be read. */
  readonly manifest: Manifest | undefined;
}

/** The directories from one upwards, as far as its repository goes. */
export function directoriesAround(directory: string): Directory[] {
  const directories: Directory[] = [];
  for (const path of upwards(directory)) {
    const names = new Set(namesIn(path));
    directories.push({ path, names, manifest: names.has('package.json') ? readManifest(path) : undefined });
    if (names.has('.git')) break;
  }
  return directories;
}

function readManifest(directory: string): Manifest | undefined {
  const read = readJson(join(directory, 'package.json'));
  if (!isObject(read)) return undefined;
  const scripts = Object.entries(isObject(read.scripts) ? read.scripts : {});
  const lists = [read.dependencies, read.devDependencies, read.optionalDependencies, read.peerDependencies];
  return {
    scripts: Object.fromEntries(
      scripts.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    dependencies: new Set(lists.flatMap((list) => (isObject(list) ? Object.keys(list) : []))),
    properties: new Set(Object.keys(read)),
  };
}

/** Undefined for what is not there, or is no JSON (yet). */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
