import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { deferred } from '../util/deferred.ts';
import { type Address, hostHeader } from './address.ts';
import { clientFrame, type Frame, FrameReader, Opcode, TEXT_BEGIN } from './frames.ts';

/** Of RFC 6455: what a server has to know in order to accept. */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** How long the other side may take to confirm the end, in milliseconds. */
const CLOSE_LIMIT_MS = 500;

/** Hosts that are gone are noticed after some time without a sign of life, in milliseconds. */
const KEEP_ALIVE_MS = 5000;

/**
 * A WebSocket to an inspector.
 *
 * Node's inspector leaves Nagle's algorithm on: what it says beyond the first small packet (an answer, then that the
 * program runs, then that it is paused) waits until we have acknowledged that, which our system does after 40 ms unless
 * we send something. So the first bytes of our next message, which are always the same, are sent ahead as long as there
 * are any: nobody has to look at them before the message is whole, and each takes an acknowledgement along at once.
 */
export class InspectorSocket {
  readonly #socket: Socket;
  readonly #reader = new FrameReader();
  readonly #isEager: boolean;
  /** How much of the next message has been sent. */
  #ahead = 0;
  #hasSent = false;
  #isAnswering = false;
  #parts: Buffer[] = [];
  #closed = false;
  #onText: (text: string) => void = () => {};
  #onClose: (reason: Error | undefined) => void = () => {};

  /**
   * Rejects when nobody takes the connection, or refuses it.
   * @param isEager the other side is known to accept messages whose length is written in the long form
   */
  static open(
    address: Address,
    path: string,
    isEager: boolean,
    signal: AbortSignal,
  ): Promise<InspectorSocket> {
    const key = randomBytes(16).toString('base64');
    const { promise, resolve, reject } = deferred<InspectorSocket>();
    const asking = request({
      ...address,
      path,
      signal,
      agent: false,
      headers: {
        Host: hostHeader(address),
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': key,
      },
    });
    asking.on('error', reject);
    asking.on('response', (response) => {
      response.destroy();
      reject(new Error(`the inspector refuses the connection (HTTP ${response.statusCode})`));
    });
    asking.on('upgrade', (response, socket: Socket, first: Buffer) => {
      const accepted = createHash('sha1').update(`${key}${ACCEPT_GUID}`).digest('base64');
      if (response.headers['sec-websocket-accept'] !== accepted) {
        socket.destroy();
        return reject(new Error('what answers is no WebSocket server'));
      }
      resolve(new InspectorSocket(socket, first, isEager));
    });
    asking.end();
    return promise;
  }

  private constructor(socket: Socket, first: Buffer, isEager: boolean) {
    this.#socket = socket;
    this.#isEager = isEager;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(undefined));
    // Whoever opens it has to have its listeners set.
    if (first.length > 0) setImmediate(() => this.#receive(first));
  }

  /** Sets the one listener for texts. */
  onText(listener: (text: string) => void): void {
    this.#onText = listener;
  }

  /** Sets the one listener for the end that the other side makes, with the reason if it is broken. */
  onClose(listener: (reason: Error | undefined) => void): void {
    this.#onClose = listener;
  }

  send(text: string): void {
    if (this.#closed) return;
    this.#hasSent = true;
    this.#socket.write(clientFrame(Opcode.text, Buffer.from(text)).subarray(this.#ahead));
    this.#ahead = 0;
  }

  /** Says goodbye, behind all that was sent before. The listeners hear nothing any more. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // A message that was begun cannot be taken back; the end of the stream says it all.
    if (this.#ahead === 0) this.#socket.write(clientFrame(Opcode.close, Buffer.alloc(0)));
    this.#socket.end();
    const limit = setTimeout(() => this.#socket.destroy(), CLOSE_LIMIT_MS).unref();
    this.#socket.once('close', () => clearTimeout(limit));
  }

  /** Gives the connection up that nobody answers on. */
  abandon(reason: Error): void {
    this.#end(reason);
  }

  #receive(chunk: Buffer): void {
    if (this.#closed) return;
    this.#hasSent = false;
    if (this.#isEager && !this.#isAnswering) {
      this.#isAnswering = true;
      setImmediate(() => this.#acknowledge());
    }
    try {
      for (const frame of this.#reader.push(chunk)) this.#take(frame);
    } catch (error) {
      this.#end(error as Error);
    }
  }

  #acknowledge(): void {
    this.#isAnswering = false;
    if (this.#closed || this.#hasSent || this.#ahead === TEXT_BEGIN.length) return;
    this.#socket.write(TEXT_BEGIN.subarray(this.#ahead, this.#ahead + 1));
    this.#ahead += 1;
  }

  #take({ opcode, isLast, payload }: Frame): void {
    if (this.#closed) return;
    if (opcode === Opcode.close) this.#end(undefined);
    if (opcode === Opcode.ping && this.#ahead === 0) this.#socket.write(clientFrame(Opcode.pong, payload));
    if (opcode !== Opcode.text && opcode !== Opcode.continuation) return;
    this.#parts.push(payload);
    if (!isLast) return;
    const text = Buffer.concat(this.#parts).toString();
    this.#parts = [];
    this.#onText(text);
  }

  #end(reason: Error | undefined): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.destroy();
    this.#onClose(reason);
  }
}
