import type { MessagePort } from 'node:worker_threads';
import {
  MAX_UNREAD,
  type OutputRecord,
  type PostedWrite,
  unreadSize,
} from '../../../protocol/output-record.ts';
import type { RecordSink } from './record-sink.ts';

/** The standard streams of a worker whose output the adapter reads from a port: each write at once, in its true order. */
export class PortOutput implements RecordSink {
  readonly isOurs = true;
  readonly #port: MessagePort;
  readonly #unread: Int32Array;
  #pending: OutputRecord | undefined;

  /** @param unread see `MAX_UNREAD` */
  constructor(port: MessagePort, unread: Int32Array) {
    this.#port = port;
    this.#unread = unread;
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
    const unread = Atomics.add(this.#unread, 0, unreadSize(copy.length));
    this.#port.postMessage(write);
    this.#wait(unread);
  }

  /** In slices, between which the thread can be paused or terminated. */
  #wait(unread: number): void {
    for (let size = unread; size > MAX_UNREAD; size = Atomics.load(this.#unread, 0)) {
      Atomics.wait(this.#unread, 0, size, 1);
    }
  }
}
