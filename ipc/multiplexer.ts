import { Duplex, type Readable, type Writable } from 'node:stream';
import { errors, TandemError } from '../protocol/errors.ts';
import { Mailbox } from './mailbox.ts';
import { type Piece, PieceKind, PieceReader, pieceHeader } from './pieces.ts';

/** Longest piece of a stream, in bytes: what is urgent waits for no more than one of them per stream. */
const PIECE_LENGTH = 16 * 1024;
/** How much of a stream may be under way that its reader has not taken, in bytes. Both sides must mean the same. */
const WINDOW = 1024 * 1024;

export interface MultiplexerOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Gets what is not ours: somebody else writes to the same pipe. */
  readonly onNoise?: (bytes: Buffer) => void;
}

/**
 * Several byte streams over one pipe. Each has a number, and comes into being on either side when it is first named;
 * who may choose numbers is for its users to agree. A stream that nobody reads holds up only itself, and what all of
 * them have to say takes turns.
 */
export class Multiplexer {
  readonly #output: Writable;
  readonly #streams = new Map<number, PipedStream>();
  /** Streams that have something to send, in turn. */
  readonly #sending = new Set<PipedStream>();
  readonly #closing = new Mailbox<TandemError>();
  #pumping = false;
  #reason: TandemError | undefined;

  constructor({ input, output, onNoise = () => {} }: MultiplexerOptions) {
    this.#output = output;
    const reader = new PieceReader(onNoise);
    input.on('data', (chunk: Buffer) => {
      try {
        for (const piece of reader.push(chunk)) this.#hear(piece);
      } catch (violation) {
        this.close(TandemError.from(violation));
      }
    });
    const lost = (error: Error) => this.close(errors.connectionLost(error.message));
    input.on('error', lost).on('end', () => this.close(errors.peerClosed()));
    input.on('close', () => this.close(errors.peerClosed())).resume();
    output.on('error', lost).on('drain', () => this.#pump());
  }

  get closed(): boolean {
    return this.#reason !== undefined;
  }

  /** The stream of that number, which begins with this where the peer has not begun it. */
  stream(number: number): Duplex {
    let stream = this.#streams.get(number);
    if (!stream) {
      stream = new PipedStream(this.#wayOf(number));
      this.#streams.set(number, stream);
      if (this.#reason) stream.peerIsGone();
    }
    return stream;
  }

  /** Called once, with the reason, when the pipe is of no more use; also when that was before. */
  onClose(listener: (reason: TandemError) => void): void {
    this.#closing.subscribe(listener);
  }

  /** Ends all streams: what was received can still be read. What waits to be sent is not sent any more. */
  close(reason = errors.connectionClosed()): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#sending.clear();
    for (const stream of this.#streams.values()) stream.peerIsGone();
    this.#output.end();
    this.#closing.post(reason);
  }

  #hear({ kind, stream: number, bytes }: Piece): void {
    // Credit begins nothing: it may be for a stream that both have closed by now.
    if (kind !== PieceKind.window) this.stream(number);
    this.#streams.get(number)?.hear(kind, bytes);
  }

  #wayOf(number: number): Way {
    return {
      wantsToSend: (stream) => {
        this.#sending.add(stream);
        this.#pump();
      },
      send: (kind, bytes) => this.#send(kind, number, bytes),
      gone: (stream) => {
        this.#sending.delete(stream);
        this.#streams.delete(number);
      },
    };
  }

  /** As long as the pipe takes it, a piece of each stream in turn. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    while (!this.#output.writableNeedDrain) {
      const [stream] = this.#sending;
      if (!stream) break;
      this.#sending.delete(stream);
      if (stream.sendPiece()) this.#sending.add(stream);
    }
    this.#pumping = false;
  }

  #send(kind: PieceKind, number: number, bytes: Uint8Array): void {
    if (this.#reason) return;
    this.#output.write(Buffer.concat([pieceHeader(kind, number, bytes.length), bytes]));
  }
}

/** What a stream can ask of the multiplexer that it belongs to. */
interface Way {
  /** `sendPiece` is called when it is its turn, and again for as long as that says so. */
  wantsToSend(stream: PipedStream): void;
  send(kind: PieceKind, bytes: Uint8Array): void;
  gone(stream: PipedStream): void;
}

const NOTHING = new Uint8Array(0);

class PipedStream extends Duplex {
  readonly #way: Way;
  #unsent: { rest: Buffer; done: () => void } | undefined;
  /** Bytes that the peer is willing to hold, and those that it may still send. */
  #credit = WINDOW;
  #taken = 0;
  #peerHasClosed = false;
  #hasEnded = false;

  constructor(way: Way) {
    super({ allowHalfOpen: true });
    this.#way = way;
    // Whoever uses the stream hears of its end by `close`.
    this.on('error', () => {});
  }

  hear(kind: PieceKind, bytes: Buffer): void {
    switch (kind) {
      case PieceKind.data:
        if (this.destroyed || this.#hasEnded) return;
        this.#taken += bytes.length;
        if (this.push(bytes)) this.#grant();
        return;
      case PieceKind.end:
        this.#endReading();
        return;
      case PieceKind.close:
        this.peerIsGone();
        return;
      case PieceKind.window:
        this.#credit += bytes.readUInt32BE(0);
        if (this.#unsent) this.#way.wantsToSend(this);
    }
  }

  /** Nothing more comes, and nothing more is heard: what was written is forgotten, what has come can still be read. */
  peerIsGone(): void {
    if (this.#peerHasClosed) return;
    this.#peerHasClosed = true;
    const unsent = this.#unsent;
    this.#unsent = undefined;
    unsent?.done();
    this.#endReading();
    if (this.destroyed) this.#way.gone(this);
    else this.end();
  }

  /** Sends as much as one turn allows; true when there is more that could be sent. */
  sendPiece(): boolean {
    const unsent = this.#unsent;
    if (!unsent || this.#credit === 0) return false;
    const length = Math.min(unsent.rest.length, this.#credit, PIECE_LENGTH);
    this.#credit -= length;
    this.#way.send(PieceKind.data, unsent.rest.subarray(0, length));
    unsent.rest = unsent.rest.subarray(length);
    if (unsent.rest.length > 0) return this.#credit > 0;
    this.#unsent = undefined;
    unsent.done();
    return this.#unsent !== undefined;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.#peerHasClosed) {
      done();
      return;
    }
    this.#unsent = { rest: chunk, done };
    this.#way.wantsToSend(this);
  }

  override _final(done: () => void): void {
    if (!this.#peerHasClosed) this.#way.send(PieceKind.end, NOTHING);
    done();
  }

  override _read(): void {
    this.#grant();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#way.send(PieceKind.close, NOTHING);
    const unsent = this.#unsent;
    this.#unsent = undefined;
    unsent?.done();
    if (this.#peerHasClosed) this.#way.gone(this);
    done(error);
  }

  #endReading(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (!this.destroyed) this.push(null);
  }

  /** Tells the peer that what was taken has been read, in large steps. */
  #grant(): void {
    if (this.#taken < WINDOW / 4) return;
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(this.#taken);
    this.#taken = 0;
    this.#way.send(PieceKind.window, bytes);
  }
}
