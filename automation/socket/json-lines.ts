import type { Duplex } from 'node:stream';
import { hearLastWords } from '../../ipc/last-words.ts';
import { timeLimit } from '../../ipc/time-limit.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import { LINES } from '../../protocol/json-framing/lines.ts';

export interface LineListener {
  /** One line, without its end. */
  line(text: string): void;
  /** The stream is over; called once. What is wrong with what came last is the reason, and then the other end is still there. */
  ended(reason: TandemError): void;
}

/** How long `end` waits, in milliseconds, for the other end to read all and end as well. */
const END_LIMIT_MS = 1000;

/** JSON texts, one a line, both ways over a stream of bytes, which is this object's from here on. */
export class JsonLines {
  readonly #stream: Duplex;
  readonly #listener: LineListener;
  readonly #decoder = LINES.decoder();
  /** How many bytes may come in all. Strangers are kept short. */
  maxHeard = Number.POSITIVE_INFINITY;
  #heard = 0;
  /** Of what was received last: the lines that nobody was told yet. */
  #untold: Iterator<string> | undefined;
  #isPaused = false;
  #over = false;

  constructor(stream: Duplex, listener: LineListener) {
    this.#stream = stream;
    this.#listener = listener;
    hearLastWords(stream);
    stream.on('data', (chunk: Buffer) => this.#receive(chunk));
    stream.on('end', () => this.#ended());
    stream.on('error', (error) => this.#lost(errors.connectionLost(error.message)));
    stream.on('close', () => this.#lost(errors.peerClosed()));
    if (stream.destroyed) queueMicrotask(() => this.#finish(errors.peerClosed()));
  }

  /** About how many bytes wait here for the other end to read. */
  get queued(): number {
    return this.#stream.writableLength;
  }

  /** Calls the listener once, when all that was written so far has left. */
  onceDrained(listener: () => void): void {
    if (this.#stream.writableLength === 0) queueMicrotask(listener);
    else this.#stream.once('drain', listener);
  }

  /** Writes one message; `json` is as `JSON.stringify` writes it. On a stream that is over this does nothing. */
  write(json: string): void {
    if (this.#stream.writable) this.#stream.write(LINES.encode(json));
  }

  /** Tells of no more lines, and reads no more, until `resume`. */
  pause(): void {
    this.#isPaused = true;
    this.#stream.pause();
  }

  resume(): void {
    if (this.#over) return;
    this.#isPaused = false;
    this.#tell();
    if (!this.#over && !this.#isPaused) this.#stream.resume();
  }

  /** Hears nothing more; what was written is still sent. Resolves when the stream is gone. */
  end(): Promise<void> {
    this.#over = true;
    const stream = this.#stream;
    if (stream.closed) return Promise.resolve();
    return new Promise((resolve) => {
      const limit = timeLimit(END_LIMIT_MS, () => stream.destroy());
      stream.once('close', () => {
        limit[Symbol.dispose]();
        resolve();
      });
      // What still comes is read and thrown away until the other end has read all: a system that is left with unread bytes
      // tells it of an error, which may overtake our last words.
      stream.resume();
      stream.once('end', () => stream.destroy());
      stream.end(() => {
        if (stream.readableEnded) stream.destroy();
      });
    });
  }

  /** Ends at once, whatever was to be sent. */
  destroy(): void {
    this.#over = true;
    this.#stream.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#heard += chunk.length;
    if (this.#over) return;
    this.#untold = this.#decoder.push(chunk)[Symbol.iterator]();
    this.#tell();
  }

  #tell(isLast = false): void {
    try {
      while (this.#untold && (isLast || !this.#isPaused)) {
        const { done, value } = this.#untold.next();
        if (done) this.#untold = undefined;
        else this.#listener.line(value);
        if (this.#over) return;
      }
      if (this.#heard > this.maxHeard) throw errors.clientTooLoud(this.maxHeard);
    } catch (violation) {
      this.#finish(TandemError.from(violation));
    }
  }

  #ended(): void {
    if (this.#over) return;
    try {
      this.#decoder.end();
      this.#finish(errors.peerClosed());
    } catch (truncation) {
      this.#finish(TandemError.from(truncation));
    }
  }

  /** What has come before is heard all the same: the other end may have said all that it had to say. */
  #lost(reason: TandemError): void {
    if (this.#over) return;
    this.#tell(true);
    this.#finish(reason);
  }

  #finish(reason: TandemError): void {
    if (this.#over) return;
    this.#over = true;
    this.#listener.ended(reason);
  }
}
