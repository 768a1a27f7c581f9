import type { DebugProtocol } from '@vscode/debugprotocol';
import { isAlive } from '../../ipc/is-alive.ts';
import { errors } from '../../protocol/errors.ts';
import type { ExitReports } from './exit-report.ts';
import { signal } from './process-group.ts';
import type { ExitStatus } from './program.ts';
import { UnpipedProgram } from './unpiped-program.ts';

/** How often to look whether a process that is not our child still lives, in milliseconds. */
const LOOK_INTERVAL_MS = 100;

export type RunInTerminal = (
  args: DebugProtocol.RunInTerminalRequestArguments,
) => Promise<DebugProtocol.RunInTerminalResponse['body']>;

/** What the program's own preload says about it; nobody else can, since the client started it. */
export interface LauncherReports extends ExitReports {
  readonly hello: Promise<{ readonly pid: number }>;
}

export interface TerminalOptions {
  readonly name: string;
  readonly title: string;
  readonly console: 'integratedTerminal' | 'externalTerminal';
  readonly commandLine: readonly string[];
  readonly cwd: string;
  /** What differs from the terminal's own environment; null removes. */
  readonly env: Readonly<Record<string, string | null>>;
  readonly reports: LauncherReports;
  readonly runInTerminal: RunInTerminal;
}

/** A program that the client runs in a terminal of its own: its input and output are there, not here. */
export class TerminalProgram extends UnpipedProgram {
  readonly name: string;
  readonly isLocal = true;
  readonly exited: Promise<ExitStatus>;
  #pid: number | undefined;
  #exitCode: number | undefined;

  static async start(options: TerminalOptions): Promise<TerminalProgram> {
    const program = new TerminalProgram(options);
    const { title, console, commandLine, cwd, env, runInTerminal } = options;
    const kind = console === 'externalTerminal' ? 'external' : 'integrated';
    try {
      const answer = await runInTerminal({ kind, title, cwd, args: [...commandLine], env: { ...env } });
      program.#pid ??= answer.processId;
    } catch (error) {
      throw errors.terminalFailed(error instanceof Error ? error.message : String(error));
    }
    return program;
  }

  private constructor({ name, reports }: TerminalOptions) {
    super();
    this.name = name;
    this.exited = this.#watch(reports);
  }

  get pid(): number | undefined {
    return this.#pid;
  }

  terminate(): void {
    if (this.#pid !== undefined) signal(this.#pid, 'SIGTERM', false);
  }

  kill(): void {
    if (this.#pid !== undefined) signal(this.#pid, 'SIGKILL', false);
  }

  async #watch({ hello, exitReport, closed }: LauncherReports): Promise<ExitStatus> {
    void hello.then(
      ({ pid }) => (this.#pid = pid),
      () => {},
    );
    void exitReport.then((code) => (this.#exitCode = code));
    await closed;
    // The connection ends with the process, or before it when the debugger gave it up.
    while (this.#pid !== undefined && isAlive(this.#pid)) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS).unref());
    }
    // Without a report it was killed; by which signal is known to its terminal only.
    return { exitCode: this.#exitCode ?? 1 };
  }
}
