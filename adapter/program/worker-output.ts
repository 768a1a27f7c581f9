import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { type PostedWrite, unreadSize } from '../../protocol/output-record.ts';
import { ProgramOutput } from '../output/program-output.ts';
import type { OutputListener, OutputStream } from './program.ts';

const STREAMS: readonly OutputStream[] = ['stdout', 'stderr'];

/** So many bytes are read at once when more than one write is there; then others get their turn. */
const BATCH_BYTES = 64 * 1024;

/** The output of a worker as text, from a port that can also be read synchronously. */
export class WorkerOutput {
  readonly #port: MessagePort;
  readonly #output: ProgramOutput;
  readonly #unread: Int32Array;
  #open = true;
  #held = false;
  /** Read while it was held. */
  #owed = 0;

  /** @param unread see `MAX_UNREAD` */
  constructor(port: MessagePort, unread: Int32Array, listener: OutputListener) {
    this.#port = port;
    this.#unread = unread;
    this.#output = new ProgramOutput(listener);
    port.on('message', (write: PostedWrite) => this.#readBatch(write));
    // It closes with its worker, after its last message. From then on Node crashes when it is read synchronously.
    port.once('close', () => {
      this.#open = false;
    });
  }

  /** Output that came another way. */
  write(stream: OutputStream, bytes: Uint8Array): void {
    this.#output.report(stream, { bytes });
  }

  /** Reports everything that was written before the call, and not what a busy program goes on writing. */
  drain(): void {
    let left = Atomics.load(this.#unread, 0) - this.#owed;
    for (let write = this.#next(); write; write = left > 0 ? this.#next() : undefined) {
      left -= this.#readBatch(write);
    }
  }

  /** While it is held, what is read counts as unread, so that the worker waits. */
  hold(held: boolean): void {
    this.#held = held;
    if (held) return;
    Atomics.sub(this.#unread, 0, this.#owed);
    this.#owed = 0;
  }

  end(): void {
    for (let write = this.#next(); write; write = this.#next()) this.#readBatch(write);
    this.#output.end();
    this.#open = false;
    this.#port.close();
  }

  /** Returns what was read, as `unreadSize` counts. */
  #readBatch(first: PostedWrite): number {
    let size = 0;
    for (
      let write: PostedWrite | undefined = first;
      write;
      write = size < BATCH_BYTES ? this.#next() : undefined
    ) {
      const [stream, bytes, record] = write;
      this.#output.report(STREAMS[stream]!, record ? { bytes, record } : { bytes });
      size += unreadSize(bytes.length);
    }
    if (this.#held) this.#owed += size;
    else Atomics.sub(this.#unread, 0, size);
    return size;
  }

  #next(): PostedWrite | undefined {
    if (!this.#open) return undefined;
    return (receiveMessageOnPort(this.#port) as { readonly message: PostedWrite } | undefined)?.message;
  }
}
