import { StringDecoder } from 'node:string_decoder';
import type { OutputListener, OutputStream } from '../program/program.ts';
import { FrameReader, type Piece } from './frame-reader.ts';
import { OutputOrder } from './output-order.ts';

const STREAMS: readonly OutputStream[] = ['stdout', 'stderr'];

/**
 * Makes text of what a program writes, wherever the chunks cut a character, and reports it in the order in which it was
 * written, with what the launcher says about it.
 */
export class ProgramOutput {
  readonly #listener: OutputListener;
  readonly #decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  readonly #readers: Readonly<Record<OutputStream, FrameReader>> | undefined;
  readonly #order = new OutputOrder(({ stream, ...piece }) => this.report(stream, piece));

  /** @param key that of the frames, when the launcher was told to frame the output. */
  constructor(listener: OutputListener, key?: string) {
    this.#listener = listener;
    if (key) this.#readers = { stdout: new FrameReader(key), stderr: new FrameReader(key) };
  }

  /** Whether the other pipe has to be read before all that was taken can be reported. */
  get isWaiting(): boolean {
    return this.#order.isWaiting;
  }

  /** Takes a chunk of a pipe. */
  read(stream: OutputStream, chunk: Buffer): void {
    if (!this.#readers) this.report(stream, { bytes: chunk });
    else for (const piece of this.#readers[stream].read(chunk)) this.#order.push({ ...piece, stream });
  }

  /** To be called when both pipes are going to be read; the answer, when all is read that was readable then. */
  expectBoth(): () => void {
    const { latest } = this.#order;
    return () => this.#order.passUpTo(latest);
  }

  end(): void {
    for (const stream of STREAMS) {
      for (const piece of this.#readers?.[stream].end() ?? []) this.#order.push({ ...piece, stream });
    }
    this.#order.passUpTo(this.#order.latest);
    for (const stream of STREAMS) {
      const text = this.#decoders[stream].end();
      if (text !== '') this.#listener({ stream, text });
    }
  }

  /** Reports a piece whose turn it is. */
  report(stream: OutputStream, { bytes, record }: Piece): void {
    const text = this.#decoders[stream].write(bytes as Buffer);
    const known = record && record.kind !== 'text' ? record : undefined;
    if (known) this.#listener({ stream, text, record: known });
    else if (text !== '') this.#listener({ stream, text });
  }
}
