const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Hears of every wish to end this process, which then is ours to fulfil. Disposing the result gives it back. */
export function onInterrupt(listener: (signal: NodeJS.Signals) => void): Disposable {
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    [Symbol.dispose]() {
      for (const signal of SIGNALS) process.off(signal, listener);
    },
  };
}

/**
 * Calls the listener, once, when nobody reads a stream any more: `tandem debug … | head`. What is still on its way raises
 * the error again, and is ignored.
 */
export function onBrokenPipe(streams: readonly NodeJS.WriteStream[], listener: () => void): void {
  let broken = false;
  const onError = (): void => {
    if (!broken) listener();
    broken = true;
  };
  for (const stream of streams) stream.on('error', onError);
}
