import type { DebugProtocol } from '@vscode/debugprotocol';
import type { RequestArguments, RequestBody, RequestName } from '../../adapter/requests/requests.ts';
import { DapClient, type EventBody, type EventName } from '../../automation/dap/dap-client.ts';
import type { SharedSession } from '../../automation/dap/shared/shared-session.ts';
import { exceptionFilters } from '../../automation/session/start-program.ts';
import type { Run } from '../../automation/tasks/host.ts';
import type { ExceptionMode } from '../../protocol/tasks/breakpoints.ts';
import type { Running } from '../sessions.ts';

/** What the adapter of a session calls breakpoints, as the window does. */
type ToWindowIds = (ids: readonly number[]) => number[];

/** A session of the window, whoever has begun it: driven beside VS Code, at the adapter, and not by way of its UI. */
export class WindowRun implements Run {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly parent: WindowRun | undefined;
  readonly shared: SharedSession;
  /** What stops it, where that was said from outside; else what the checkboxes of the window say. */
  exceptions: ExceptionMode | undefined;
  readonly #client: DapClient;
  readonly #toWindowIds: ToWindowIds;

  constructor({ session, shared }: Running, parent: WindowRun | undefined, toWindowIds: ToWindowIds) {
    this.name = session.name;
    this.configuration = withoutMarks(session.configuration);
    this.parent = parent;
    this.exceptions = parent?.exceptions;
    this.shared = shared;
    // Behind what VS Code says of its checkboxes, which stay as they are.
    shared.onConfigured = () => this.#tellExceptions();
    this.#client = new DapClient(shared.beside);
    this.#toWindowIds = toWindowIds;
  }

  get ended(): Promise<void> {
    return this.shared.ended;
  }

  get isStopping(): boolean {
    return this.shared.isStopping;
  }

  request<R extends RequestName>(command: R, args: RequestArguments<R>): Promise<RequestBody<R>> {
    return this.#client.request(command, args);
  }

  on<E extends EventName>(event: E, listener: (body: EventBody<E>) => void): Disposable {
    return this.#client.on(event, (body) => listener(this.#inWindow(event, body) as EventBody<E>));
  }

  onAny(listener: (event: string, body: unknown) => void): Disposable {
    return this.#client.onAny((event, body) => listener(event, this.#inWindow(event, body)));
  }

  /** What was only attached to is left running, as by VS Code's own button. */
  stop(): void {
    this.request('disconnect', {}).catch(() => {
      // It has ended, which is what was wanted.
    });
  }

  async setExceptions(mode: ExceptionMode): Promise<void> {
    this.exceptions = mode;
    await this.request('setExceptionBreakpoints', { filters: exceptionFilters(mode) });
  }

  async restart(): Promise<void> {
    await this.request('restart', {});
  }

  #tellExceptions(): void {
    if (this.exceptions === undefined) return;
    this.setExceptions(this.exceptions).catch(() => {
      // It is over before it began, which its start tells.
    });
  }

  #inWindow(event: string, body: unknown): unknown {
    if (event !== 'stopped') return body;
    const stopped = body as DebugProtocol.StoppedEvent['body'];
    return { ...stopped, hitBreakpointIds: this.#toWindowIds(stopped.hitBreakpointIds ?? []) };
  }
}

/** What VS Code and its extensions add for themselves begins so. */
const withoutMarks = (configuration: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(configuration).filter(([name]) => !name.startsWith('__')));
