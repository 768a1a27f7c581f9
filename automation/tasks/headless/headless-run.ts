import type { RequestArguments, RequestBody, RequestName } from '../../../adapter/requests/requests.ts';
import type { ClientEvents } from '../../../adapter/session/client.ts';
import { Emitter } from '../../../adapter/util/emitter.ts';
import type { DapClient } from '../../dap/dap-client.ts';
import type { Run } from '../host.ts';
import type { SessionBreakpoints } from './session-breakpoints.ts';

type Output = ClientEvents['output'];

/** A debug session of the adapter in this process, whose only client is the host. */
export class HeadlessRun implements Run {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly #client: DapClient;
  readonly #breakpoints: SessionBreakpoints;
  readonly #notes = new Emitter<Output>();
  #isStopping = false;

  constructor(
    client: DapClient,
    configuration: Readonly<Record<string, unknown>>,
    breakpoints: SessionBreakpoints,
  ) {
    this.#client = client;
    this.name = String(configuration.name);
    this.configuration = configuration;
    this.#breakpoints = breakpoints;
  }

  get ended(): Promise<void> {
    return this.#client.ended;
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  request<R extends RequestName>(command: R, args: RequestArguments<R>): Promise<RequestBody<R>> {
    return this.#client.request(command, args);
  }

  on<E extends keyof ClientEvents>(event: E, listener: (body: ClientEvents[E]) => void): Disposable {
    const told = this.#client.on(event, (body) =>
      listener(event === 'stopped' ? (this.#inIdsOfHost(body as never) as ClientEvents[E]) : body),
    );
    if (event !== 'output') return told;
    const noted = this.#notes.on(listener as (output: Output) => void);
    return {
      [Symbol.dispose]() {
        told[Symbol.dispose]();
        noted[Symbol.dispose]();
      },
    };
  }

  onAny(listener: (event: string, body: unknown) => void): Disposable {
    return this.#client.onAny(listener);
  }

  /** Tells whoever reads the program's output something about the run. */
  note(text: string): void {
    this.#notes.emit({ category: 'console', output: `${text}\n` });
  }

  stop(): void {
    this.#isStopping = true;
    this.#client.dispose();
  }

  async restart(): Promise<void> {
    await this.#client.request('restart', {});
  }

  #inIdsOfHost(stopped: ClientEvents['stopped']): ClientEvents['stopped'] {
    const { hitBreakpointIds } = stopped;
    return hitBreakpointIds
      ? { ...stopped, hitBreakpointIds: this.#breakpoints.idsOf(hitBreakpointIds) }
      : stopped;
  }
}
