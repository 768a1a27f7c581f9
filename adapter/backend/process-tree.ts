import type { DebugProtocol } from '@vscode/debugprotocol';
import type {
  Arguments,
  Body,
  CommandName,
  ConfigureArguments,
  EngineEvent,
} from '../../protocol/commands.ts';
import { errors, type TandemError } from '../../protocol/errors.ts';
import { MAX_SLOTS, numbersOf } from '../../protocol/numbers.ts';
import { deferred } from '../util/deferred.ts';
import { Emitter } from '../util/emitter.ts';
import { type Addressed, dataPlace, slotOf } from './addressed.ts';
import type { Backend, BackendState, RequestOptions } from './backend.ts';
import type { ChildProcessBackend } from './child-process-backend.ts';
import { SharedBreakpoints } from './shared-breakpoints.ts';
import { sharedStories } from './shared-stories.ts';

interface Member {
  readonly slot: number;
  readonly backend: Backend;
  /** How its threads are told from those of others; undefined for the program's first process. */
  readonly label: string | undefined;
  readonly threads: Set<number>;
}

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
  readonly #members = new Map<number, Member>();
  readonly #standing = new Map<string, Standing>();
  readonly #breakpoints: SharedBreakpoints;
  readonly #first: Backend;
  /** Settles when the program may run, or never will. */
  readonly #begun = deferred();
  #lastSlot = 0;
  /** Where the program has stopped last. */
  #focus = 0;
  #isClosed = false;

  /** `firstIsProgram`: whether the end of the first process is the end of the program, as it is without a wrapper. */
  constructor(first: Backend, firstIsProgram: () => boolean) {
    this.closed = this.#closed.promise;
    this.#breakpoints = new SharedBreakpoints((breakpoint) =>
      this.#events.emit({ event: 'breakpoint', body: { reason: 'changed', breakpoint } }),
    );
    this.#first = first;
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
  async join(backend: ChildProcessBackend, label: string, configuration: ConfigureArguments): Promise<void> {
    // Until then it is not said what is wanted. Where a wrapper runs the program, several processes may come at first.
    await this.#begun.promise;
    const slot = this.#freeSlot();
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
    if (command === 'threads') return (await this.#threads(options)) as Body<C>;
    if (command === 'setDataBreakpoints') {
      return (await this.#setData(args as Arguments<'setDataBreakpoints'>, options)) as Body<C>;
    }
    if (command === 'dataBreakpointInfo') {
      return (await this.#dataInfo(args as Arguments<'dataBreakpointInfo'>, options)) as Body<C>;
    }
    if (ABOUT_OUTPUT.has(command)) return this.#first.request(command, args, options);
    if (command === 'loadedSources') return (await this.#loadedSources(options)) as Body<C>;
    if (command === 'breakpointStories') return (await this.#stories(options)) as Body<C>;
    const body = await this.#ownerOf(args as Addressed).request(command, args, options);
    if (command === 'ready') this.#begun.resolve();
    return body;
  }

  async letGo(dying: boolean): Promise<void> {
    await Promise.all([...this.#members.values()].map(({ backend }) => backend.letGo(dying)));
  }

  close(reason: TandemError): void {
    this.#isClosed = true;
    this.#begun.reject(reason);
    this.#closed.resolve(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close(errors.sessionEnded());
  }

  #add(slot: number, backend: Backend, label: string | undefined): Member {
    const member: Member = { slot, backend, label, threads: new Set([mainThread(slot)]) };
    this.#members.set(slot, member);
    backend.onEvent((event) => this.#heard(member, event));
    void backend.closed.then(() => this.#left(member));
    return member;
  }

  /** The slots are used in turn, so that a number of a process that has ended means nothing for as long as possible. */
  #freeSlot(): number {
    for (let count = 0; count < MAX_SLOTS; count += 1) {
      this.#lastSlot = (this.#lastSlot % MAX_SLOTS) + 1;
      if (!this.#members.has(this.#lastSlot)) return this.#lastSlot;
    }
    throw errors.tooManyProcesses(MAX_SLOTS);
  }

  /** Whom a request is for: what is about nobody in particular is for where the program has stopped last. */
  #ownerOf(args: Addressed): Backend {
    return (this.#members.get(slotOf(args) ?? this.#focus) ?? this.#oldest)?.backend ?? this.#first;
  }

  get #oldest(): Member | undefined {
    const [oldest] = this.#members.values();
    return oldest;
  }

  async #tellAll(
    command: CommandName,
    args: Arguments<CommandName>,
    options: RequestOptions | undefined,
  ): Promise<Answer> {
    const key = standingKey(command, args);
    this.#standing.set(key, { command, args });
    const answers = await this.#askAll(command, args, options);
    const known = answers.map(
      ([{ backend }, body]) => [backend, (body as Answer).breakpoints ?? []] as const,
    );
    const asked = (args as { breakpoints?: readonly unknown[] }).breakpoints?.length;
    return { breakpoints: this.#breakpoints.set(key, new Map(known), asked) };
  }

  async #dataInfo(
    args: Arguments<'dataBreakpointInfo'>,
    options: RequestOptions | undefined,
  ): Promise<Body<'dataBreakpointInfo'>> {
    const info = await this.#ownerOf(args).request('dataBreakpointInfo', args, options);
    const slot = slotOf(args) ?? this.#focus;
    return info.dataId === null || slot === 0 ? info : { ...info, dataId: `${slot}:${info.dataId}` };
  }

  /** Each is a property of an object of one process, which is the only one to be told of it. */
  async #setData(
    { breakpoints }: Arguments<'setDataBreakpoints'>,
    options: RequestOptions | undefined,
  ): Promise<Body<'setDataBreakpoints'>> {
    const places = breakpoints.map(({ dataId }) => dataPlace(dataId));
    const answers = new Map<Backend, (DebugProtocol.Breakpoint | undefined)[]>();
    for (const member of this.#members.values()) {
      const { backend } = member;
      // Those of a process that has ended are the oldest one's to refuse.
      const isMine = (slot: number): boolean => (this.#members.get(slot) ?? this.#oldest) === member;
      const mine = [...places.keys()].filter((index) => isMine(places[index]!.slot));
      const wanted = mine.map((index) => ({ ...breakpoints[index]!, dataId: places[index]!.dataId }));
      const answer = await backend.request('setDataBreakpoints', { breakpoints: wanted }, options);
      const aligned: (DebugProtocol.Breakpoint | undefined)[] = [];
      mine.forEach((index, position) => {
        aligned[index] = answer.breakpoints[position];
      });
      answers.set(backend, aligned);
    }
    return { breakpoints: this.#breakpoints.set('setDataBreakpoints', answers, breakpoints.length) };
  }

  async #threads(options: RequestOptions | undefined): Promise<Body<'threads'>> {
    const answers = await this.#askAll('threads', {}, options);
    const threads = answers.flatMap(([{ label }, body]) =>
      body.threads.map(({ id, name }) => ({ id, name: labelled(name, label) })),
    );
    return { threads };
  }

  async #loadedSources(options: RequestOptions | undefined): Promise<Body<'loadedSources'>> {
    const answers = await this.#askAll('loadedSources', {}, options);
    const all = answers.flatMap(([, { sources }]) => sources);
    return {
      sources: [...new Map(all.map((source) => [source.path ?? source.sourceReference, source])).values()],
    };
  }

  async #stories(options: RequestOptions | undefined): Promise<Body<'breakpointStories'>> {
    const answers = await this.#askAll('breakpointStories', {}, options);
    const told = answers.map(([{ backend, label }, { stories }]) => ({
      label,
      stories: stories.flatMap((story) => {
        const id = this.#breakpoints.id(backend, story.id);
        return id === undefined ? [] : [{ ...story, id }];
      }),
    }));
    return { stories: sharedStories(told) };
  }

  /** What each process answers, the oldest first. One that refuses is passed over unless all do. */
  async #askAll<C extends CommandName>(
    command: C,
    args: Arguments<C>,
    options: RequestOptions | undefined,
  ): Promise<[Member, Body<C>][]> {
    const members = [...this.#members.values()];
    const settled = await Promise.allSettled(
      members.map(
        async (member): Promise<[Member, Body<C>]> => [
          member,
          await member.backend.request(command, args, options),
        ],
      ),
    );
    const answers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const [first] = settled;
    if (answers.length === 0 && first?.status === 'rejected') throw first.reason;
    return answers;
  }

  #heard(member: Member, event: EngineEvent): void {
    const { backend, threads } = member;
    if (this.#isClosed) return;
    switch (event.event) {
      case 'breakpoint':
        this.#breakpoints.update(backend, event.body.breakpoint);
        return;
      case 'stopped': {
        this.#focus = member.slot;
        const hitBreakpointIds = event.body.hitBreakpointIds?.flatMap(
          (id) => this.#breakpoints.id(backend, id) ?? [],
        );
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
    this.#members.delete(member.slot);
    if (this.#isClosed) return;
    this.#breakpoints.leave(member.backend);
    for (const threadId of member.threads) {
      this.#events.emit({ event: 'thread', body: { reason: 'exited', threadId } });
    }
  }
}

const mainThread = (slot: number): number => numbersOf(slot).threads + 1;

interface Answer {
  readonly breakpoints?: readonly DebugProtocol.Breakpoint[];
}

function standingKey(command: CommandName, args: Arguments<CommandName>): string {
  const { path, sourceReference } = (args as Addressed).source ?? {};
  return `${command} ${path ?? sourceReference ?? ''}`;
}

function labelled(name: string, label: string | undefined): string {
  if (label === undefined) return name;
  return name === 'main' ? label : `${name} (${label})`;
}
