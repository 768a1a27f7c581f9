import type { Writable } from 'node:stream';
import { TandemError } from '../../../protocol/errors.ts';
import { AnyDecoder } from '../../../protocol/json-framing/any.ts';
import { LINES } from '../../../protocol/json-framing/lines.ts';

/** Whom messages are for. */
export interface Reader {
  receive(json: string): void;
  /** What was said is no message. */
  refuse(error: TandemError): void;
}

/** What is said in a stream of bytes, in whatever framing. */
export class AnyInput {
  #decoder = new AnyDecoder();

  /** The framing that was used last: whoever used it understands it. */
  get framing() {
    return this.#decoder.framing ?? LINES;
  }

  /** False when the stream is beyond repair: nobody knows where the next message begins. */
  take(chunk: Uint8Array, reader: Reader): boolean {
    return tried(reader, () => {
      for (const json of this.#decoder.push(chunk)) reader.receive(json);
    });
  }

  /** The end of what is said. */
  end(reader: Reader): void {
    tried(reader, () => this.#decoder.end());
  }

  /** Begins anew, with whatever comes next. */
  reset(): void {
    this.#decoder = new AnyDecoder();
  }
}

function tried(reader: Reader, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (thrown) {
    reader.refuse(TandemError.from(thrown));
    return false;
  }
}

/** Writes a message; resolves when there is room for the next one, or nobody to read it. */
export function writeMessage(output: Writable, message: string | Uint8Array): Promise<void> {
  if (!output.writable || output.write(message)) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = (): void => {
      output.off('drain', settle).off('close', settle);
      resolve();
    };
    output.on('drain', settle).on('close', settle);
  });
}
