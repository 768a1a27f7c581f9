import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Duplex, pipeline } from 'node:stream';
import type { AgentEvents, StartedThere, StartThere } from '../../../ipc/agent-commands.ts';
import { errors } from '../../../protocol/errors.ts';

interface Program {
  readonly child: ChildProcessWithoutNullStreams;
  /** Bytes read of its output so far. */
  readonly read: { stdout: number; stderr: number };
}

/** Programs that the agent has started where it is. */
export class Programs {
  readonly #newStream: () => readonly [number, Duplex];
  readonly #onExit: (ended: AgentEvents['exited']) => void;
  readonly #programs = new Map<number, Program>();

  constructor(newStream: () => readonly [number, Duplex], onExit: (ended: AgentEvents['exited']) => void) {
    this.#newStream = newStream;
    this.#onExit = onExit;
  }

  has(pid: number): boolean {
    return this.#programs.has(pid);
  }

  async start({ command, args, cwd, env }: StartThere): Promise<StartedThere> {
    const [stdin, input] = this.#newStream();
    const [stdout, output] = this.#newStream();
    const [stderr, failures] = this.#newStream();
    try {
      const child = spawn(command, args, {
        cwd,
        env: changed(env),
        detached: process.platform !== 'win32',
        windowsHide: true,
        stdio: 'pipe',
      });
      if (child.pid !== undefined) {
        const program = { child, read: { stdout: 0, stderr: 0 } };
        this.#programs.set(child.pid, program);
        pipeline(input, child.stdin, () => {});
        forward(program, 'stdout', output);
        forward(program, 'stderr', failures);
        child.once('close', (code, signal) => {
          this.#programs.delete(child.pid!);
          this.#onExit({ pid: child.pid!, code, signal, ...program.read });
        });
      }
      await once(child, 'spawn');
      return { pid: child.pid!, stdin, stdout, stderr };
    } catch (error) {
      for (const stream of [input, output, failures]) stream.destroy();
      throw errors.spawnFailed(command, (error as NodeJS.ErrnoException).code ?? String(error));
    }
  }

  /** Resolves when everything was read that was there to be read: what came since the last look waits for the next. */
  async flush(pid: number): Promise<{ stdout: number; stderr: number }> {
    await turn();
    await turn();
    return { ...(this.#programs.get(pid)?.read ?? { stdout: 0, stderr: 0 }) };
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function forward({ child, read }: Program, name: 'stdout' | 'stderr', stream: Duplex): void {
  child[name].on('data', (chunk: Buffer) => {
    read[name] += chunk.length;
  });
  pipeline(child[name], stream, () => {});
}

function changed(changes: StartThere['env']): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete env[name];
    else env[name] = value;
  }
  return env;
}
