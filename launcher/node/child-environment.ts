import { Env } from './environment.ts';

/** What a process has to know for its children to be debugged as well. */
export interface Following {
  /** What brings a child to the debugger, or tells it to wait for one: variables of its environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** The words of NODE_OPTIONS that load the bootstrap. */
  readonly preload: string;
  /** Whether this process is outside of the process group that the debugger can signal. */
  readonly apart: boolean;
}

/** The variables for children of a process that has come to a debugger: they come to the same one. */
export const comingTo = (launcherArgs: readonly string[], token: string): Following['variables'] => ({
  [Env.launcherArgs]: JSON.stringify(launcherArgs),
  [Env.token]: token,
  [Env.reportExit]: '1',
  [Env.follow]: '1',
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
  { variables, preload, apart }: Following,
): readonly string[] {
  if (envPairs.some((pair) => nameOf(pair) === Env.token || nameOf(pair) === Env.listen)) return envPairs;
  const own = envPairs.find((pair) => nameOf(pair) === NODE_OPTIONS)?.slice(NODE_OPTIONS.length + 1);
  const added = {
    [NODE_OPTIONS]: own ? `${preload} ${own}` : preload,
    ...variables,
    [Env.preload]: preload,
    [Env.parent]: String(process.pid),
    ...((apart || detached) && { [Env.apart]: '1' }),
  };
  return [
    ...envPairs.filter((pair) => nameOf(pair) !== NODE_OPTIONS),
    ...Object.entries(added).map(([name, value]) => `${name}=${value}`),
  ];
}

const NODE_OPTIONS = 'NODE_OPTIONS';

function nameOf(pair: string): string {
  const name = pair.slice(0, pair.indexOf('=', 1));
  return process.platform === 'win32' ? name.toUpperCase() : name;
}

/** NODE_OPTIONS as they are without the words that load the bootstrap; undefined when nothing is left. */
function withoutPreload(options: string, preload: string): string | undefined {
  const start = options.indexOf(preload);
  if (start < 0) return options;
  const rest = options.slice(0, start) + options.slice(start + preload.length).replace(/^ /, '');
  return rest === '' ? undefined : rest;
}

/** Takes them out of the environment of this process. */
export function hidePreload(preload: string): void {
  const options = withoutPreload(process.env.NODE_OPTIONS ?? '', preload);
  if (options === undefined) delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = options;
}
