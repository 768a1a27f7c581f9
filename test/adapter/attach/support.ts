import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { RequestArguments } from '../../../adapter/requests/requests.ts';
import type { DapClient } from '../../support/dap-client.ts';
import { connect, type Settings } from '../../support/session.ts';

/** A program that was started by somebody else, and what it has written. */
export class RunningProgram {
  readonly process: ChildProcess;
  output = '';
  #wake: () => void = () => {};
  #read = 0;
  #last = 0;

  /** Resolves when it has printed `ready`. Its inspector has a port of its own, unless it is told another. */
  static async start(
    args: readonly string[],
    node = process.execPath,
    options = {},
  ): Promise<RunningProgram> {
    const program = new RunningProgram(
      spawn(node, ['--inspect-port=0', ...args], { stdio: ['ignore', 'pipe', 'pipe'], ...options }),
    );
    await program.printed('ready');
    return program;
  }

  private constructor(child: ChildProcess) {
    this.process = child;
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        this.#wake();
      });
    }
    onTestFinished(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    });
  }

  get pid(): number {
    return this.process.pid!;
  }

  get isAlive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Resolves when it has printed a text, after what it has printed before the last such call. */
  async printed(text: string): Promise<void> {
    for (;;) {
      const at = this.output.indexOf(text, this.#read);
      if (at >= 0) {
        this.#read = at + text.length;
        return;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Resolves when it has printed a text at any time. */
  async mentioned(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** What was printed before counts no more. */
  skip(): void {
    this.#read = this.output.length;
    this.#last = this.#read;
  }

  /** What was printed from the last {@link skip} on. */
  get last(): string {
    return this.output.slice(this.#last);
  }
}

export interface Attached {
  readonly client: DapClient;
  /** Resolves when the client is told that it is attached. */
  readonly attached: Promise<unknown>;
}

/** Attaches, and comes to the point where the client configures. */
export async function attach(settings: Settings): Promise<Attached> {
  const client = await connect();
  const attached = client.request('attach', settings as RequestArguments<'attach'>);
  attached.catch(() => {});
  await Promise.race([client.waitFor('initialized'), attached]);
  return { client, attached };
}

/** Attaches with nothing configured. */
export async function join(settings: Settings): Promise<DapClient> {
  const { client, attached } = await attach(settings);
  await client.request('configurationDone', {});
  await attached;
  return client;
}
