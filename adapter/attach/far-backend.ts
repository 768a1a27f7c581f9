import { basename } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { checkWritable } from '../../launcher/node/engine/profile-file.ts';
import type {
  Arguments,
  Body,
  CommandName,
  EngineEvent,
  ProfileFileArguments,
} from '../../protocol/commands.ts';
import type { TandemError } from '../../protocol/errors.ts';
import type { Backend, BackendState, RequestOptions } from '../backend/backend.ts';
import type { FarFiles } from './far-files.ts';

/** Brings files here that an engine can only write where it is. */
export interface Carrier {
  /** Where there a file of that name may be written. */
  place(name: string): Promise<string>;
  /** Copies a file from there to here, and removes it there. */
  bring(from: string, to: string): Promise<void>;
}

const RECORDINGS: ReadonlySet<CommandName> = new Set(['stopProfile', 'heapSnapshot']);

/** An engine whose files are called differently here: each name is translated on its way. */
export class FarBackend implements Backend {
  readonly #backend: Backend;
  readonly #files: FarFiles;
  readonly #carrier: Carrier | undefined;

  /** Without a carrier, recordings are written to where their paths lead there. */
  constructor(backend: Backend, files: FarFiles, carrier?: Carrier) {
    this.#backend = backend;
    this.#files = files;
    this.#carrier = carrier;
  }

  get state(): BackendState {
    return this.#backend.state;
  }

  get closed(): Promise<TandemError> {
    return this.#backend.closed;
  }

  async request<C extends CommandName>(
    command: C,
    args: Arguments<C>,
    options?: RequestOptions,
  ): Promise<Body<C>> {
    if (this.#carrier && RECORDINGS.has(command)) {
      return (await this.#record(
        this.#carrier,
        command as 'stopProfile',
        args as Recording,
        options,
      )) as Body<C>;
    }
    const far = farArguments(args, this.#files);
    return nearBody(await this.#backend.request(command, far, options), this.#files);
  }

  async #record(
    carrier: Carrier,
    command: 'stopProfile',
    args: Recording,
    options: RequestOptions | undefined,
  ): Promise<ProfileFileArguments> {
    await checkWritable(args.path);
    const path = await carrier.place(basename(args.path));
    await this.#backend.request(command, { ...args, path }, options);
    await carrier.bring(path, args.path);
    return { path: args.path };
  }

  onEvent(listener: (event: EngineEvent) => void): Disposable {
    return this.#backend.onEvent((event) =>
      listener({ ...event, body: nearBody(event.body, this.#files) } as EngineEvent),
    );
  }

  letGo(dying: boolean): Promise<void> {
    return this.#backend.letGo(dying);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#backend[Symbol.asyncDispose]();
  }
}

type Recording = Arguments<'stopProfile'>;

interface NamesFiles {
  readonly source?: DebugProtocol.Source;
  readonly sourceReference?: number;
  readonly path?: string;
}

/** Arguments name files as `source`, as the number of one, or, those of our own commands, as `path`. */
function farArguments<A>(args: A, files: FarFiles): A {
  const { source, sourceReference, path } = args as NamesFiles;
  const named =
    source ??
    (files.pathOf(sourceReference) === undefined ? undefined : { sourceReference: sourceReference! });
  if (named === undefined && path === undefined) return args;
  return {
    ...args,
    ...(named && { source: files.farSource(named) }),
    ...(named && sourceReference !== undefined && { sourceReference: 0 }),
    ...(path !== undefined && { path: files.far(path) }),
  };
}

type Named = DebugProtocol.StackFrame | DebugProtocol.Breakpoint;

/** Where bodies name sources: each by itself, or in lists of what has one. */
interface TellsSources {
  readonly source?: DebugProtocol.Source;
  readonly breakpoint?: DebugProtocol.Breakpoint;
  readonly sources?: readonly DebugProtocol.Source[];
  readonly path?: string;
}

const LISTS = ['stackFrames', 'breakpoints', 'locations'] as const;

function nearBody<B>(body: B, files: FarFiles): B {
  if (typeof body !== 'object' || body === null) return body;
  const { source, breakpoint, sources, path } = body as TellsSources;
  let near: B = body;
  if (source) near = { ...near, source: files.nearSource(source) };
  if (breakpoint) near = { ...near, breakpoint: nearOne(breakpoint, files) };
  if (sources) near = { ...near, sources: sources.map((one) => files.nearSource(one)) };
  if (path !== undefined) near = { ...near, path: files.near(path) };
  for (const name of LISTS) {
    const list = (body as Record<string, unknown>)[name];
    if (Array.isArray(list)) near = { ...near, [name]: list.map((one: Named | null) => nearOne(one, files)) };
  }
  return near;
}

function nearOne<T extends { source?: DebugProtocol.Source } | null>(one: T, files: FarFiles): T {
  return one?.source ? { ...one, source: files.nearSource(one.source) } : one;
}
