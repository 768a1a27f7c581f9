import { countOf } from '../../../protocol/count-of.ts';
import type { Evaluation, UserBreakpoint } from './breakpoint.ts';
import { guardedCondition } from './breakpoint-condition.ts';
import { lastPlaceOnLine } from './breakpoint-locations.ts';
import type { Protocol } from './inspector-channel.ts';
import { originalOf } from './locations.ts';
import { pathOfUrl, sourceKey, urlPattern } from './paths.ts';
import { fromV8, type Position } from './positions.ts';
import type { Script } from './scripts.ts';
import type { OriginalPosition, SourceMap } from './source-map.ts';
import { hashOfTextName } from './text-names.ts';
import type { Placement, Target, Thread } from './thread.ts';

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
      await this.#place(thread, breakpoint, scriptsNamed(thread, breakpoint.path), breakpoint.at);
      for (const script of own) await this.bindOwn(thread, breakpoint, script);
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
    const binding = breakpoint.binding(thread);
    const name = nameOfScript(scriptUrl);
    if (binding.inProgram.has(name)) return;
    const former = binding.mapped.get(name);
    if (generated) {
      const target = scriptsCompiledTo(thread, scriptUrl, path);
      const key = keyOf(target, generated, breakpoint.condition);
      // The script was compiled anew, and its map is another one: the newest counts.
      if (former !== undefined && former !== key) await this.#remove(thread, breakpoint, [former]);
      binding.mapped.set(name, key);
      await this.#place(thread, breakpoint, target, generated);
    } else if (!breakpoint.location) {
      breakpoint.binding(thread).reason = `The source map ${map.url} has no code on this line or after it.`;
      this.#changed(breakpoint, thread);
    }
  }

  /** Sees to a breakpoint in a script that was loaded from its own file, once V8 has told where it put it, if it did. */
  async bindOwn(thread: Thread, breakpoint: UserBreakpoint, script: Script): Promise<void> {
    if (breakpoint.bindings.get(thread)?.inProgram.has(nameOfScript(script.url))) return;
    if (script.path) await this.bindByUrl(thread, breakpoint, script.url);
    this.#explain(thread, breakpoint, script);
  }

  /** Sees to a script of the breakpoint's file that has a name which could not be foreseen: a symlink's. */
  async bindByUrl(thread: Thread, breakpoint: UserBreakpoint, url: string): Promise<void> {
    if (breakpoint.problem || new RegExp(urlPattern(breakpoint.path)).test(url)) return;
    await this.#place(thread, breakpoint, scriptsAt(thread, url), breakpoint.at);
  }

  #explain(thread: Thread, breakpoint: UserBreakpoint, script: Script): void {
    const binding = breakpoint.binding(thread);
    const isFound = [...binding.placements].some((key) => thread.placements.get(key)?.isFound);
    if (binding.location || isFound || breakpoint.problem) return;
    binding.reason =
      breakpoint.at.line > script.lastLine
        ? `The file has only ${countOf(script.lastLine + 1, 'line')}.`
        : 'There is no code on this line or after it.';
    this.#changed(breakpoint, thread);
  }

  /** V8 tells where it put a placement, in a script that was not there before. */
  async resolved(thread: Thread, placement: Placement, location: Protocol.Debugger.Location): Promise<void> {
    placement.isFound = true;
    await this.#keepOnLine(thread, placement, location);
    const owners = [...placement.owners];
    await Promise.all(
      owners.map(async (breakpoint) => {
        if (await this.#isMistaken(thread, breakpoint, placement, location)) return;
        if (placement.instead) await this.#own(thread, breakpoint, placement.target, placement.instead);
        else await this.located(thread, breakpoint, location);
      }),
    );
  }

  /**
   * Whether a breakpoint was put into a script by the line of its source, because it has the source's name. It is about
   * to be put where the map says, and until then it still waits for its script: the load must stay held.
   */
  async #isMistaken(
    thread: Thread,
    breakpoint: UserBreakpoint,
    { target, at }: Placement,
    { scriptId }: Protocol.Debugger.Location,
  ): Promise<boolean> {
    const script = thread.scripts.get(scriptId);
    if (!script?.mapUrl || script.key !== breakpoint.key) return false;
    const key = keyOf(target, at, breakpoint.condition);
    const map = await thread.scripts.resolveMap(script);
    const mapped = breakpoint.bindings.get(thread)?.mapped.values() ?? [];
    return map?.source(breakpoint.key) !== undefined && ![...mapped].includes(key);
  }

  /** Tells where a breakpoint stands. */
  async located(
    thread: Thread,
    breakpoint: UserBreakpoint,
    location: Protocol.Debugger.Location,
  ): Promise<void> {
    const binding = breakpoint.bindings.get(thread);
    // Taken away, or its isolate is gone.
    if (!binding) return;
    const script = thread.scripts.get(location.scriptId);
    const original = await originalOfPlace(thread, location);
    // In code that no source accounts for, the line that was asked for is the best that can be said.
    const at = original ?? (script?.map ? breakpoint.at : fromV8(location));
    binding.location = { line: at.line, column: at.column, path: original?.source.path ?? script?.path };
    if (breakpoint.isChecked) binding.evaluation ??= SEEN_TOO_LATE;
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

  /** Takes a breakpoint out of V8 where a script has its checks compiled in. */
  async leaveToProgram(thread: Thread, breakpoint: UserBreakpoint, scriptUrl: string): Promise<void> {
    const binding = breakpoint.binding(thread);
    const name = nameOfScript(scriptUrl);
    binding.inProgram.add(name);
    const mapped = binding.mapped.get(name);
    if (mapped === undefined) await this.#removeDirect(thread, breakpoint);
    else await this.#remove(thread, breakpoint, [mapped]);
  }

  async #removeDirect(thread: Thread, breakpoint: UserBreakpoint): Promise<void> {
    const binding = breakpoint.binding(thread);
    const mapped = new Set(binding.mapped.values());
    const direct = [...binding.placements].filter((key) => !mapped.has(key));
    if (direct.length > 0) binding.location = undefined;
    await this.#remove(thread, breakpoint, direct);
  }

  async #remove(thread: Thread, breakpoint: UserBreakpoint, keys: readonly string[]): Promise<void> {
    const { placements } = breakpoint.binding(thread);
    await Promise.all(
      keys.map((key) => {
        placements.delete(key);
        return this.#release(thread, breakpoint, key);
      }),
    );
  }

  async #place(thread: Thread, breakpoint: UserBreakpoint, target: Target, at: Position): Promise<void> {
    // Breakpoints that slide to the same spot share one placement: V8 refuses a second one there.
    const key = keyOf(target, at, breakpoint.condition);
    breakpoint.binding(thread).placements.add(key);
    await this.#own(thread, breakpoint, target, at);
  }

  async #own(thread: Thread, breakpoint: UserBreakpoint, target: Target, at: Position): Promise<void> {
    const key = keyOf(target, at, breakpoint.condition);
    let placement = thread.placements.get(key);
    if (placement) {
      placement.owners.add(breakpoint);
    } else {
      placement = {
        target,
        at,
        v8Id: '',
        owners: new Set([breakpoint]),
        location: undefined,
        isFound: false,
        instead: undefined,
        placed: Promise.resolve(),
      };
      thread.placements.set(key, placement);
      placement.placed = this.#placeInV8(thread, placement, at, breakpoint.condition);
    }
    try {
      await placement.placed;
    } catch (error) {
      thread.placements.delete(key);
      breakpoint.binding(thread).placements.delete(key);
      breakpoint.binding(thread).reason = refusal((error as Error).message);
      this.#changed(breakpoint, thread);
      return;
    }
    // Taken away meanwhile.
    if (!placement.owners.has(breakpoint)) return;
    if (placement.instead) await this.#own(thread, breakpoint, target, placement.instead);
    else if (placement.location) await this.located(thread, breakpoint, placement.location);
  }

  async #placeInV8(
    thread: Thread,
    placement: Placement,
    at: Position,
    condition: string | undefined,
  ): Promise<void> {
    const guarded = condition && guardedCondition(condition);
    const { breakpointId, locations } = await thread.channel.post('Debugger.setBreakpointByUrl', {
      ...placement.target.toV8,
      lineNumber: at.line,
      columnNumber: at.column,
      ...(guarded ? { condition: guarded } : {}),
    });
    placement.v8Id = breakpointId;
    placement.location = locations[0];
    thread.placementByV8Id.set(breakpointId, placement);
    if (placement.location) await this.#keepOnLine(thread, placement, placement.location);
  }

  /**
   * V8 slides forward from a column behind the last place of its line, and that may be out of the block, where nothing
   * of what the line sees is known. Whoever asks for a column means the line: its last place before the column is nearer.
   */
  async #keepOnLine(
    thread: Thread,
    placement: Placement,
    location: Protocol.Debugger.Location,
  ): Promise<void> {
    const script = thread.scripts.get(location.scriptId);
    const breakpoint = [...placement.owners].find(({ at }) => at.column > 0);
    if (placement.instead || !script || !breakpoint) return;
    const { key, at } = breakpoint;
    const map = await thread.scripts.resolveMap(script);
    const found = map?.source(key) ? await originalOfPlace(thread, location) : fromV8(location);
    if (!found || found.line <= at.line) return;
    const place = await lastPlaceOnLine(thread, script, key, at);
    if (!place || placement.instead || placement.owners.size === 0) return;
    placement.instead = place;
    await this.#takeOut(thread, placement);
  }

  async #takeOut(thread: Thread, placement: Placement): Promise<void> {
    thread.placementByV8Id.delete(placement.v8Id);
    await thread.channel.post('Debugger.removeBreakpoint', { breakpointId: placement.v8Id }).catch(() => {
      // The isolate is gone, and the breakpoint with it.
    });
  }

  async #release(thread: Thread, breakpoint: UserBreakpoint, key: string): Promise<void> {
    const placement = thread.placements.get(key);
    if (!placement?.owners.delete(breakpoint)) return;
    // What V8 has not named yet cannot be taken out of it.
    await placement.placed.catch(() => {});
    const { target, instead } = placement;
    if (instead) await this.#release(thread, breakpoint, keyOf(target, instead, breakpoint.condition));
    if (placement.owners.size > 0 || thread.placements.get(key) !== placement) return;
    thread.placements.delete(key);
    if (!instead) await this.#takeOut(thread, placement);
  }
}

const refusal = (message: string): string =>
  message.includes('already exists')
    ? 'Another breakpoint, with another condition, stands on the same spot of the compiled code.'
    : `V8 refuses it: ${message}`;

/** Where a place of V8's is in the source of its script, if that has a map. */
async function originalOfPlace(
  thread: Thread,
  location: Protocol.Debugger.Location,
): Promise<OriginalPosition | undefined> {
  const map = thread.scripts.get(location.scriptId)?.map;
  const raw = fromV8(location);
  const isReturn = map?.isSeam(raw) && (await isReturnLocation(thread, location));
  return isReturn ? originalOf(thread, location, true) : map?.toOriginal(raw);
}

async function isReturnLocation({ channel }: Thread, location: Protocol.Debugger.Location): Promise<boolean> {
  const { scriptId, lineNumber, columnNumber = 0 } = location;
  const { locations } = await channel.post('Debugger.getPossibleBreakpoints', {
    start: location,
    end: { scriptId, lineNumber, columnNumber: columnNumber + 1 },
  });
  return locations.some(({ type }) => type === 'return');
}

const SEEN_TOO_LATE: Evaluation = { by: 'V8', because: 'its script was compiled before it could be changed' };

/** What a script is called in bindings. */
export const nameOfScript = (scriptUrl: string): string => pathOfUrl(scriptUrl) ?? scriptUrl;

const keyOf = (target: Target, at: Position, condition: string | undefined): string =>
  `${Object.entries(target.toV8)[0]!.join(' ')} ${at.line}:${at.column} ${condition ?? ''}`;

/** Scripts that have the name of a source: they are it. */
function scriptsNamed({ channel: { names } }: Thread, name: string): Target {
  const scriptHash = hashOfTextName(name);
  return scriptHash
    ? { toV8: { scriptHash }, words: 'any script of this text' }
    : { toV8: { urlRegex: urlPattern(name, names) }, words: `any script named ${name}` };
}

/** Scripts of one file, however often it is loaded. V8 tells breakpoints apart by the pattern's text, so it has its own. */
const scriptsCompiledTo = (thread: Thread, url: string, path: string | undefined): Target =>
  path === undefined
    ? scriptsAt(thread, url)
    : {
        toV8: { urlRegex: `(?:)${urlPattern(path, thread.channel.names)}` },
        words: `any script named ${path}`,
      };

const scriptsAt = ({ channel: { names } }: Thread, url: string): Target => ({
  toV8: { url: names.far(url) },
  words: `any script at ${url}`,
});
