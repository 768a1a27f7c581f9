import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { OutputText } from './output-text.ts';
import type { OutputListener, OutputStream } from './program.ts';

/** What the worker's preload posts for each write: which stream, and what. */
type Write = readonly [stream: 0 | 1, bytes: Uint8Array];

const STREAMS: readonly OutputStream[] = ['stdout', 'stderr'];

/** So many bytes are reported at once when more than one write is there to be read; then others get their turn. */
const BATCH_BYTES = 64 * 1024;

/** The output of a worker as text, from a port that can also be read synchronously. Writes that wait are put together. */
export class WorkerOutput {
  readonly #port: MessagePort;
  readonly #text: OutputText;
  #open = true;

  constructor(port: MessagePort, listener: OutputListener) {
    this.#port = port;
    this.#text = new OutputText(listener);
    port.on('message', (write: Write) => this.#readBatch(write));
    // It closes with its worker, after its last message. From then on Node crashes when it is read synchronously.
    port.once('close', () => {
      this.#open = false;
    });
  }

  /** Output that came another way. */
  write(stream: OutputStream, bytes: Uint8Array): void {
    this.#text.write(stream, bytes);
  }

  /** Reports everything that was written before the call. */
  drain(): void {
    for (let write = this.#next(); write; write = this.#next()) this.#readBatch(write);
  }

  end(): void {
    this.drain();
    this.#text.end();
    this.#open = false;
    this.#port.close();
  }

  #readBatch(first: Write): void {
    let [stream] = first;
    let chunks: Uint8Array[] = [];
    let size = 0;
    for (let write: Write | undefined = first; write; write = size < BATCH_BYTES ? this.#next() : undefined) {
      if (write[0] !== stream) {
        this.#report(stream, chunks);
        [stream] = write;
        chunks = [];
      }
      chunks.push(write[1]);
      size += write[1].length;
    }
    this.#report(stream, chunks);
  }

  #report(stream: 0 | 1, chunks: readonly Uint8Array[]): void {
    this.#text.write(STREAMS[stream]!, chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
  }

  #next(): Write | undefined {
    if (!this.#open) return undefined;
    return (receiveMessageOnPort(this.#port) as { readonly message: Write } | undefined)?.message;
  }
}
