import { rmSync } from 'node:fs';

const paths = new Set<string>();

function removeAll(): void {
  for (const path of paths) rmSync(path, { recursive: true, force: true });
}

/**
 * Removes a file or directory when the process exits, unless the returned registration is disposed first. A process that
 * is killed by a signal nobody handles runs no exit hooks: an executable that wants to leave nothing behind turns
 * SIGTERM and SIGINT into `process.exit`.
 */
export function removeAtExit(path: string): Disposable {
  // One hook for all paths: one per path would trip Node's warning about leaking listeners.
  if (paths.size === 0) process.once('exit', removeAll);
  paths.add(path);
  return {
    [Symbol.dispose]() {
      paths.delete(path);
      if (paths.size === 0) process.off('exit', removeAll);
    },
  };
}
