import type { RecordSink } from './record-sink.ts';

/** Not public: what is below a stream. */
interface ReadHandle {
  readStart?: () => number;
}

interface Input {
  readonly _handle?: ReadHandle | null;
  _read?: (size: number) => void;
}

/**
 * Tells the sink when the program first waits for its standard input, so that the user can be told how to answer. Merely
 * touching `process.stdin`, to see whether it is a terminal, is not yet that. Nothing of it is left afterwards.
 */
export function announceReading(sink: RecordSink): void {
  if (!sink.isOurs) return;
  const property = Object.getOwnPropertyDescriptor(process, 'stdin');
  const make = property?.get;
  if (!make || !property.configurable) return;
  Object.defineProperty(process, 'stdin', {
    ...property,
    get() {
      const input = make.call(process) as Input;
      const announce = (): void => sink.send(0, { kind: 'reading', entry: 0, indent: 0, site: '' }, '');
      const handle = input._handle;
      // A worker's input has nothing below it.
      if (handle) onFirstCall(handle, 'readStart', announce);
      else onFirstCall(input, '_read', announce);
      Object.defineProperty(process, 'stdin', property);
      return input;
    },
  });
}

/** Calls `before` when a method of the object is called for the first time. */
function onFirstCall<T extends object>(object: T, name: keyof T & string, before: () => void): void {
  const method = object[name];
  if (typeof method !== 'function' || Object.hasOwn(object, name)) return;
  const value = function (this: unknown, ...args: unknown[]): unknown {
    delete object[name];
    before();
    return Reflect.apply(method, this, args) as unknown;
  };
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
}
