const kills = new Set<() => void>();

function killAll(): void {
  for (const kill of kills) kill();
}

/**
 * Ends a program when this process exits, unless the returned registration is disposed first: an editor that closes its
 * window does not wait for a gentle end. Only `SIGKILL` of this process gets past it.
 */
export function killAtExit(kill: () => void): Disposable {
  if (kills.size === 0) process.once('exit', killAll);
  kills.add(kill);
  return {
    [Symbol.dispose]() {
      kills.delete(kill);
      if (kills.size === 0) process.off('exit', killAll);
    },
  };
}
