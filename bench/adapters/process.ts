import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A server that is measured. What it complains of is for the user's eyes. */
export class ServerProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  #failure: Error | undefined;

  constructor([file, ...args]: readonly string[], stdio: StdioOptions) {
    this.child = spawn(file!, args, { stdio });
    this.child.once('error', (error) => {
      this.#failure = error;
    });
    this.child.once('exit', (code, signal) => {
      this.#failure ??= new Error(`${this.child.spawnargs.join(' ')} ended with ${signal ?? code}`);
    });
  }

  throwIfEnded(): void {
    if (this.#failure) throw this.#failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#failure) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
