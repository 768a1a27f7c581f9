import type { SessionOptions } from '../../../adapter/session/create-session.ts';
import type { ExceptionMode } from '../../../protocol/tasks/breakpoints.ts';
import { inlineClient } from '../../dap/inline-client.ts';
import { exceptionFilters, startProgram } from '../../session/start-program.ts';
import type { Run, StartRequest, TaskHost } from '../host.ts';
import { BreakpointStore } from './breakpoint-store.ts';
import { HeadlessRun } from './headless-run.ts';
import { prepare } from './prepare.ts';

export interface HeadlessOptions {
  /** Absolute. */
  readonly folders: readonly string[];
  readonly session?: SessionOptions | undefined;
  /** Throws for a configuration that cannot be run here. */
  readonly check?: ((configuration: Readonly<Record<string, unknown>>) => void) | undefined;
}

/** Debug runs of the adapter in this very process, with nobody else beside it: no editor, no terminal. */
export class HeadlessHost implements TaskHost {
  readonly kind = 'server';
  readonly folders: readonly string[];
  readonly breakpoints = new BreakpointStore();
  readonly #session: SessionOptions | undefined;
  readonly #check: HeadlessOptions['check'];
  readonly #runs = new Set<HeadlessRun>();

  constructor({ folders, session, check }: HeadlessOptions) {
    this.folders = folders;
    this.#session = session;
    this.#check = check;
  }

  async start(request: StartRequest, adopt: (run: Run) => void): Promise<void> {
    const { configuration, notes } = prepare(request, this.folders);
    this.#check?.(configuration);
    const client = inlineClient(this.#session);
    const breakpoints = this.breakpoints.join(client, request.taskId);
    const run = new HeadlessRun(client, configuration, breakpoints);
    this.#runs.add(run);
    void run.ended.then(() => this.#runs.delete(run));
    adopt(run);
    for (const note of notes) run.note(note);
    try {
      await startProgram(client, { configuration, exceptions: request.exceptions }, () => breakpoints.open());
    } catch (error) {
      client.dispose();
      throw error;
    }
  }

  /** Nobody else begins runs here. */
  onRun(): Disposable {
    return { [Symbol.dispose]() {} };
  }

  async setExceptions(run: Run, mode: ExceptionMode): Promise<void> {
    await run.request('setExceptionBreakpoints', { filters: exceptionFilters(mode) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const runs = [...this.#runs];
    for (const run of runs) run.stop();
    await Promise.all(runs.map(({ ended }) => ended));
  }
}
