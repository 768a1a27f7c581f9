import type { Change } from '../../../protocol/tasks/stop.ts';
import { clip, DEFAULT_LIMITS } from '../../session/limits.ts';
import type { SeenStop } from '../../session/stop.ts';

/** Functions whose variables are remembered: those that were stopped in last. */
const MAX_FUNCTIONS = 16;

/** Not a variable, but what the last call has returned. */
const RETURN_VALUE = '$returnValue';

interface Memory {
  readonly values: ReadonlyMap<string, string>;
  /** All of its variables are among the values. */
  readonly complete: boolean;
}

/** Remembers what the variables of a function were when a stop in it was looked at last, to tell what has changed. */
export class FunctionMemory {
  /** The one that was stopped in last is the last. */
  readonly #functions = new Map<string, Memory>();

  /** What differs from the last stop in the same function; undefined where there was none. Remembers this one. */
  compare(stop: SeenStop): Change[] | undefined {
    const [top] = stop.stack;
    if (!top) return undefined;
    const key = JSON.stringify([stop.threadId, top.name, top.file]);
    const before = this.#functions.get(key);
    const now = memoryOf(stop);
    this.#functions.delete(key);
    this.#functions.set(key, now);
    const [oldest] = this.#functions.keys();
    if (this.#functions.size > MAX_FUNCTIONS) this.#functions.delete(oldest!);
    return before && differences(before, now);
  }
}

function memoryOf({ variables, moreVariables }: SeenStop): Memory {
  const values = new Map<string, string>();
  // Of several of one name the innermost, which comes first, is what the name means.
  for (const { name, value } of variables.slice(0, DEFAULT_LIMITS.variables))
    if (name !== RETURN_VALUE && !values.has(name)) values.set(name, clip(value, DEFAULT_LIMITS.value));
  return { values, complete: !moreVariables && variables.length <= DEFAULT_LIMITS.variables };
}

function differences(before: Memory, now: Memory): Change[] {
  const names = new Set([...now.values.keys(), ...before.values.keys()]);
  return [...names].flatMap((name) => {
    const [was, is] = [before.values.get(name), now.values.get(name)];
    if (was === is) return [];
    // What is not among those that are told may be there all the same.
    if ((was === undefined && !before.complete) || (is === undefined && !now.complete)) return [];
    return [{ name, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
  });
}
