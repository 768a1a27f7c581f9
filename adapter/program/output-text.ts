import { StringDecoder } from 'node:string_decoder';
import type { OutputListener, OutputStream } from './program.ts';

/** Makes text of bytes, wherever the chunks cut a character, and reports it. */
export class OutputText {
  readonly #listener: OutputListener;
  readonly #decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };

  constructor(listener: OutputListener) {
    this.#listener = listener;
  }

  write(stream: OutputStream, bytes: Uint8Array): void {
    this.#report(stream, this.#decoders[stream].write(bytes));
  }

  end(): void {
    for (const stream of ['stdout', 'stderr'] as const) this.#report(stream, this.#decoders[stream].end());
  }

  #report(stream: OutputStream, text: string): void {
    if (text !== '') this.#listener(stream, text);
  }
}
