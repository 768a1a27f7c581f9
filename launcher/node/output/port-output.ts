import type { MessagePort } from 'node:worker_threads';
import type { OutputRecord, PostedWrite } from '../../../protocol/output-record.ts';
import type { RecordSink } from './record-sink.ts';

/** The standard streams of a worker whose output the adapter reads from a port: each write at once, in its true order. */
export class PortOutput implements RecordSink {
  readonly isOurs = true;
  readonly #port: MessagePort;
  #pending: OutputRecord | undefined;

  constructor(port: MessagePort) {
    this.#port = port;
    port.unref();
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

  send(stream: 0 | 1, record: OutputRecord, text: string): void {
    this.#post(stream, Buffer.from(text), record);
  }

  write(stream: 0 | 1, bytes: Uint8Array): void {
    const record = this.#pending;
    this.#pending = undefined;
    this.#post(stream, bytes, record);
  }

  #post(stream: 0 | 1, bytes: Uint8Array, record: OutputRecord | undefined): void {
    // A copy: what Buffer hands out is a slice of a pool, and the whole pool would travel.
    const copy = new Uint8Array(bytes);
    const write: PostedWrite = record ? [stream, copy, record] : [stream, copy];
    this.#port.postMessage(write);
  }
}
