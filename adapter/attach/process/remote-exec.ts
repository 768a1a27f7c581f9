import { execFile } from 'node:child_process';

/** What a Python says of itself. */
export interface PythonTraits {
  /** As in `3.14.0`. */
  readonly version: string;
  /** It can be told to run a script in a process that runs. */
  readonly canEnter: boolean;
}

const ASK = `import sys
can = getattr(sys, "is_remote_debug_enabled", None)
sys.stdout.write("%d.%d.%d %d" % (*sys.version_info[:3], bool(can and can())))`;

const ENTER = 'import sys; sys.remote_exec(int(sys.argv[1]), sys.argv[2])';

const LIMIT_MS = 10_000;

/** Asks an executable, in a process of its own. Rejects with why it cannot be run. */
export async function askPython(executable: string): Promise<PythonTraits> {
  const [version, can] = (await run(executable, ASK)).split(' ');
  return { version: version!, canEnter: can === '1' };
}

/**
 * Has a process run a script as soon as its main thread runs Python code; that is asked for by its own executable, which
 * knows the places in its memory. Rejects with what the system, or Python, says.
 */
export async function remoteExec(executable: string, pid: number, script: string): Promise<void> {
  await run(executable, ENTER, String(pid), script);
}

/** Resolves with what was written on standard output; rejects with the last line on standard error. */
function run(executable: string, code: string, ...args: string[]): Promise<string> {
  // Nothing of the user's own is loaded, nor anything that is not needed.
  const words = ['-I', '-S', '-c', code, ...args];
  return new Promise((resolve, reject) => {
    execFile(executable, words, { timeout: LIMIT_MS, windowsHide: true }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim().split('\n').at(-1) || error.message));
      else resolve(stdout);
    });
  });
}
