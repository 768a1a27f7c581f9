import { setTimeout } from 'node:timers/promises';
import type { EngineContext } from './context.ts';
import { applyExceptionFilters } from './exceptions.ts';
import { sourceKey } from './paths.ts';
import type { Thread } from './thread.ts';

/** How long after the first turn of the event loop an ES module may take to run, in milliseconds. */
const MODULE_GRACE = 1000;

/**
 * Marks a thread as evaluating its main module until that is over, as far as can be told. While it is, V8 cannot tell
 * which exceptions are caught by nobody but Node, so each is looked at.
 *
 * @param main The file of the main module.
 * @param firstTurn Resolves when the first turn of the thread's event loop is over.
 */
export async function watchMainEvaluation(
  context: EngineContext,
  thread: Thread,
  main: string | undefined,
  firstTurn: Promise<void>,
): Promise<void> {
  thread.evaluating = true;
  thread.main = main === undefined ? undefined : sourceKey(main);
  await firstTurn;
  // A CommonJS main has run by now. A module's graph is still being loaded, and nothing tells when it runs.
  if (!ranAsCommonJs(thread, main)) await setTimeout(MODULE_GRACE, undefined, { ref: false });
  thread.evaluating = false;
  await applyExceptionFilters(context, thread).catch(() => {
    // The isolate is gone.
  });
}

function ranAsCommonJs({ scripts }: Thread, main: string | undefined): boolean {
  const key = main === undefined ? undefined : sourceKey(main);
  return [...scripts.all()].some((script) => script.key === key && !script.isModule);
}
