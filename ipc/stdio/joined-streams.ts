import { Duplex, type Readable, type Writable } from 'node:stream';

type WriteCallback = (failure?: Error | null) => void;

/** One duplex of two streams, which it owns: it ends and fails as the readable one does, and destroys both. */
export class JoinedStreams extends Duplex {
  readonly #readable: Readable;
  readonly #writable: Writable;
  readonly #gone: Promise<unknown>;

  /** `gone` is what there is to wait for, beside the two streams, before it counts as closed. */
  constructor(readable: Readable, writable: Writable, gone: Promise<unknown> = Promise.resolve()) {
    super({ decodeStrings: true, allowHalfOpen: false });
    this.#readable = readable;
    this.#writable = writable;
    this.#gone = Promise.all([closed(readable), closed(writable), gone]);
    readable.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) readable.pause();
    });
    readable.on('end', () => this.push(null));
    readable.on('error', (error) => this.destroy(error));
    readable.on('close', () => {
      if (!readable.readableEnded) this.destroy();
    });
    readable.pause();
    // Each write is told of its failure, and the peer may have said more than has been read: see `last-words.ts`.
    writable.on('error', () => {});
  }

  override _read(): void {
    this.#readable.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: WriteCallback): void {
    this.#writable.write(chunk, callback);
  }

  override _writev(chunks: { chunk: Buffer }[], callback: WriteCallback): void {
    this.#writable.cork();
    for (const { chunk } of chunks.slice(0, -1)) this.#writable.write(chunk);
    this.#writable.write(chunks.at(-1)!.chunk, callback);
    this.#writable.uncork();
  }

  override _final(callback: WriteCallback): void {
    if (this.#writable.destroyed) callback();
    else this.#writable.end(callback);
  }

  override _destroy(failure: Error | null, callback: WriteCallback): void {
    this.#readable.destroy();
    this.#writable.destroy();
    void this.#gone.then(() => callback(failure));
  }
}

const closed = (stream: Readable | Writable): Promise<unknown> =>
  stream.closed ? Promise.resolve() : new Promise((resolve) => stream.once('close', resolve));
