import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Passed } from './recorder.ts';

const LOOKING: ReadonlySet<string> = new Set(['stackTrace', 'scopes', 'variables']);

/**
 * Milliseconds in which the adapter had yet to answer at least one request for stack, scopes or variables: its own part,
 * without what VS Code needs in between to draw and to think.
 */
export function answeringTime(passed: readonly Passed[]): number {
  const open = new Set<string>();
  let since = 0;
  let total = 0;
  for (const { at, session, message } of passed) {
    const { type, command } = message as DebugProtocol.Request;
    if (!LOOKING.has(command)) continue;
    if (type === 'request') {
      if (open.size === 0) since = at;
      open.add(`${session.id} ${message.seq}`);
    } else if (open.delete(`${session.id} ${(message as DebugProtocol.Response).request_seq}`)) {
      if (open.size === 0) total += at - since;
    }
  }
  return total;
}
