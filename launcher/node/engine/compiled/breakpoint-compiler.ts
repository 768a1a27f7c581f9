import type { UserBreakpoint } from '../breakpoint.ts';
import { siteOf } from '../breakpoint-actions.ts';
import type { BreakpointBinder } from '../breakpoint-binder.ts';
import type { EngineContext } from '../context.ts';
import type { HeldLoad } from '../load-holds.ts';
import { pathOfUrl, realPath, sourceKey } from '../paths.ts';
import type { Script } from '../scripts.ts';
import type { SourceMap } from '../source-map.ts';
import type { Thread } from '../thread.ts';
import type { Candidate, Slot } from './inserted-code.ts';

/**
 * Compiles what breakpoints ask at every hit (conditions, hit counts, log messages) into the scripts they stand in, as
 * these are loaded. What cannot be compiled stays V8's to evaluate.
 */
export class BreakpointCompiler {
  readonly #context: EngineContext;
  readonly #binder: BreakpointBinder;

  constructor(context: EngineContext, binder: BreakpointBinder) {
    this.#context = context;
    this.#binder = binder;
  }

  /** The files whose loads have to be held for it. */
  files(thread: Thread, breakpoints: Iterable<UserBreakpoint>): string[] {
    const files = new Set<string>();
    for (const breakpoint of breakpoints) {
      if (!isCompilable(breakpoint)) continue;
      files.add(breakpoint.path).add(realPath(breakpoint.path));
      for (const name of breakpoint.bindings.get(thread)?.mapped.keys() ?? []) files.add(name);
    }
    return [...files];
  }

  /** Compiles what it can into a script that V8 has not seen yet. Its breakpoints have been placed in V8 already. */
  async compile(
    thread: Thread,
    { scriptUrl, draft }: HeldLoad,
    map: SourceMap | undefined,
    breakpoints: readonly UserBreakpoint[],
  ): Promise<void> {
    if (!draft) return;
    const candidates = breakpoints
      .filter(isCompilable)
      .map((breakpoint) => candidateIn(breakpoint, scriptUrl, map))
      .filter((candidate) => candidate !== undefined);
    if (candidates.length === 0) return;
    const path = pathOfUrl(scriptUrl);
    // V8 passes over `debugger` statements in skipped files, and not over breakpoints.
    if (path !== undefined && this.#context.skipFiles.skipsFile(path)) return;
    const compiled = await thread.inserted.compile({ ...draft, url: scriptUrl }, candidates);
    if (!compiled) return;
    const replaced = compiled.text === draft.text || (await draft.replace(compiled.text));
    for (const [breakpoint, evaluation] of compiled.evaluations) {
      if (evaluation.by === 'program' && !replaced) {
        await thread.inserted.release(breakpoint);
        continue;
      }
      const binding = breakpoint.binding(thread);
      binding.evaluation = evaluation;
      if (evaluation.by === 'V8') continue;
      if (isElsewhere(breakpoint, thread)) await this.share(breakpoint);
      await this.#binder.leaveToProgram(thread, breakpoint, scriptUrl);
    }
  }

  /** V8 has compiled a script that may have checks in it: now their breakpoints are bound. */
  async parsed(thread: Thread, slots: readonly Slot[], script: Script): Promise<void> {
    await Promise.all(
      slots.map(async (slot) => {
        const { start, end } = slot.site.statement;
        // It takes the first that is run, which hardly ever is another than the first. To set a breakpoint and see is out of
        // the question: in Node 20, that can crash a process that is in a loop.
        const { locations } = await thread.channel.post('Debugger.getPossibleBreakpoints', {
          start: { scriptId: script.id, lineNumber: start.line, columnNumber: start.column },
          // The return of a value stands at the end of its statement.
          end: { scriptId: script.id, lineNumber: end.line, columnNumber: end.column + 1 },
          restrictToFunction: true,
        });
        slot.location = locations[0] ?? slot.location!;
        if (!slot.breakpoint) return;
        await thread.inserted.prepareLog(slot.number, slot.breakpoint, siteOf(thread, slot.location));
        await this.#binder.located(thread, slot.breakpoint, slot.location);
      }),
    );
  }

  /** Silences the checks of a breakpoint in all threads. */
  async release(breakpoint: UserBreakpoint): Promise<void> {
    await Promise.all([...breakpoint.bindings.keys()].map((thread) => thread.inserted.release(breakpoint)));
  }

  /** Has the engine count the hits of a breakpoint that is in several places: hits are those of all threads. */
  async share(breakpoint: UserBreakpoint): Promise<void> {
    if (!breakpoint.hitCondition) return;
    await Promise.all([...breakpoint.bindings.keys()].map((thread) => thread.inserted.share(breakpoint)));
  }
}

/** Whether there is something to compile. */
const isCompilable = (breakpoint: UserBreakpoint): boolean =>
  !breakpoint.problem &&
  breakpoint.isChecked &&
  (!breakpoint.hitCondition || breakpoint.hitCode !== undefined);

function candidateIn(
  breakpoint: UserBreakpoint,
  scriptUrl: string,
  map: SourceMap | undefined,
): Candidate | undefined {
  const at = map?.source(breakpoint.key) ? map.toGenerated(breakpoint.key, breakpoint.at) : undefined;
  if (at) return { breakpoint, at };
  const path = pathOfUrl(scriptUrl);
  const isOwn = path !== undefined && sourceKey(path) === breakpoint.key && !map?.source(breakpoint.key);
  return isOwn ? { breakpoint, at: breakpoint.at } : undefined;
}

/** Whether a breakpoint has another place as well as the one it has just got in a thread. */
const isElsewhere = (breakpoint: UserBreakpoint, thread: Thread): boolean =>
  thread.inserted.slotsOf(breakpoint).length > 1 ||
  [...breakpoint.bindings].some(
    ([other, binding]) =>
      other !== thread && (binding.location || other.inserted.slotsOf(breakpoint).length > 0),
  );
