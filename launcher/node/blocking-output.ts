/** Not public: the native stream below. */
export interface Handle {
  setBlocking?(blocking: boolean): number;
}

interface WithHandle {
  readonly _handle?: Handle | null;
}

/**
 * Makes the program's standard streams write at once where they lead to an adapter. Node writes to such a pipe in the
 * background, and what is not written when the program calls `process.exit` is lost. The streams are made at their first
 * use, which stays so.
 * @param prepare is given what is below a stream that is no terminal, before anything is written to it
 */
export function writeOutputAtOnce(prepare: (handle: Handle, fd: 1 | 2) => void = () => {}): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const property = Object.getOwnPropertyDescriptor(process, name);
    const make = property?.get;
    if (!make || !property.configurable) continue;
    Object.defineProperty(process, name, {
      ...property,
      get() {
        const stream = make.call(process) as NodeJS.WriteStream & WithHandle;
        const handle = stream.isTTY ? undefined : stream._handle;
        handle?.setBlocking?.(true);
        if (handle) prepare(handle, name === 'stdout' ? 1 : 2);
        Object.defineProperty(process, name, property);
        return stream;
      },
    });
  }
}
