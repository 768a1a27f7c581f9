import { writeSync } from 'node:fs';
import { frameHeader, frameStart, type OutputRecord } from '../../../protocol/output-record.ts';
import type { RecordSink } from './record-sink.ts';

type Write = (request: unknown, data: never, ...rest: unknown[]) => number;

/** Not public: what a stream over a pipe writes to. `writev` takes buffers, or texts each with its encoding. */
interface PipeHandle {
  writeUtf8String?: (request: unknown, text: string) => number;
  writeBuffer?: (request: unknown, bytes: Uint8Array) => number;
  writev?: (request: unknown, chunks: unknown[], allBuffers: boolean) => number;
}

const PLAIN: OutputRecord = { kind: 'text', entry: 0, indent: 0, site: '' };

/**
 * The standard streams of a process whose output the adapter reads: each write is framed, in the very call that hands
 * it to the system. Nobody above that sees a frame, and what the system has taken reaches the adapter whatever becomes of
 * the process. The frames of both streams are numbered in one sequence, which is how the adapter knows their order.
 */
export class FramedOutput implements RecordSink {
  readonly isOurs: boolean;
  readonly #start: string;
  readonly #onLocated: () => void;
  #pending: OutputRecord | undefined;
  #seq = 0;

  /**
   * @param streams those of 1 and 2 that lead to the adapter
   * @param onLocated called when the adapter is told of a place in the program
   */
  constructor(key: string, streams: readonly number[], onLocated: () => void) {
    this.#start = frameStart(key);
    this.#onLocated = onLocated;
    this.isOurs = streams.includes(1);
  }

  during(record: OutputRecord, write: () => unknown): unknown {
    const outer = this.#pending;
    this.#pending = record;
    try {
      return write();
    } finally {
      this.#pending = outer;
    }
  }

  /** It does not pass through the program's stream, which may not even exist. */
  send(stream: 0 | 1, record: OutputRecord, text: string): void {
    let rest = Buffer.from(this.#header(record, Buffer.byteLength(text)) + text);
    try {
      while (rest.length > 0) rest = rest.subarray(writeSome(stream + 1, rest));
    } catch {
      // The adapter is gone.
    }
  }

  /** Frames what is written to a pipe. Texts in rare encodings pass as they are. */
  frame(pipe: object): void {
    const handle: PipeHandle = pipe;
    wrap(handle, 'writeUtf8String', (write) => (request, text) => {
      return write(request, this.#next(Buffer.byteLength(text)) + text);
    });
    wrap(handle, 'writeBuffer', (write) => (request, bytes) => {
      return write(request, Buffer.concat([Buffer.from(this.#next(bytes.byteLength)), bytes]));
    });
    wrap(handle, 'writev', (write) => (request, chunks, allBuffers) => {
      const header = this.#next(sizeOf(chunks, allBuffers));
      const first = allBuffers ? [Buffer.from(header)] : [header, 'utf8'];
      return write(request, [...first, ...chunks], allBuffers);
    });
  }

  #next(bytes: number): string {
    const record = this.#pending ?? PLAIN;
    this.#pending = undefined;
    return this.#header(record, bytes);
  }

  #header(record: OutputRecord, bytes: number): string {
    this.#seq += 1;
    if (record.site) this.#onLocated();
    return frameHeader(this.#start, record, bytes, this.#seq);
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** Waits while a pipe that does not block is full. */
function writeSome(fd: number, bytes: Uint8Array): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    Atomics.wait(sleeper, 0, 0, 1);
    return 0;
  }
}

function wrap<Name extends keyof PipeHandle>(
  handle: PipeHandle,
  name: Name,
  around: (write: NonNullable<PipeHandle[Name]>) => NonNullable<PipeHandle[Name]>,
): void {
  const write = handle[name] as Write | undefined;
  if (typeof write !== 'function') return;
  const value = around(write.bind(handle) as never);
  Object.defineProperty(handle, name, { value, configurable: true, writable: true });
}

function sizeOf(chunks: readonly unknown[], allBuffers: boolean): number {
  if (allBuffers) return (chunks as Uint8Array[]).reduce((sum, { byteLength }) => sum + byteLength, 0);
  let size = 0;
  for (let index = 0; index < chunks.length; index += 2) {
    const [chunk, encoding] = chunks.slice(index, index + 2) as [string | Uint8Array, BufferEncoding];
    size += typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.byteLength;
  }
  return size;
}
