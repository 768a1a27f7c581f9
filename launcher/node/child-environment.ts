import path from 'node:path';
import { Env } from './environment.ts';

/** What a process has to know for its children to be debugged as well. */
export interface Following {
  /** What brings a child to the debugger, or tells it to wait for one: variables of its environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** The words of NODE_OPTIONS that load the bootstrap. */
  readonly preload: string;
  /** The directory that brings Python along; undefined where it cannot be debugged. */
  readonly python: string | undefined;
  /** Whether this process is outside of the process group that the debugger can signal. */
  readonly apart: boolean;
}

/** The variables for children of a process that has come to a debugger: they come to the same one. */
export const comingTo = (
  launcherArgs: readonly string[],
  token: string,
  skip?: string,
): Following['variables'] => ({
  [Env.launcherArgs]: JSON.stringify(launcherArgs),
  [Env.token]: token,
  [Env.reportExit]: '1',
  [Env.follow]: '1',
  ...(skip !== undefined && { [Env.skip]: skip }),
});

/** A child that is about to be started, as Node describes it. */
export interface ChildToStart {
  /** Its command line, with the name of the executable as the first part. */
  readonly args?: readonly string[];
  /** `NAME=value` each. */
  readonly envPairs?: readonly string[] | undefined;
  readonly detached?: boolean;
}

/**
 * The environment of a child, with what brings it to the debugger before its first line. One that another debugger has
 * prepared already is left as it is.
 */
export function debuggedEnvironment(
  { envPairs = [], detached = false }: ChildToStart,
  { variables, preload, python, apart }: Following,
): readonly string[] {
  if (envPairs.some((pair) => PREPARED.has(nameOf(pair)))) return envPairs;
  const before = (ours: string, name: string, separator: string): string => {
    const own = envPairs.find((pair) => nameOf(pair) === name)?.slice(name.length + 1);
    return own ? `${ours}${separator}${own}` : ours;
  };
  const added: Readonly<Record<string, string>> = {
    [NODE_OPTIONS]: before(preload, NODE_OPTIONS, ' '),
    ...(python && { [PYTHONPATH]: before(python, PYTHONPATH, path.delimiter), [Env.pythonPath]: python }),
    ...variables,
    [Env.preload]: preload,
    [Env.parent]: String(process.pid),
    ...((apart || detached) && { [Env.apart]: '1' }),
  };
  return [
    ...envPairs.filter((pair) => !Object.hasOwn(added, nameOf(pair))),
    ...Object.entries(added).map(([name, value]) => `${name}=${value}`),
  ];
}

/** What has one of these has been prepared by another debugger. */
const PREPARED: ReadonlySet<string> = new Set([Env.token, Env.listen, Env.session]);

const NODE_OPTIONS = 'NODE_OPTIONS';
const PYTHONPATH = 'PYTHONPATH';

function nameOf(pair: string): string {
  const name = pair.slice(0, pair.indexOf('=', 1));
  return process.platform === 'win32' ? name.toUpperCase() : name;
}

/** Takes the words that load the bootstrap out of the NODE_OPTIONS of this process. */
export const hidePreload = (preload: string): void => takeBack(NODE_OPTIONS, preload, ' ');

/** The same for what brings Python along. */
export const hidePython = (python: string): void => takeBack(PYTHONPATH, python, path.delimiter);

/** Leaves of a variable what is the user's own. */
function takeBack(name: string, ours: string, separator: string): void {
  const value = process.env[name] ?? '';
  const start = value.indexOf(ours);
  if (start < 0) return;
  const behind = value.slice(start + ours.length);
  const rest =
    value.slice(0, start) + (behind.startsWith(separator) ? behind.slice(separator.length) : behind);
  if (rest === '') delete process.env[name];
  else process.env[name] = rest;
}
