import type { DebugProtocol } from '@vscode/debugprotocol';
import type {
  Arguments,
  Body,
  CommandName,
  ConfigureArguments,
  EngineEvent,
} from '../../protocol/commands.ts';
import { errors, type TandemError } from '../../protocol/errors.ts';
import { numbersOf } from '../../protocol/numbers.ts';
import { deferred } from '../util/deferred.ts';
import { Emitter } from '../util/emitter.ts';
import type { Addressed } from './addressed.ts';
import type { Backend, BackendState, RequestOptions } from './backend.ts';
import type { ConnectedBackend } from './connected-backend.ts';
import { jointRequests } from './joint-requests.ts';
import { type Member, Members, mainThread } from './members.ts';
import { SharedBreakpoints } from './shared-breakpoints.ts';

/** What every process is told, those to come included; the last word counts. */
const STANDING: ReadonlySet<string> = new Set([
  'setBreakpoints',
  'setFunctionBreakpoints',
  'setExceptionBreakpoints',
] satisfies (CommandName | string)[]);

/** What is about the output, which is that of the program's first process. */
const ABOUT_OUTPUT: ReadonlySet<string> = new Set(['locations', 'loggedValues'] satisfies CommandName[]);

interface Standing {
  readonly command: CommandName;
  readonly args: Arguments<CommandName>;
}

/**
 * The engines of all processes of a program as one: each process is a thread, or several, of the one session. The
 * engines hand out numbers from ranges of their own, so a request finds its engine by the number that it is about.
 */
export class ProcessTree implements Backend {
  readonly closed: Promise<TandemError>;
  readonly #closed = deferred<TandemError>();
  readonly #events = new Emitter<EngineEvent>();
  readonly #members: Members;
  readonly #standing = new Map<string, Standing>();
  /** By what was asked for: settles when the last request for it is answered. */
  readonly #answered = new Map<string, Promise<void>>();
  readonly #breakpoints: SharedBreakpoints;
  readonly #first: Backend;
  /** Settles when the program may run, or never will. */
  readonly #begun = deferred();
  #isClosed = false;

  /** `firstIsProgram`: whether the end of the first process is the end of the program, as it is without a wrapper. */
  constructor(first: Backend, firstIsProgram: () => boolean) {
    this.closed = this.#closed.promise;
    this.#breakpoints = new SharedBreakpoints((breakpoint) =>
      this.#events.emit({ event: 'breakpoint', body: { reason: 'changed', breakpoint } }),
    );
    this.#first = first;
    this.#members = new Members(first);
    // Registered first: at its end the client is not told of the end of each thread.
    void first.closed.then((reason) => {
      if (firstIsProgram()) this.close(reason);
    });
    this.#add(0, first, undefined);
  }

  get state(): BackendState {
    if (this.#isClosed) return 'closed';
    return this.#first.state === 'connecting' ? 'connecting' : 'connected';
  }

  onEvent(listener: (event: EngineEvent) => void): Disposable {
    return this.#events.on(listener);
  }

  /** Makes a process a part of the program, tells it what is wanted, and lets it run. */
  async join(backend: ConnectedBackend, label: string, configuration: ConfigureArguments): Promise<void> {
    // Until then it is not said what is wanted. Where a wrapper runs the program, several processes may come at first.
    await this.#begun.promise;
    const slot = this.#members.freeSlot();
    await backend.open({ ...configuration, stopOnEntry: false, numbers: numbersOf(slot) });
    this.#add(slot, backend, label);
    for (const [key, { command, args }] of this.#standing) {
      const { breakpoints = [] } = (await backend.request(command, args)) as Answer;
      this.#breakpoints.join(key, backend, breakpoints);
    }
    this.#events.emit({ event: 'thread', body: { reason: 'started', threadId: mainThread(slot) } });
    await backend.request('ready', {});
  }

  async request<C extends CommandName>(
    command: C,
    args: Arguments<C>,
    options?: RequestOptions,
  ): Promise<Body<C>> {
    if (STANDING.has(command)) return (await this.#tellAll(command, args, options)) as Body<C>;
    if (ABOUT_OUTPUT.has(command)) return this.#first.request(command, args, options);
    const joint = jointRequests[command];
    if (joint) return joint({ members: this.#members, breakpoints: this.#breakpoints }, args, options);
    const body = await this.#members.ownerOf(args as Addressed).request(command, args, options);
    if (command === 'ready') this.#begun.resolve();
    return body;
  }

  async letGo(dying: boolean): Promise<void> {
    await Promise.all([...this.#members].map(({ backend }) => backend.letGo(dying)));
  }

  close(reason: TandemError): void {
    this.#isClosed = true;
    this.#begun.reject(reason);
    this.#closed.resolve(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close(errors.sessionEnded());
  }

  #add(slot: number, backend: Backend, label: string | undefined): void {
    const member = this.#members.add(slot, backend, label);
    backend.onEvent((event) => this.#heard(member, event));
    void backend.closed.then(() => this.#left(member));
  }

  async #tellAll(
    command: CommandName,
    args: Arguments<CommandName>,
    options: RequestOptions | undefined,
  ): Promise<Answer> {
    const key = standingKey(command, args);
    this.#standing.set(key, { command, args });
    const asking = this.#members.askAll(command, args, options);
    // An engine may be done with a later request first, but what the later one says is what counts in the end.
    const answer = Promise.allSettled([asking, this.#answered.get(key)]).then(async () =>
      this.#shared(key, args, await asking),
    );
    this.#answered.set(
      key,
      answer.then(
        () => {},
        () => {},
      ),
    );
    return answer;
  }

  #shared(
    key: string,
    args: Arguments<CommandName>,
    answers: Awaited<ReturnType<Members['askAll']>>,
  ): Answer {
    const known = answers.map(
      ([{ backend }, body]) => [backend, (body as Answer).breakpoints ?? []] as const,
    );
    const asked = (args as { breakpoints?: readonly unknown[] }).breakpoints?.length;
    return { breakpoints: this.#breakpoints.set(key, new Map(known), asked) };
  }

  #heard(member: Member, event: EngineEvent): void {
    const { backend, threads } = member;
    if (this.#isClosed) return;
    switch (event.event) {
      case 'breakpoint':
        this.#breakpoints.update(backend, event.body.breakpoint);
        return;
      case 'stopped': {
        this.#members.focus = member.slot;
        const hitBreakpointIds = event.body.hitBreakpointIds?.map((id) => this.#breakpoints.id(backend, id));
        this.#events.emit(hitBreakpointIds ? { ...event, body: { ...event.body, hitBreakpointIds } } : event);
        return;
      }
      case 'thread':
        if (event.body.reason === 'exited') threads.delete(event.body.threadId);
        else threads.add(event.body.threadId);
    }
    this.#events.emit(event);
  }

  #left(member: Member): void {
    this.#members.delete(member);
    if (this.#isClosed) return;
    this.#breakpoints.leave(member.backend);
    for (const threadId of member.threads) {
      this.#events.emit({ event: 'thread', body: { reason: 'exited', threadId } });
    }
  }
}

interface Answer {
  readonly breakpoints?: readonly DebugProtocol.Breakpoint[];
}

function standingKey(command: CommandName, args: Arguments<CommandName>): string {
  const { path, sourceReference } = (args as Addressed).source ?? {};
  return `${command} ${path ?? sourceReference ?? ''}`;
}
