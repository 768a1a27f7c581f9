import { Session } from 'node:inspector';

/**
 * Has V8 find out now what `Debugger.enable` tells of each script of Node's own: it remembers, and the debugger thread's
 * own `enable` is then a matter of two milliseconds and not of fifteen. For the main thread, while it has nothing to do
 * but wait until that thread is up.
 */
export function warmUpInspector(): void {
  const session = new Session();
  session.connect();
  session.post('Debugger.enable');
  // Closed at once, so that no pause comes of it.
  session.disconnect();
}
