import { Duplex } from 'node:stream';

/** What happens to one direction of a connection, once so many bytes have passed. */
export interface Fault {
  readonly direction: 'up' | 'down';
  readonly afterBytes: number;
  /** Both ends see the end; or nobody is told anything, and nothing passes any more in either direction. */
  readonly how: 'cut' | 'stall';
}

/** A stretch of wire between who dials and who is dialled: it can break anywhere, and is mended by dialling again. */
export class FaultyWire {
  /** What passed in all, in bytes. */
  readonly passed = { up: 0, down: 0 };
  connections = 0;
  /** Asked for each connection, counted from 0. */
  readonly #faultOf: (connection: number) => Fault | undefined;
  readonly #accept: (stream: Duplex) => void;
  #cutNow: () => void = () => {};
  #stallNow: () => void = () => {};

  constructor(
    accept: (stream: Duplex) => void,
    faultOf: (connection: number) => Fault | undefined = () => undefined,
  ) {
    this.#accept = accept;
    this.#faultOf = faultOf;
  }

  /** The dialler's end; the other is handed to `accept`. */
  dial(): Duplex {
    const fault = this.#faultOf(this.connections);
    this.connections += 1;
    let stalled = false;
    const end = () => {
      near.stream.destroy();
      far.stream.destroy();
    };
    const stall = () => {
      stalled = true;
    };
    const relay = (direction: Fault['direction'], to: () => End) => {
      let left = fault?.direction === direction ? fault.afterBytes : Number.POSITIVE_INFINITY;
      const breakOff = () => {
        if (fault!.how === 'cut') setImmediate(end);
        else stall();
      };
      if (left <= 0) breakOff();
      return (bytes: Buffer, done: () => void): void => {
        const passing = stalled ? bytes.subarray(0, 0) : bytes.subarray(0, Math.max(left, 0));
        const isWhole = passing.length === bytes.length || stalled;
        left -= bytes.length;
        this.passed[direction] += passing.length;
        if (passing.length > 0) to().arrive(passing, isWhole ? done : () => {});
        else if (isWhole) done();
        if (left <= 0 && passing.length > 0) breakOff();
      };
    };
    const near = newEnd(
      relay('up', () => far),
      () => far,
    );
    const far = newEnd(
      relay('down', () => near),
      () => near,
    );
    this.#cutNow = end;
    this.#stallNow = stall;
    this.#accept(far.stream);
    return near.stream;
  }

  /** Breaks the last connection that was made. */
  cut(): void {
    this.#cutNow();
  }

  /** Lets nothing through the last connection any more, and tells nobody. */
  stall(): void {
    this.#stallNow();
  }
}

interface End {
  readonly stream: Duplex;
  arrive(bytes: Buffer, done: () => void): void;
}

function newEnd(relay: (bytes: Buffer, done: () => void) => void, other: () => End): End {
  let taken = () => {};
  const stream = new Duplex({
    read() {
      const done = taken;
      taken = () => {};
      done();
    },
    write(chunk: Buffer, _encoding, done) {
      // A wire takes a turn of the event loop.
      setImmediate(() => relay(chunk, done));
    },
    final(done) {
      setImmediate(() => {
        if (!other().stream.destroyed) other().stream.push(null);
        done();
      });
    },
    destroy(error, done) {
      setImmediate(() => {
        if (!other().stream.destroyed) other().stream.push(null);
      });
      done(error);
    },
  });
  stream.on('error', () => {});
  return {
    stream,
    arrive(bytes, done) {
      if (stream.destroyed) return;
      if (stream.push(bytes)) done();
      else taken = done;
    },
  };
}
