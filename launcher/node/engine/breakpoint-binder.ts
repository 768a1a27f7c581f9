import type { UserBreakpoint } from './breakpoint.ts';
import { guardedCondition } from './breakpoint-condition.ts';
import type { Protocol } from './inspector-channel.ts';
import { pathOfUrl, sourceKey, urlPattern } from './paths.ts';
import { fromV8 } from './positions.ts';
import type { Script } from './scripts.ts';
import type { SourceMap } from './source-map.ts';
import type { Placement, Thread } from './thread.ts';

type Target = { readonly urlRegex: string } | { readonly url: string };

/** Puts the user's breakpoints into V8, one isolate at a time. */
export class BreakpointBinder {
  readonly #changed: (breakpoint: UserBreakpoint, thread: Thread) => void;

  constructor(changed: (breakpoint: UserBreakpoint, thread: Thread) => void) {
    this.#changed = changed;
  }

  /** Binds to whatever is loaded, and leaves word with V8 for what is not. */
  async bind(thread: Thread, breakpoints: readonly UserBreakpoint[]): Promise<void> {
    const usable = breakpoints.filter((breakpoint) => !breakpoint.problem);
    if (usable.length === 0) return;
    const scripts = [...thread.scripts.all()];
    await Promise.all(scripts.map((script) => thread.scripts.resolveMap(script)));
    await Promise.all(usable.map((breakpoint) => this.#bindOne(thread, breakpoint, scripts)));
  }

  async #bindOne(thread: Thread, breakpoint: UserBreakpoint, scripts: readonly Script[]): Promise<void> {
    const compiled = scripts.filter((script) => script.map?.source(breakpoint.key));
    const own = scripts.filter((script) => script.key === breakpoint.key);
    // A script that was compiled from the very file it is named after has other lines than the file.
    if (!own.some((script) => compiled.includes(script))) {
      await this.#place(thread, breakpoint, { urlRegex: urlPattern(breakpoint.path) }, breakpoint.at);
      for (const script of own) this.explain(thread, breakpoint, script);
    }
    await Promise.all(compiled.map((script) => this.bindMapped(thread, breakpoint, script.url, script.map!)));
  }

  async bindMapped(
    thread: Thread,
    breakpoint: UserBreakpoint,
    scriptUrl: string,
    map: SourceMap,
  ): Promise<void> {
    if (breakpoint.problem) return;
    const path = pathOfUrl(scriptUrl);
    if (path && sourceKey(path) === breakpoint.key) await this.#removeDirect(thread, breakpoint);
    const generated = map.toGenerated(breakpoint.key, breakpoint.at);
    if (generated) {
      await this.#place(thread, breakpoint, { url: scriptUrl }, generated);
    } else if (!breakpoint.location) {
      breakpoint.binding(thread).reason = `The source map ${map.url} has no code on this line or after it.`;
      this.#changed(breakpoint, thread);
    }
  }

  /** Says why a breakpoint has no place in a script that was loaded from its own file. */
  explain(thread: Thread, breakpoint: UserBreakpoint, script: Script): void {
    const binding = breakpoint.binding(thread);
    if (binding.location || breakpoint.problem) return;
    binding.reason =
      breakpoint.at.line > script.lastLine
        ? `The file has only ${script.lastLine + 1} lines.`
        : 'There is no code on this line or after it.';
    this.#changed(breakpoint, thread);
  }

  located(thread: Thread, breakpoint: UserBreakpoint, location: Protocol.Debugger.Location): void {
    const binding = breakpoint.binding(thread);
    const script = thread.scripts.get(location.scriptId);
    const raw = fromV8(location);
    const original = script?.map?.toOriginal(raw);
    // In code that no source accounts for, the line that was asked for is the best that can be said.
    const at = original ?? (script?.map ? breakpoint.at : raw);
    binding.location = { line: at.line, column: at.column, path: original?.source.path ?? script?.path };
    binding.reason = undefined;
    this.#changed(breakpoint, thread);
  }

  async unbind(breakpoint: UserBreakpoint): Promise<void> {
    const bound = [...breakpoint.bindings];
    breakpoint.bindings.clear();
    await Promise.all(
      bound.flatMap(([thread, { placements }]) =>
        [...placements].map((key) => this.#release(thread, breakpoint, key)),
      ),
    );
  }

  async #removeDirect(thread: Thread, breakpoint: UserBreakpoint): Promise<void> {
    const binding = breakpoint.binding(thread);
    const direct = [...binding.placements].filter((key) => key.startsWith('urlRegex'));
    if (direct.length > 0) binding.location = undefined;
    await Promise.all(
      direct.map((key) => {
        binding.placements.delete(key);
        return this.#release(thread, breakpoint, key);
      }),
    );
  }

  async #place(
    thread: Thread,
    breakpoint: UserBreakpoint,
    target: Target,
    at: { readonly line: number; readonly column: number },
  ): Promise<void> {
    // Breakpoints that slide to the same spot share one placement: V8 refuses a second one there.
    const key = `${Object.entries(target)[0]!.join(' ')} ${at.line}:${at.column} ${breakpoint.condition ?? ''}`;
    breakpoint.binding(thread).placements.add(key);
    let placement = thread.placements.get(key);
    if (placement) {
      placement.owners.add(breakpoint);
    } else {
      placement = { v8Id: '', owners: new Set([breakpoint]), location: undefined, placed: Promise.resolve() };
      thread.placements.set(key, placement);
      placement.placed = this.#placeInV8(thread, placement, target, at, breakpoint.condition);
    }
    try {
      await placement.placed;
    } catch (error) {
      thread.placements.delete(key);
      breakpoint.binding(thread).placements.delete(key);
      breakpoint.binding(thread).reason = `V8 refuses it: ${(error as Error).message}`;
      return;
    }
    if (placement.location) this.located(thread, breakpoint, placement.location);
  }

  async #placeInV8(
    thread: Thread,
    placement: Placement,
    target: Target,
    at: { readonly line: number; readonly column: number },
    condition: string | undefined,
  ): Promise<void> {
    const guarded = condition && guardedCondition(condition);
    const { breakpointId, locations } = await thread.channel.post('Debugger.setBreakpointByUrl', {
      ...target,
      lineNumber: at.line,
      columnNumber: at.column,
      ...(guarded ? { condition: guarded } : {}),
    });
    placement.v8Id = breakpointId;
    placement.location = locations[0];
    thread.placementByV8Id.set(breakpointId, placement);
  }

  async #release(thread: Thread, breakpoint: UserBreakpoint, key: string): Promise<void> {
    const placement = thread.placements.get(key);
    placement?.owners.delete(breakpoint);
    if (!placement || placement.owners.size > 0) return;
    thread.placements.delete(key);
    thread.placementByV8Id.delete(placement.v8Id);
    await thread.channel.post('Debugger.removeBreakpoint', { breakpointId: placement.v8Id }).catch(() => {
      // The isolate is gone, and the breakpoint with it.
    });
  }
}
