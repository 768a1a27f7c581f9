import { isAlive } from '../../../ipc/is-alive.ts';
import type { InspectorCalls } from './inspector-calls.ts';

/** How often to look whether a process has come around to a signal, in milliseconds. */
const LOOK_MS = 1000;

/** Closes the inspector, in every Node. */
export const CLOSE = 'process._debugEnd()';

/** Processes that will open their inspector when they come around to it, although nobody waits for that any more. */
const owed = new Map<number, NodeJS.Timeout>();

/** Closes the inspector of a process when it opens it after all, as long as both that and this process live. */
export function closeLater(
  pid: number,
  find: () => Promise<{ readonly calls: InspectorCalls } | undefined>,
): void {
  takeBack(pid);
  const look = async (): Promise<void> => {
    const found = isAlive(pid) ? await find().catch(() => undefined) : undefined;
    if (!owed.has(pid)) return found?.calls.close();
    if (!found && isAlive(pid)) return again();
    owed.delete(pid);
    void found?.calls.evaluate(CLOSE).catch(() => {});
  };
  const again = (): void => {
    owed.set(pid, setTimeout(() => void look(), LOOK_MS).unref());
  };
  again();
}

/** Whoever wants the inspector now sees to it. True when it is open, or will be, because we have asked for it before. */
export function takeBack(pid: number): boolean {
  clearTimeout(owed.get(pid));
  return owed.delete(pid);
}
