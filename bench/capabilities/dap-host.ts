import type { DebugProtocol } from '@vscode/debugprotocol';
import type { OpenAdapter } from '../adapters/contender.ts';
import { type Answer, type Outcomes, outcomeOf } from './answer.ts';
import { RawClient } from './raw-client.ts';
import { ANSWER_MS, type TrialHost, type TrialProgram, type TrialSession } from './trial-session.ts';

/** Compilers may have to run. */
const START_MS = 60_000;
/** Once it has been tried it may not be answered again. */
const DISCONNECT_MS = 1000;

/** A program that waits to be attached to. */
export interface Attachable extends AsyncDisposable {
  readonly configuration: object;
  /** The adapter, where it comes with the program. */
  open?(): Promise<OpenAdapter>;
}

export interface DapHostOptions {
  open(): Promise<OpenAdapter>;
  /** Over what all launch configurations have. */
  readonly settings: object;
  startAttachable?(): Promise<Attachable>;
}

/** An adapter that is spoken to without an editor. */
export class DapHost implements TrialHost {
  readonly events = new Set<string>();
  readonly #options: DapHostOptions;
  #capabilities: Record<string, unknown> = {};

  constructor(options: DapHostOptions) {
    this.#options = options;
  }

  get capabilities(): Readonly<Record<string, unknown>> {
    return this.#capabilities;
  }

  async start({ path, line }: TrialProgram, noted: Outcomes): Promise<TrialSession> {
    const open = await this.#options.open();
    const client = await this.#initialize(open, noted);
    const configuration = { program: path, console: 'internalConsole', ...this.#options.settings };
    await this.#begin(client, 'launch', configuration, noted, async () => {
      const breakpoints = line === undefined ? [] : [{ line }];
      noted.setBreakpoints = await outcome(client, 'setBreakpoints', { source: { path }, breakpoints });
      const filters = line === undefined ? this.#exceptionFilters() : [];
      noted.setExceptionBreakpoints = await outcome(client, 'setExceptionBreakpoints', { filters });
    });
    return {
      ask: (command, args) => client.ask(command, args, ANSWER_MS),
      stopped: async () => (await client.next('stopped', ANSWER_MS))?.body.threadId,
      async [Symbol.asyncDispose]() {
        // Not every program ends with its adapter.
        await client.ask('disconnect', { terminateDebuggee: true }, DISCONNECT_MS);
        await open[Symbol.asyncDispose]();
      },
    };
  }

  async attach(noted: Outcomes): Promise<void> {
    await using attachable = await this.#options.startAttachable?.();
    await using open = await (attachable?.open ?? this.#options.open)();
    const client = await this.#initialize(open, {});
    await this.#begin(client, 'attach', attachable?.configuration ?? {}, noted, async () => {});
    await client.ask('disconnect', { terminateDebuggee: true }, ANSWER_MS);
  }

  async #initialize(open: OpenAdapter, noted: Outcomes): Promise<RawClient> {
    const client = new RawClient(open.adapter, (event) => this.#heard(event));
    const answer = await client.ask(
      'initialize',
      {
        adapterID: 'trial',
        clientID: 'trial',
        linesStartAt1: true,
        columnsStartAt1: true,
        pathFormat: 'path',
        supportsVariableType: true,
        supportsVariablePaging: true,
        supportsMemoryReferences: true,
        supportsInvalidatedEvent: true,
        supportsProgressReporting: true,
        supportsMemoryEvent: true,
        supportsStartDebuggingRequest: true,
      },
      START_MS,
    );
    noted.initialize = outcomeOf(answer);
    this.#capabilities = { ...answer?.body };
    return client;
  }

  /** Adapters say `initialized` before or after they have answered, and some answer only when all is configured. */
  async #begin(
    client: RawClient,
    command: 'launch' | 'attach',
    configuration: object,
    noted: Outcomes,
    configure: () => Promise<void>,
  ): Promise<void> {
    const args = { name: 'trial', request: command, ...configuration };
    const answered = client.ask(command, args, START_MS);
    const refused = answered.then((answer) => (answer?.success ? new Promise<never>(() => {}) : undefined));
    if (await Promise.race([client.next('initialized', START_MS), refused])) {
      await configure();
      noted.configurationDone = await outcome(client, 'configurationDone', {});
    }
    noted[command] = outcomeOf(await answered);
  }

  #exceptionFilters(): string[] {
    const filters = this.#capabilities.exceptionBreakpointFilters ?? [];
    return (filters as DebugProtocol.ExceptionBreakpointsFilter[]).map(({ filter }) => filter);
  }

  #heard({ event, body }: DebugProtocol.Event): void {
    this.events.add(event);
    if (event === 'capabilities') Object.assign(this.#capabilities, body.capabilities);
  }
}

async function outcome(client: RawClient, command: string, args: object) {
  const answer: Answer | undefined = await client.ask(command, args, ANSWER_MS);
  return outcomeOf(answer);
}
