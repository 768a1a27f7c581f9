import path from 'node:path';
import { packageManagerOf } from '../../protocol/package-managers.ts';
import { type Following, hidePreload, hidePython } from './child-environment.ts';
import { Control, holdUntilReleased, newControlBlock, raise } from './engine/control-block.ts';
import { Env, take } from './environment.ts';
import { watchExit } from './exit-watch.ts';
import { followChildren } from './follow-children.ts';
import { pythonFollower } from './python-children.ts';
import { isNewEnough, startThread } from './start-thread.ts';
import type { ListeningSetup } from './thread-setup.ts';

/** What the user wants of a program that waits for debuggers. */
export interface Listening {
  readonly place: string;
  readonly token: string | undefined;
  readonly wait: boolean;
  readonly quiet: boolean;
  readonly allowNonLoopback: boolean;
  /** The words of NODE_OPTIONS that load the bootstrap, where it was not the user who put them there. */
  readonly preload: string | undefined;
  /** The directory in PYTHONPATH that brings Python along, where it was not the user who put it there. */
  readonly python: string | undefined;
}

/** Removed from the environment that the program will see. */
export function takeListening(): Listening | undefined {
  const place = take(Env.listen);
  const wait = take(Env.wait) === '1';
  const quiet = take(Env.quiet) === '1';
  const allowNonLoopback = take(Env.allowNonLoopback) === '1';
  // What else is there belongs to a debugger that has started this process.
  if (!place || process.env[Env.launcherArgs] !== undefined) return undefined;
  const [preload, python] = [take(Env.preload), take(Env.pythonPath)];
  return { place, wait, quiet, allowNonLoopback, token: take(Env.token), preload, python };
}

/** Lets the program run as it would, with a thread beside it that waits for debuggers. */
export function listen(
  { place, token, wait, quiet, allowNonLoopback, preload, python }: Listening,
  { main, isTestRunner }: { readonly main: string | undefined; readonly isTestRunner: boolean },
): void {
  if (preload !== undefined) hidePreload(preload);
  if (python !== undefined) hidePython(python);
  if (!isNewEnough()) {
    if (!quiet) process.stderr.write(`Tandem cannot debug Node.js ${process.version}: it is too old.\n`);
    return;
  }
  const control = newControlBlock();
  Atomics.store(control, Control.unattended, 1);
  const following: Following = {
    preload: preload ?? `--require ${JSON.stringify(__filename)}`,
    apart: false,
    python: pythonFollower(),
    // Each has a place of its own: two cannot listen in one.
    variables: {
      [Env.listen]: 'auto',
      ...(wait && { [Env.wait]: '1' }),
      ...(quiet && { [Env.quiet]: '1' }),
    },
  };
  if (isTestRunner || isGoBetween(main)) {
    followChildren({ following, control });
    return;
  }
  const setup: ListeningSetup = {
    control,
    place,
    allowNonLoopback,
    token,
    quiet,
    main,
    title: main === undefined ? 'node' : path.basename(main),
    cwd: process.cwd(),
    startedAt: Date.now(),
  };
  watchExit(control, startThread('listening-thread.cjs', setup, directories()));
  followChildren({ following, control });
  if (!wait) raise(control, Control.released);
  holdUntilReleased(control);
}

/** What tells the thread where programs are published: the debugger looks in the same places. */
function directories(): NodeJS.ProcessEnv {
  const names = new Set(['XDG_RUNTIME_DIR', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot']);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => names.has(name)));
}

/** Package managers, which only start what the user means, and our own command line. */
const isGoBetween = (main: string | undefined): boolean =>
  main !== undefined &&
  (packageManagerOf(main) !== undefined || main === path.resolve(__dirname, '../../cli.js'));
