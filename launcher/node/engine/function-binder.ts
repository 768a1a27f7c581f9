import type { FunctionBreakpoint, FunctionSpot } from './function-breakpoint.ts';
import { mentions, namedFunctions } from './function-names.ts';
import type { Protocol } from './inspector-channel.ts';
import type { HeldLoad } from './load-holds.ts';
import { type Parsed, parsedScript, parseProgram, scriptText } from './script-text.ts';
import type { Script } from './scripts.ts';
import type { SourceMap } from './source-map.ts';
import type { Thread } from './thread.ts';

/** What identifies a script to V8 beyond one load: its URL, or its text where it has none. */
type Target = { readonly url: string } | { readonly scriptHash: string };

/** Puts function breakpoints into V8, one isolate at a time. */
export class FunctionBinder {
  readonly #spots = new WeakMap<Thread, Map<string, FunctionSpot>>();
  readonly #changed: (breakpoint: FunctionBreakpoint) => void;

  constructor(changed: (breakpoint: FunctionBreakpoint) => void) {
    this.#changed = changed;
  }

  spotsOf(thread: Thread): Map<string, FunctionSpot> {
    let spots = this.#spots.get(thread);
    if (!spots) {
      spots = new Map();
      this.#spots.set(thread, spots);
    }
    return spots;
  }

  async bindScript(
    thread: Thread,
    script: Script,
    breakpoints: readonly FunctionBreakpoint[],
  ): Promise<void> {
    if (script.isInternal || script.isOwn) return;
    const map = await thread.scripts.resolveMap(script);
    const words = breakpoints.map(({ word }) => word);
    if (!mentions(await scriptText(thread, script), map, words)) return;
    const target = script.url ? { url: thread.channel.names.far(script.url) } : { scriptHash: script.hash };
    await this.#bind(thread, target, await parsedScript(thread, script), script.url, map, breakpoints);
  }

  /** Binds in a module that V8 gets to see only afterwards. */
  async bindLoad(
    thread: Thread,
    { scriptUrl, mapUrl, text }: HeldLoad & { readonly text: string },
    breakpoints: readonly FunctionBreakpoint[],
  ): Promise<void> {
    // What is wrong with a map is told where the script is parsed.
    const map = mapUrl ? await thread.scripts.maps.load(scriptUrl, mapUrl).catch(() => undefined) : undefined;
    const parsed = await parseProgram(text, false);
    await this.#bind(
      thread,
      { url: thread.channel.names.far(scriptUrl) },
      parsed,
      scriptUrl,
      map,
      breakpoints,
    );
  }

  /** Binds to a function of Node's, or of JavaScript itself, that is reached by its name: `fs.readFile`, `JSON.parse`. */
  async bindBuiltin(thread: Thread, breakpoint: FunctionBreakpoint): Promise<void> {
    const { channel } = thread;
    const { result } = await channel.post('Runtime.evaluate', {
      expression: `(${findBuiltin})(${JSON.stringify(breakpoint.path)})`,
      silent: true,
      disableBreaks: true,
    });
    if (result.type !== 'function' || !result.objectId) return;
    const { objectId } = result;
    const { internalProperties } = await channel.post('Runtime.getProperties', {
      objectId,
      ownProperties: true,
    });
    const location = internalProperties?.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value as
      | Protocol.Debugger.Location
      | undefined;
    // The program's own functions are found by their declarations.
    if (!location || thread.scripts.get(location.scriptId)?.isInternal !== false) {
      await this.#own(thread, `builtin ${breakpoint.name}`, breakpoint, true, async (spot) => {
        spot.location = location;
        return (await channel.post('Debugger.setBreakpointOnFunctionCall', { objectId })).breakpointId;
      });
    }
    await channel.post('Runtime.releaseObject', { objectId });
  }

  async unbind(breakpoint: FunctionBreakpoint): Promise<void> {
    const bound = [...breakpoint.spots];
    breakpoint.spots.clear();
    await Promise.all(
      bound.flatMap(([thread, keys]) => [...keys].map((key) => this.#release(thread, key, breakpoint))),
    );
  }

  async #bind(
    thread: Thread,
    target: Target,
    parsed: Parsed | undefined,
    url: string,
    map: SourceMap | undefined,
    breakpoints: readonly FunctionBreakpoint[],
  ): Promise<void> {
    if (!parsed) return;
    const named = namedFunctions(parsed, url, map, breakpoints);
    await Promise.all(
      named.flatMap(({ body, breakpoints: owners }) => {
        const key = `in any script ${'url' in target ? `at ${target.url}` : `of the hash ${target.scriptHash}`}, at ${body.line + 1}:${body.column + 1}`;
        return owners.map((owner) =>
          this.#own(thread, key, owner, false, async (spot) => {
            const { breakpointId, locations } = await thread.channel.post('Debugger.setBreakpointByUrl', {
              ...target,
              lineNumber: body.line,
              columnNumber: body.column,
            });
            spot.location = locations[0];
            return breakpointId;
          }),
        );
      }),
    );
  }

  /** Makes a breakpoint an owner of a spot, which is placed in V8 for the first one. */
  async #own(
    thread: Thread,
    key: string,
    owner: FunctionBreakpoint,
    ofNode: boolean,
    place: (spot: FunctionSpot) => Promise<string>,
  ): Promise<void> {
    const spots = this.spotsOf(thread);
    const keys = owner.spots.get(thread) ?? new Set();
    owner.spots.set(thread, keys.add(key));
    let spot = spots.get(key);
    if (spot) spot.owners.add(owner);
    else {
      spot = { v8Id: '', owners: new Set([owner]), location: undefined, ofNode };
      spots.set(key, spot);
      spot.v8Id = await place(spot);
    }
    this.#changed(owner);
  }

  async #release(thread: Thread, key: string, owner: FunctionBreakpoint): Promise<void> {
    const spots = this.spotsOf(thread);
    const spot = spots.get(key);
    spot?.owners.delete(owner);
    if (!spot || spot.owners.size > 0) return;
    spots.delete(key);
    await thread.channel.post('Debugger.removeBreakpoint', { breakpointId: spot.v8Id }).catch(() => {
      // The isolate is gone, and the breakpoint with it.
    });
  }
}

/** Runs in the program. */
function findBuiltin(path: readonly string[]): unknown {
  const [first = '', ...rest] = path;
  let value: unknown = process.getBuiltinModule?.(first) ?? (globalThis as Record<string, unknown>)[first];
  for (const name of rest) value = (value as Record<string, unknown> | undefined)?.[name];
  return value;
}
