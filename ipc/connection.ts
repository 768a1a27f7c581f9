import type { Duplex } from 'node:stream';
import { errors, TandemError } from '../protocol/errors.ts';
import { isLinkMessage } from '../protocol/link.ts';
import type { Message, Said } from '../protocol/messages.ts';
import { Closing } from './closing.ts';
import { BINARY, type Decoder, type Framing } from './framing.ts';
import { hearLastWords } from './last-words.ts';
import type { LinkState } from './link/state.ts';
import { Mailbox } from './mailbox.ts';
import type { MessageKind } from './message-codec.ts';
import { timeLimit } from './time-limit.ts';

/** A stream of messages to and from one peer. */
export interface Connection extends AsyncDisposable {
  readonly closed: boolean;

  /** Longest payload accepted from the peer, in bytes. Authentication keeps it small for strangers. */
  maxPayload: number;

  /**
   * Writes one message. On a closed connection this does nothing: the loss was reported to `onClose`.
   * Throws `ipc.messageUnsendable` when the message is not JSON or too long; the connection lives on.
   */
  send(message: Message): void;

  /** Messages that came while nobody listened are kept for the next listener. */
  onMessage(listener: (message: Message) => void): Disposable;

  /**
   * Called exactly once, however the connection ends, after every complete message that was received: an orderly end
   * behind messages that still wait is reported once somebody has taken them. A listener that comes after the end is
   * called in a microtask.
   */
  onClose(listener: (reason: TandemError) => void): Disposable;

  /**
   * Undefined while what is sent leaves at once. Otherwise it piles up on this side: whoever produces without being asked
   * waits for this promise first. It also resolves at the end of the connection, and never rejects.
   */
  readonly congested: Promise<void> | undefined;

  /** Resolves to true once everything sent was handed to the operating system, to false after `timeoutMs` or the end. */
  flush(timeoutMs: number): Promise<boolean>;

  /** Called with each state that the connection comes to; one that cannot be resumed has none to tell. */
  onState(listener: (state: LinkState) => void): Disposable;

  /** The peer's process has ended: what it said is still read, but nobody waits for it to come back. */
  peerGone(): void;

  /**
   * Ends the connection: `onClose` fires at once with `reason` (`ipc.closed` by default), what was sent is still
   * written, what was not yet delivered is dropped, and the promise resolves when the stream is gone. Idempotent; the
   * first reason stays.
   */
  close(reason?: TandemError): Promise<void>;
}

/** A physical connection, as a link rides on it: it comes and goes, and the link lives on. */
export interface Carrier extends Connection {
  send(said: Said): void;

  /** How many bytes have come so far. */
  readonly heard: number;

  /** What is sent as bytes, as this connection writes them. Throws `ipc.messageUnsendable`. */
  encode(said: Said): Uint8Array;

  /** Writes what was encoded. False when more would only pile up here, until `congested` resolves. */
  write(encoded: Uint8Array): boolean;

  /** As `onMessage`, but messages about the link come too. */
  onSaid(listener: (said: Said) => void): Disposable;

  /** Reads no more until `resume`; what has been read is still delivered. */
  pause(): void;
  resume(): void;

  /** Ends without a word: `onClose` fires with `reason`, unless it has. */
  drop(reason: TandemError): void;
}

export type Role = 'adapter' | 'launcher';

const ROLES: Record<Role, { says: MessageKind; hears: MessageKind }> = {
  adapter: { says: 'command', hears: 'event' },
  launcher: { says: 'event', hears: 'command' },
};

/** How long `close` waits, in milliseconds, for a peer that does not read: it may be stopped in a debugger itself. */
const CLOSE_LIMIT_MS = 500;

const NOTHING = Buffer.alloc(0);

/** A {@link Connection} over any duplex byte stream, which it owns from here on. */
export class FramedConnection implements Carrier {
  readonly #stream: Duplex;
  readonly #says: MessageKind;
  readonly #framing: Framing;
  readonly #decoder: Decoder;
  readonly #messages = new Mailbox<Said>(() => this.#read());
  readonly #closing = new Closing(() => this.#messages.drain());
  readonly #gone: Promise<void>;
  #heard = 0;
  #paused = false;
  #congested: Promise<void> | undefined;

  constructor(stream: Duplex, role: Role, framing: Framing = BINARY) {
    this.#stream = stream;
    this.#framing = framing;
    this.#says = ROLES[role].says;
    this.#decoder = framing.decoder(ROLES[role].hears);
    this.#gone = new Promise((resolve) => {
      if (stream.closed) resolve();
      else stream.once('close', resolve);
    });
    hearLastWords(stream);
    stream.on('data', (chunk: Buffer) => this.#receive(chunk));
    stream.on('end', () => this.#ended());
    stream.on('error', (error) => this.#lost(errors.connectionLost(error.message)));
    stream.on('close', () => this.#ended());
    // A socket that waited to be accepted may have died meanwhile; its events are over then.
    if (stream.destroyed || stream.readableEnded) queueMicrotask(() => this.#ended());
  }

  get closed(): boolean {
    return this.#closing.ended;
  }

  get heard(): number {
    return this.#heard;
  }

  get maxPayload(): number {
    return this.#decoder.maxPayload;
  }

  set maxPayload(bytes: number) {
    this.#decoder.maxPayload = bytes;
  }

  get congested(): Promise<void> | undefined {
    if (this.closed || !this.#stream.writableNeedDrain) return undefined;
    this.#congested ??= this.#drained();
    return this.#congested;
  }

  send(said: Said): void {
    if (this.closed) return;
    this.#stream.write(this.encode(said));
  }

  encode(said: Said): Uint8Array {
    return this.#framing.encode(this.#says, said);
  }

  write(encoded: Uint8Array): boolean {
    return this.closed ? false : this.#stream.write(encoded);
  }

  onMessage(listener: (message: Message) => void): Disposable {
    // Without a link above it, what is said about one concerns nobody.
    return this.#messages.subscribe((said) => {
      if (!isLinkMessage(said)) listener(said);
    });
  }

  onSaid(listener: (said: Said) => void): Disposable {
    return this.#messages.subscribe(listener);
  }

  pause(): void {
    this.#paused = true;
    this.#stream.pause();
  }

  resume(): void {
    this.#paused = false;
    if (!this.#messages.holding) this.#read();
  }

  onClose(listener: (reason: TandemError) => void): Disposable {
    return this.#closing.onClose(listener);
  }

  flush(timeoutMs: number): Promise<boolean> {
    const stream = this.#stream;
    if (this.closed || stream.writableLength === 0) return Promise.resolve(stream.writableLength === 0);
    return new Promise((resolve) => {
      const settle = (written: boolean) => {
        limit[Symbol.dispose]();
        resolve(written);
      };
      const limit = timeLimit(timeoutMs, () => settle(false));
      // Nothing is written by this, after all that was. One callback per flush is cheaper than one per message; a
      // socket that is destroyed calls it without an error.
      stream.write(NOTHING, (failure) => settle(!failure && !stream.destroyed));
      void this.#gone.then(() => settle(false));
    });
  }

  close(reason = errors.connectionClosed()): Promise<void> {
    if (this.closed) return this.#gone;
    this.#messages.clear();
    const limit = timeLimit(CLOSE_LIMIT_MS, () => this.#stream.destroy());
    this.#stream.end(() => this.#stream.destroy());
    this.#closing.end(reason);
    return this.#gone.finally(() => limit[Symbol.dispose]());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  onState(): Disposable {
    return { [Symbol.dispose]() {} };
  }

  peerGone(): void {}

  drop(reason: TandemError): void {
    this.#messages.clear();
    this.#closing.end(reason);
    this.#stream.destroy();
  }

  #read(): void {
    if (!this.#paused) this.#stream.resume();
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        this.#stream.off('drain', settle);
        this.#congested = undefined;
        resolve();
      };
      this.#stream.on('drain', settle);
      void this.#gone.then(settle);
    });
  }

  #receive(chunk: Uint8Array): void {
    if (this.closed) return;
    this.#heard += chunk.length;
    try {
      for (const message of this.#decoder.push(chunk)) {
        this.#messages.post(message);
        if (this.closed) return;
      }
    } catch (violation) {
      this.#lost(TandemError.from(violation));
    }
    // Unread messages push back on the peer, so that their number stays bounded.
    if (this.#messages.holding) this.#stream.pause();
  }

  #ended(): void {
    try {
      this.#decoder.end();
      this.#lost(errors.peerClosed());
    } catch (truncation) {
      this.#lost(TandemError.from(truncation));
    }
  }

  #lost(reason: TandemError): void {
    this.#messages.drain();
    this.#closing.end(reason);
    this.#stream.destroy();
  }
}
