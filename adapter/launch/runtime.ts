import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { errors } from '../../protocol/errors.ts';
import { real } from '../util/disk.ts';
import { type Environment, mergeEnvironment } from './environment.ts';
import { findExecutable } from './search-path.ts';

/** The oldest Node.js whose programs are debugged: the oldest that is tested, and the launcher needs what came shortly before it. */
export const OLDEST_NODE = '20.19.0';
const VERSION_LIMIT_MS = 5000;

export interface Runtime {
  readonly path: string;
  /** What the runtime itself needs in its environment. */
  readonly environment: Readonly<Record<string, string | null>>;
  /** False for whatever else was set as `runtimeExecutable`: npm, tsx, a script. */
  readonly isNode: boolean;
}

/**
 * The runtime of an external program: what was asked for, or the `node` on the program's PATH, or, when there is none,
 * the one that runs this adapter, which inside an editor is an Electron that can act as Node.
 */
export function findRuntime(asked: string | null | undefined, cwd: string, env: Environment): Runtime {
  const path = findExecutable(asked ?? 'node', cwd, env);
  if (path) {
    // An Electron host hands this variable down; to any other runtime it is noise, to an Electron app it is harmful.
    return {
      path,
      environment: { ELECTRON_RUN_AS_NODE: null },
      isNode: /^node(js)?(\.exe)?$/i.test(basename(path)),
    };
  }
  if (asked) throw errors.runtimeNotFound(asked);
  const electron = 'electron' in process.versions;
  return { path: process.execPath, environment: electron ? { ELECTRON_RUN_AS_NODE: '1' } : {}, isNode: true };
}

/** True when the runtime is the very executable that runs this code, so that `process` can be asked about it. */
export const isOurOwn = (runtime: Runtime): boolean => real(runtime.path) === real(process.execPath);

const versions = new Map<string, Promise<string | undefined>>();

/**
 * The version of a Node, without the leading v, or undefined when it does not say. Asking means starting it, some tens
 * of milliseconds: done only where the answer is needed, and once for each executable as it stands.
 */
export function nodeVersion(runtime: Runtime): Promise<string | undefined> {
  if (isOurOwn(runtime)) return Promise.resolve(process.versions.node);
  const key = `${runtime.path}\n${statSync(runtime.path, { throwIfNoEntry: false })?.mtimeMs}`;
  const version = versions.get(key) ?? askVersion(runtime);
  versions.set(key, version);
  return version;
}

function askVersion(runtime: Runtime): Promise<string | undefined> {
  // Not with the user's NODE_OPTIONS: they may be the very reason for asking.
  const env = mergeEnvironment([process.env, runtime.environment, { NODE_OPTIONS: null }]);
  return new Promise((resolve) => {
    execFile(
      runtime.path,
      ['--version'],
      { env, timeout: VERSION_LIMIT_MS, windowsHide: true },
      (_error, stdout) => resolve(/^v(\d+\.\d+\.\d+)/.exec(String(stdout))?.[1]),
    );
  });
}

export function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [version, least].map((text) => text.split('.').map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
