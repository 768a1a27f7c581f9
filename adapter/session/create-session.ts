import { TandemDebugSession } from './debug-session.ts';
import type { SessionOptions } from './session.ts';

export type { TandemDebugSession } from './debug-session.ts';
export type { SessionOptions } from './session.ts';

/**
 * A debug session for one client. Give it streams with `start`, or use it inline: it has `handleMessage`,
 * `onDidSendMessage` and `dispose` of a `vscode.DebugAdapter`.
 */
export function createDebugSession(options: SessionOptions = {}): TandemDebugSession {
  return new TandemDebugSession(options);
}
