import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** Longest message that is accepted, in bytes. Ours are much shorter; those of others may be cut as they like. */
export const MAX_MESSAGE = 1024 * 1024;
const MAX_SENT = 64 * 1024;

const OPEN = 1;
const CLOSED = 3;
/** Codes of the WebSocket protocol. */
const Close = {
  normal: 1000,
  goingAway: 1001,
  unsupportedData: 1003,
  noStatus: 1005,
  noClose: 1006,
} as const;
/** A peer that is gone without a word counts as one whose socket has ended: a message that was cut off is found anyway. */
const ENDINGS: readonly number[] = [Close.normal, Close.goingAway, Close.noStatus, Close.noClose];

type Callback = (failure?: Error | null) => void;

/**
 * The bytes that go over an open WebSocket, which it owns. Binary messages carry them; where one ends and the next begins
 * means nothing. A text message is a violation.
 */
export class WebSocketStream extends Duplex {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    super({ allowHalfOpen: false, decodeStrings: true });
    this.#socket = socket;
    socket.binaryType = 'nodebuffer';
    socket.on('message', (bytes, isBinary) => {
      if (!isBinary) {
        socket.close(Close.unsupportedData);
        this.destroy(new Error('the peer has sent a text message where only binary ones are understood'));
      } else if (!this.push(bytes)) socket.pause();
    });
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', (code) => {
      if (this.destroyed) return;
      if (ENDINGS.includes(code)) this.push(null);
      else this.destroy(new Error(`the WebSocket was closed with the code ${code}`));
    });
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, callback: Callback): void {
    let at = 0;
    for (; bytes.length - at > MAX_SENT; at += MAX_SENT) {
      this.#socket.send(bytes.subarray(at, at + MAX_SENT), { binary: true });
    }
    this.#socket.send(bytes.subarray(at), { binary: true }, (failure) => callback(failure));
  }

  /** Says that it is over, behind all that was said, and waits for the peer to say the same. */
  override _final(callback: Callback): void {
    this.#onceClosed(() => callback());
    this.#socket.resume();
    if (this.#socket.readyState === OPEN) this.#socket.close(Close.normal);
  }

  override _destroy(failure: Error | null, callback: Callback): void {
    this.#onceClosed(() => callback(failure));
    this.#socket.terminate();
  }

  #onceClosed(then: () => void): void {
    if (this.#socket.readyState === CLOSED) then();
    else this.#socket.once('close', then);
  }
}
