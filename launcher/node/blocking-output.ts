/** Not public: the native stream below. */
interface WithHandle {
  readonly _handle?: { setBlocking?(blocking: boolean): number } | null;
}

/**
 * Makes the program's standard streams write at once where they lead to an adapter. Node writes to such a pipe in the
 * background, and what is not written when the program calls `process.exit` is lost. The streams are made at their first
 * use, which stays so.
 */
export function writeOutputAtOnce(): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const property = Object.getOwnPropertyDescriptor(process, name);
    const make = property?.get;
    if (!make || !property.configurable) continue;
    Object.defineProperty(process, name, {
      ...property,
      get() {
        const stream = make.call(process) as NodeJS.WriteStream & WithHandle;
        if (!stream.isTTY) stream._handle?.setBlocking?.(true);
        Object.defineProperty(process, name, property);
        return stream;
      },
    });
  }
}
