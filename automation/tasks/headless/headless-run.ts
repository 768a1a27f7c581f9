import type { RequestArguments, RequestBody, RequestName } from '../../../adapter/requests/requests.ts';
import type { ClientEvents } from '../../../adapter/session/client.ts';
import { Emitter } from '../../../adapter/util/emitter.ts';
import { withoutPassing } from '../../dap/arrival.ts';
import type { DapClient } from '../../dap/dap-client.ts';
import type { Run } from '../host.ts';
import type { SessionBreakpoints } from './session-breakpoints.ts';

interface Heard {
  readonly event: string;
  readonly body: unknown;
}

/** A debug session of the adapter in this process, whose only client is the host. */
export class HeadlessRun implements Run {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly ended: Promise<void>;
  readonly #client: DapClient;
  readonly #breakpoints: SessionBreakpoints;
  readonly #events = new Emitter<Heard>();
  /** What was heard since a stop whose breakpoints are not known yet, that stop included. */
  #held: Heard[] | undefined;
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
    client.onAny((event, body) => this.#hear({ event, body }));
    this.ended = client.ended.then(() => this.#tellHeld());
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  request<R extends RequestName>(command: R, args: RequestArguments<R>): Promise<RequestBody<R>> {
    return this.#client.request(command, args);
  }

  on<E extends keyof ClientEvents>(event: E, listener: (body: ClientEvents[E]) => void): Disposable {
    return this.#events.on((heard) => {
      if (heard.event === event) listener(heard.body as ClientEvents[E]);
    });
  }

  onAny(listener: (event: string, body: unknown) => void): Disposable {
    return this.#events.on(({ event, body }) => listener(event, body));
  }

  /** Tells whoever reads the program's output something about the run. */
  note(text: string): void {
    this.#hear({ event: 'output', body: { category: 'console', output: `${text}\n` } });
  }

  stop(): void {
    this.#isStopping = true;
    this.#client.dispose();
  }

  async restart(): Promise<void> {
    await this.#client.request('restart', {});
  }

  /** A program may stop at a breakpoint before it was answered which one that is. All that comes then waits, in its order. */
  #hear(heard: Heard): void {
    const unknown = this.#held ? undefined : this.#breakpoints.unknown(hitBreakpoints(heard));
    if (unknown) void unknown.then(() => this.#tellHeld());
    if (unknown || this.#held) this.#held = [...(this.#held ?? []), heard];
    else this.#tell(heard);
  }

  #tellHeld(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const heard of held) this.#hear(heard);
  }

  #tell({ event, body }: Heard): void {
    const stopped = body as ClientEvents['stopped'];
    const inIdsOfHost =
      event === 'stopped' && stopped.hitBreakpointIds
        ? withoutPassing(stopped, this.#breakpoints.hit(stopped.hitBreakpointIds))
        : body;
    this.#events.emit({ event, body: inIdsOfHost });
  }
}

function hitBreakpoints({ event, body }: Heard): readonly number[] {
  return event === 'stopped' ? ((body as ClientEvents['stopped']).hitBreakpointIds ?? []) : [];
}
