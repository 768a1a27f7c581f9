import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { preloadEnvironment } from '../../adapter/launch/node-options.ts';
import { files } from './fixtures.ts';
import { launcherDirectory } from './standalone.ts';

/** A directory of the test's own in which programs publish themselves. */
export function ownMeetingPlace(): string {
  const home = join(files({}), 'run');
  mkdirSync(home, { mode: 0o700 });
  return home;
}

export interface WaitingOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node's own. */
  readonly nodeArgs?: readonly string[];
  /** Runs it instead of Node. */
  readonly python?: string | undefined;
  /** It sees by itself to it that it waits. */
  readonly alone?: boolean;
}

/** A program with the launcher in it that waits for debuggers, started as a user would start it. */
export class WaitingProgram {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly #changed: (() => void)[] = [];

  constructor(
    file: string,
    { args = [], env = {}, nodeArgs = [], python, alone = false }: WaitingOptions = {},
  ) {
    const bootstrap = join(launcherDirectory, 'bootstrap.cjs');
    const launcher = join(launcherDirectory, '../python/debug_launcher.py');
    const before = python === undefined ? nodeArgs : alone ? [] : [launcher, '--'];
    const words = [...before, file, ...args];
    this.child = spawn(python ?? 'node', words, {
      env: {
        ...process.env,
        ...(!alone && { TANDEM_LISTEN: 'auto', ...preloadEnvironment(bootstrap, undefined) }),
        ...env,
      },
      stdio: 'pipe',
    });
    for (const name of ['stdout', 'stderr'] as const) {
      this.child[name]!.setEncoding('utf8').on('data', (text: string) => {
        this[name] += text;
        for (const changed of this.#changed.splice(0)) changed();
      });
    }
    onTestFinished(async () => {
      this.child.kill('SIGKILL');
      await this.exited;
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** The exit code, or the signal that has ended it. */
  get exited(): Promise<number | NodeJS.Signals> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null)
      return Promise.resolve(child.exitCode ?? child.signalCode!);
    return once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  }

  /** Resolves with the match once what the program has written matches. */
  async says(pattern: RegExp, stream: 'stdout' | 'stderr' = 'stdout'): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this[stream]);
      if (match) return match;
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
  }

  /** Resolves with its endpoint once it can be joined. */
  async waits(): Promise<string> {
    const [, endpoint] = await this.says(/^tandem attach \S+ {2}# .*, (\S+)$/m, 'stderr');
    return endpoint!;
  }

  /** Forgets what was written on standard output, and resolves when more has come: the program runs. */
  async runs(): Promise<void> {
    this.stdout = '';
    await this.says(/\n.*\n/);
  }
}
