import { errors } from '../protocol/errors.ts';
import { DEFAULT_MAX_PAYLOAD, FrameKind } from '../protocol/frame.ts';
import { messageProblem, type Said } from '../protocol/messages.ts';
import { encodeLines, LineDecoder, type Piece } from '../protocol/text-form.ts';
import type { Decoder, Framing } from './framing.ts';
import { type MessageKind, parsePayload, stringify } from './message-codec.ts';

/** What a program has written, byte for byte. It may share memory with a buffer that is about to be used again. */
export type OnOutput = (bytes: Uint8Array) => void;

/**
 * Lines of text among a program's output, for a stream that is shared with it. The output is handed on in its place among
 * the messages, and dropped unless somebody wants it.
 */
export const textFraming = (onOutput: OnOutput = () => {}): Framing => ({
  encode(_kind, said) {
    const { json } = stringify(said, DEFAULT_MAX_PAYLOAD);
    return encodeLines(Buffer.from(json));
  },
  decoder: (kind) => new TextMessageDecoder(kind, onOutput),
});

class TextMessageDecoder implements Decoder {
  readonly #kind: MessageKind;
  readonly #onOutput: OnOutput;
  readonly #lines = new LineDecoder();

  constructor(kind: MessageKind, onOutput: OnOutput) {
    this.#kind = kind;
    this.#onOutput = onOutput;
  }

  get maxPayload(): number {
    return this.#lines.maxPayload;
  }

  set maxPayload(bytes: number) {
    this.#lines.maxPayload = bytes;
  }

  push(chunk: Uint8Array): Iterable<Said> {
    return this.#messages(this.#lines.push(chunk));
  }

  end(): void {
    // There is no message in what is left.
    for (const _none of this.#messages(this.#lines.end()));
  }

  *#messages(pieces: Iterable<Piece>): Generator<Said, void, undefined> {
    for (const { output, payload } of pieces) {
      if (output) this.#onOutput(output);
      else yield this.#parse(payload);
    }
  }

  #parse(payload: Uint8Array): Said {
    const value = parsePayload(payload);
    const problem = messageProblem(value, this.#kind);
    if (!problem) return value as Said;
    // A line does not say whose it is. One of ours comes back where a terminal echoes.
    const other = this.#kind === 'event' ? 'command' : 'event';
    if (!messageProblem(value, other)) throw errors.frameDirection(FrameKind[other], FrameKind[this.#kind]);
    throw errors.framePayload(problem);
  }
}
