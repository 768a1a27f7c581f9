import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { preloadEnvironment } from '../../../adapter/launch/node-options.ts';

/** Settings by which a program that was started by somebody else is attached to. */
export type Reach = Readonly<Record<string, unknown>>;

/** A way to attach: how the program is started for it, what it says when it can be joined, and what the client asks for. */
export interface Way {
  readonly options: readonly string[];
  readonly env: (launcherDirectory: string) => NodeJS.ProcessEnv;
  readonly ready: RegExp;
  readonly reach: (pid: number, said: string) => Reach;
}

const nothing = (): NodeJS.ProcessEnv => ({});
const waiting = (launcherDirectory: string): NodeJS.ProcessEnv => ({
  TANDEM_LISTEN: 'auto',
  ...preloadEnvironment(join(launcherDirectory, 'bootstrap.cjs'), undefined),
});
/** A command that leads back here. */
const PIPE = { pipe: ['sh', '-c', 'exec "$@"', '--'], runtimeExecutable: process.execPath };
const WAITS = /^tandem attach \S+ {2}# .*, (\S+)$/m;

export const WAYS = {
  'its endpoint': {
    options: [],
    env: waiting,
    ready: WAITS,
    reach: (_, endpoint) => ({ endpoint }),
  },
  'its process id': {
    options: ['--inspect-port=0'],
    env: nothing,
    ready: /^(up)$/m,
    reach: (processId) => ({ processId }),
  },
  'its inspector': {
    options: ['--inspect=0'],
    env: nothing,
    ready: /listening on ws:\/\/\S+:(\d+)\//,
    reach: (_, port) => ({ port: Number(port) }),
  },
  'it over a pipe': {
    options: [],
    env: waiting,
    ready: WAITS,
    reach: (processId) => ({ ...PIPE, processId }),
  },
} as const satisfies Readonly<Record<string, Way>>;

export type WayName = keyof typeof WAYS;

/** A program that somebody else has started, as a user would. */
export class StartedProgram {
  readonly #child: ChildProcess;
  /** Resolves when it has ended. */
  readonly ended: Promise<unknown>;
  #said = '';
  #heard: () => void = () => {};

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.ended = once(child, 'close').then(() => this.#heard());
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#said += text;
        this.#heard();
      });
    }
  }

  /** Resolves when it can be joined, with what a client asks for to do so. */
  static async start(
    way: Way,
    file: string,
    launcherDirectory: string,
    {
      args = [],
      env = process.env,
    }: { readonly args?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
  ): Promise<{ readonly program: StartedProgram; readonly reach: Reach }> {
    const program = new StartedProgram(
      spawn(process.execPath, [...way.options, file, ...args], {
        env: { ...env, ...way.env(launcherDirectory) },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    const [, what = ''] = await program.#says(way.ready);
    return { program, reach: way.reach(program.pid, what) };
  }

  get pid(): number {
    return this.#child.pid!;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Forgets what it has said, and resolves when it has said more: it runs. Rejects when it has ended. */
  async runs(): Promise<void> {
    this.#said = '';
    await this.#says(/(?:tick \d+\n){2}/);
  }

  async #says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.#said);
      if (match) return match;
      const { exitCode, signalCode } = this.#child;
      if (exitCode !== null || signalCode !== null) throw new Error(`the program has ended: ${this.#said}`);
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
  }
}
