import { errors } from '../../../protocol/errors.ts';
import { isAtLeast, OLDEST_NODE } from '../../launch/runtime.ts';
import { CLOSE } from './late-ports.ts';
import type { OpenInspector } from './open-inspector.ts';

/** Throws for a Node that is too old, and leaves its inspector as it was. */
export async function refuseOldNode(pid: number, { calls, version, wasOpen }: OpenInspector): Promise<void> {
  if (isAtLeast(version, OLDEST_NODE)) return;
  if (!wasOpen) await calls.evaluate(CLOSE).catch(() => {});
  throw errors.processTooOld(pid, version, OLDEST_NODE);
}
