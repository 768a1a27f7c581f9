import type { RequestArguments } from '../../adapter/requests/requests.ts';
import { type Adapter, DapClient } from '../../automation/dap/dap-client.ts';
import type { Settings } from '../adapters/contender.ts';
import type { BenchProgram } from './program.ts';

/** One session with an adapter, of which a program may take several. */
export class SessionClient extends DapClient {
  /** Adapters may say so as soon as they have answered `initialize`, or only after `launch`. */
  readonly #initialized: Promise<unknown>;

  constructor(adapter: Adapter) {
    super(adapter);
    this.#initialized = this.next('initialized');
    this.#initialized.catch(() => {}); // of a session that never comes so far
  }

  async initialize(): Promise<void> {
    await this.request('initialize', {
      adapterID: 'bench',
      clientID: 'bench',
      linesStartAt1: true,
      columnsStartAt1: true,
      pathFormat: 'path',
      supportsVariableType: true,
      supportsVariablePaging: true,
      supportsStartDebuggingRequest: true,
    });
  }

  /** Resolves when the program runs with its breakpoint. */
  async launch(program: BenchProgram, settings: Settings): Promise<void> {
    const { path } = program;
    const common = { name: 'bench', request: 'launch', program: path, console: 'internalConsole' };
    const configuration = { ...common, ...settings } as RequestArguments<'launch'>;
    const launched = this.request('launch', configuration);
    await Promise.all([launched, this.#configure(program)]);
  }

  async #configure({
    path,
    source = path,
    line,
    traits,
    more = [],
    filters = [],
  }: BenchProgram): Promise<void> {
    await this.#initialized;
    for (const { source: path, lines } of more.filter((it) => it.source !== source)) {
      await this.request('setBreakpoints', {
        source: { path },
        breakpoints: lines.map((at) => ({ line: at })),
      });
    }
    await this.request('setBreakpoints', {
      source: { path: source },
      breakpoints: [{ line, ...traits }],
    });
    await this.request('setExceptionBreakpoints', { filters: [...filters] });
    await this.request('configurationDone', {});
  }
}
