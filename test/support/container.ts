import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { preloadEnvironment } from '../../adapter/launch/node-options.ts';
import { files } from './fixtures.ts';
import { launcherDirectory } from './standalone.ts';

/** Where a container has its program. */
export const HOME = '/mnt/app';
/** Where it has the launcher: a checkout may be in a temporary directory, and a container has its own. */
const LAUNCHER = '/mnt/launcher';

/** What it takes to make containers: Linux, and being root. */
export const hasContainers = (() => {
  try {
    execFileSync('unshare', ['--mount', '--pid', '--fork', '--mount-proc', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

export interface ContainerOptions {
  /** The launcher is installed in it, and its program waits for debuggers. */
  readonly waits?: boolean;
  readonly main?: string;
  /** Options of Node's own. */
  readonly options?: readonly string[];
}

/**
 * A program in a place of its own: it has its own process ids, its own temporary directory, and its files where nobody
 * else sees them. It is entered by a command, as those of Docker are.
 */
export class Container {
  readonly #process: ChildProcess;
  readonly #changed: (() => void)[] = [];
  output = '';

  constructor(source: string, { waits = false, main = 'app.js', options = [] }: ContainerOptions = {}) {
    const set = `mount -t tmpfs none /mnt && cp -r ${source} ${HOME} && cp -r ${launcherDirectory} ${LAUNCHER} && mount -t tmpfs none /tmp && cd ${HOME}`;
    const { NODE_OPTIONS: _, XDG_RUNTIME_DIR: __, ...env } = process.env;
    const listening = {
      TANDEM_LISTEN: 'auto',
      ...preloadEnvironment(join(LAUNCHER, 'bootstrap.cjs'), undefined),
    };
    this.#process = spawn(
      'unshare',
      ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', `${set} && exec "$@"`, '--']
        .concat(waits ? ['env', ...Object.entries(listening).map(([name, value]) => `${name}=${value}`)] : [])
        .concat([process.execPath, ...options, main]),
      { env, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    for (const stream of [this.#process.stdout!, this.#process.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        for (const changed of this.#changed.splice(0)) changed();
      });
    }
    onTestFinished(async () => {
      const closed = once(this.#process, 'close');
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
      this.#process.kill('SIGKILL');
      await closed;
    });
  }

  /** The program's process, as it is known outside. */
  get pid(): number {
    const { pid } = this.#process;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
  }

  /** The words that run another command in it: `docker exec -i web`. */
  get pipe(): string[] {
    const script = `#!/bin/sh\nshift 3\nexec nsenter -t ${this.pid} -m -p -r -w "$@"\n`;
    const docker = join(files({ docker: script }), 'docker');
    chmodSync(docker, 0o755);
    return [docker, 'exec', '-i', 'web'];
  }

  /** Runs a command in it; returns what that writes. */
  run(...words: string[]): string {
    const [command, ...args] = [...this.pipe, ...words];
    return execFileSync(command!, args, { encoding: 'utf8' });
  }

  /** Resolves with the match once what the program has written matches. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.output);
      if (match) return match;
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
  }

  /** Forgets what was written, and resolves when more has come: the program runs. */
  async runs(): Promise<void> {
    this.output = '';
    await this.says(/\n.*\n/);
  }
}
