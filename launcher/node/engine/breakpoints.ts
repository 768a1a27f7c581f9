import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import { signatureOf, UserBreakpoint } from './breakpoint.ts';
import { BreakpointBinder, nameOfScript } from './breakpoint-binder.ts';
import { BreakpointCompiler } from './compiled/breakpoint-compiler.ts';
import type { Slot } from './compiled/inserted-code.ts';
import type { EngineContext } from './context.ts';
import type { HeldLoad } from './load-holds.ts';
import { namesInMaps } from './map-mentions.ts';
import { pathOfUrl, type SourceKey, sourceKey } from './paths.ts';
import type { Script } from './scripts.ts';
import type { SourceMap } from './source-map.ts';
import type { Thread } from './thread.ts';
import { whyWaiting } from './why-waiting.ts';

/** The user's breakpoints, and what has become of each. */
export class Breakpoints {
  readonly #context: EngineContext;
  readonly #binder: BreakpointBinder;
  readonly compiler: BreakpointCompiler;
  /** By the spelling that the client uses: it may know a file by two. */
  readonly #bySource = new Map<string, UserBreakpoint[]>();
  /** What the client was last told of each, so that it is told again only when that changed. */
  readonly #told = new Map<number, string>();

  constructor(context: EngineContext) {
    this.#context = context;
    this.#binder = new BreakpointBinder((breakpoint, thread) => {
      this.#tell(breakpoint);
      this.#updateHold(thread);
    });
    this.compiler = new BreakpointCompiler(context, this.#binder);
  }

  *all(): Generator<UserBreakpoint> {
    for (const list of this.#bySource.values()) yield* list;
  }

  /** Replaces the breakpoints of one source. Those that are asked for again keep their identity and hit count. */
  async set(args: Arguments<'setBreakpoints'>): Promise<Body<'setBreakpoints'>> {
    const file = this.#context.sources.file(args.source);
    if (!file) throw errors.sourceUnknown(args.source.name ?? String(args.source.sourceReference ?? ''));
    const key = sourceKey(file);
    this.#context.sources.spelledAs(key, file);
    const former = new Map(
      (this.#bySource.get(file) ?? []).map((breakpoint) => [breakpoint.signature, breakpoint]),
    );
    const fresh: UserBreakpoint[] = [];
    const wanted = (args.breakpoints ?? []).map((request) => {
      const kept = former.get(signatureOf(request));
      if (kept) {
        former.delete(kept.signature);
        return kept;
      }
      const at = this.#context.positions.fromClient(request.line, request.column);
      const breakpoint = new UserBreakpoint(
        this.#context.newBreakpointId(),
        { key, path: file },
        at,
        request,
      );
      fresh.push(breakpoint);
      return breakpoint;
    });
    this.#bySource.set(file, wanted);
    await Promise.all([...former.values()].map((breakpoint) => this.#takeAway(breakpoint)));
    const threads = [...this.#context.threads.values()];
    await Promise.all(threads.map((thread) => this.#binder.bind(thread, fresh)));
    await Promise.all(threads.map((thread) => this.#updateHold(thread)));
    return { breakpoints: wanted.map((breakpoint) => this.#remember(breakpoint)) };
  }

  /** Puts every breakpoint into an isolate that has just come under control. */
  async bindAll(thread: Thread): Promise<void> {
    await this.#binder.bind(thread, [...this.all()]);
    await this.#updateHold(thread);
  }

  /** The scripts of some sources have other texts now: what was placed in the old ones is placed anew. */
  async rebind(sources: ReadonlySet<SourceKey>): Promise<void> {
    const affected = [...this.all()].filter(({ key }) => sources.has(key));
    const threads = [...this.#context.threads.values()];
    await Promise.all(affected.map((breakpoint) => this.#takeAway(breakpoint)));
    await Promise.all(threads.map((thread) => this.#binder.bind(thread, affected)));
    await Promise.all(threads.map((thread) => this.#updateHold(thread)));
    for (const breakpoint of affected) this.#tell(breakpoint);
  }

  /** Why the others are not bound may have changed with every script since. To be called when no more will come. */
  tellWhatWaits(): void {
    for (const breakpoint of this.all()) if (!breakpoint.location) this.#tell(breakpoint);
  }

  forget(thread: Thread): void {
    for (const breakpoint of this.all()) {
      if (breakpoint.bindings.delete(thread)) this.#tell(breakpoint);
    }
  }

  /** Whether the client wants it still. */
  has(breakpoint: UserBreakpoint): boolean {
    return this.#bySource.get(breakpoint.path)?.includes(breakpoint) === true;
  }

  /** The user's breakpoints that V8 says it has hit. */
  hit(thread: Thread, v8Ids: readonly string[]): UserBreakpoint[] {
    return v8Ids.flatMap((id) => [...(thread.placementByV8Id.get(id)?.owners ?? [])]);
  }

  /** A script was compiled. Where it has a map, the breakpoints in its sources are bound as soon as the map is read. */
  async scriptParsed(thread: Thread, script: Script, slots: readonly Slot[]): Promise<void> {
    if (this.#bySource.size === 0) return;
    if (slots.length > 0) await this.compiler.parsed(thread, slots, script);
    else await this.#leaveToV8(thread, script);
    if (script.mapUrl) {
      const map = await thread.scripts.resolveMap(script);
      if (map) return this.placeMapped(thread, script.url, map);
    }
    const list = [...this.all()].filter((breakpoint) => breakpoint.key === script.key);
    if (list.length === 0) return;
    // V8 says only after this event which breakpoints it has placed. Whatever is asked now is answered behind that.
    await thread.channel.post('Debugger.getPossibleBreakpoints', {
      start: { scriptId: script.id, lineNumber: 0 },
      end: { scriptId: script.id, lineNumber: 0 },
    });
    await Promise.all(list.map((breakpoint) => this.#binder.bindOwn(thread, breakpoint, script)));
  }

  /** Compiles checks into a script that is about to be compiled, which its breakpoints have been placed in. */
  compile(thread: Thread, load: HeldLoad, map: SourceMap | undefined): Promise<void> {
    return this.compiler.compile(thread, load, map, [...this.all()]);
  }

  /** A script is about to be compiled that may have been before: what its breakpoints have in V8 is as for a new one. */
  compiledAnew(thread: Thread, scriptUrl: string): void {
    for (const { bindings } of this.all()) bindings.get(thread)?.inProgram.delete(nameOfScript(scriptUrl));
  }

  /** A script was loaded in a way that could not be held. If it has been in another, V8 sees to its breakpoints in both. */
  async #leaveToV8(thread: Thread, { url, key }: Script): Promise<void> {
    for (const breakpoint of this.all()) {
      if (!breakpoint.bindings.get(thread)?.inProgram.delete(nameOfScript(url))) continue;
      await thread.inserted.release(breakpoint);
      breakpoint.binding(thread).evaluation = {
        by: 'V8',
        because: 'the script was loaded in several ways',
      };
      if (breakpoint.key === key) await this.#binder.bind(thread, [breakpoint]);
    }
  }

  /** Puts the breakpoints of a file into the script that is about to be loaded from it, by whatever name. */
  async placeOwn(thread: Thread, scriptUrl: string): Promise<void> {
    const file = pathOfUrl(scriptUrl);
    if (file === undefined) return;
    const key = sourceKey(file);
    const own = [...this.all()].filter((breakpoint) => breakpoint.key === key);
    await Promise.all(own.map((breakpoint) => this.#binder.bindByUrl(thread, breakpoint, scriptUrl)));
  }

  /** Puts the breakpoints of a map's sources into the script it belongs to, loaded or about to be. */
  async placeMapped(thread: Thread, scriptUrl: string, map: SourceMap): Promise<void> {
    const mapped = [...this.all()].filter((breakpoint) => map.source(breakpoint.key));
    await Promise.all(
      mapped.map((breakpoint) => this.#binder.bindMapped(thread, breakpoint, scriptUrl, map)),
    );
    await this.#updateHold(thread);
  }

  resolved(
    thread: Thread,
    v8Id: string,
    location: { scriptId: string; lineNumber: number; columnNumber?: number },
  ): void {
    const placement = thread.placementByV8Id.get(v8Id);
    if (!placement) return;
    this.#binder.resolved(thread, placement, location).catch(() => {
      // The isolate is gone.
    });
  }

  async #takeAway(breakpoint: UserBreakpoint): Promise<void> {
    await this.compiler.release(breakpoint);
    await this.#binder.unbind(breakpoint);
  }

  /** Loads are held in an isolate while a breakpoint still waits there for a script to come. */
  #updateHold(thread: Thread): Promise<void> {
    let waiting = false;
    const again = new Set<string>();
    for (const breakpoint of this.all()) {
      const binding = breakpoint.bindings.get(thread);
      waiting ||= !breakpoint.problem && !binding?.location;
      for (const script of binding?.mapped.keys() ?? []) if (path.isAbsolute(script)) again.add(script);
    }
    const compile = this.compiler.files(thread, this.all());
    const sources = waiting ? namesInMaps(this.all(), thread.scripts.maps.settings.paths) : undefined;
    return thread.holds.set({ maps: waiting, sources, again: [...again], compile }).catch(() => {
      // The isolate is gone, and its breakpoints with it.
    });
  }

  #tell(breakpoint: UserBreakpoint): void {
    const known = this.#told.get(breakpoint.id);
    if (known === undefined) return;
    const state = this.#remember(breakpoint);
    if (this.#told.get(breakpoint.id) === known) return;
    this.#context.emit({ event: 'breakpoint', body: { reason: 'changed', breakpoint: state } });
  }

  #remember(breakpoint: UserBreakpoint): DebugProtocol.Breakpoint {
    const state = this.describe(breakpoint);
    this.#told.set(breakpoint.id, JSON.stringify(state));
    return state;
  }

  /** A breakpoint as the client is told of it. */
  describe(breakpoint: UserBreakpoint): DebugProtocol.Breakpoint {
    const { location } = breakpoint;
    const source = { name: breakpoint.path.split(/[\\/]/).pop()!, path: breakpoint.path };
    const shown = this.#context.positions.toClient(location ?? breakpoint.at);
    const place = { id: breakpoint.id, source, line: shown.line };
    if (location && !breakpoint.problem) {
      const message = breakpoint.slowness;
      return { ...place, verified: true, column: shown.column, ...(message ? { message } : {}) };
    }
    const reason = breakpoint.reason ?? whyWaiting(breakpoint, this.#context.threads.values());
    return {
      ...place,
      verified: false,
      message: reason,
      reason: breakpoint.reason || !existsSync(breakpoint.path) ? 'failed' : 'pending',
    };
  }
}
