import { errors } from '../errors.ts';
import { CONTENT_LENGTH } from './content-length.ts';
import type { JsonDecoder, JsonFraming } from './framing.ts';
import { HEX_LENGTH } from './hex-length.ts';
import { LINES } from './lines.ts';

/** By how a message begins. No message is so long that the hex digits of its length would begin with a letter. */
const BEGINNINGS: readonly (readonly [RegExp, JsonFraming])[] = [
  [/\{/, LINES],
  [/\d/, HEX_LENGTH],
  [/[a-z]/i, CONTENT_LENGTH],
];

const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/**
 * Understands each framing, by the first byte of what comes after a message. Who changes to another begins a chunk with it:
 * what a chunk holds is of one framing.
 */
export class AnyDecoder implements JsonDecoder {
  readonly #maxBytes: number | undefined;
  #framing: JsonFraming | undefined;
  #decoder: JsonDecoder | undefined;

  constructor(maxBytes?: number) {
    this.#maxBytes = maxBytes;
  }

  /** The one that was used last: whoever speaks it understands it. */
  get framing(): JsonFraming | undefined {
    return this.#framing;
  }

  get isBetween(): boolean {
    return this.#decoder?.isBetween ?? true;
  }

  *push(chunk: Uint8Array): Iterable<string> {
    const start = this.isBetween ? chunk.findIndex((byte) => !isBlank(byte)) : 0;
    if (start < 0 || chunk.length === 0) return;
    if (this.isBetween) this.#use(chunk[start]!);
    yield* this.#decoder!.push(chunk.subarray(start));
  }

  end(): void {
    this.#decoder?.end();
  }

  #use(first: number): void {
    const begin = String.fromCharCode(first);
    const framing = BEGINNINGS.find(([pattern]) => pattern.test(begin))?.[1];
    if (!framing) throw errors.frameStart(begin);
    if (framing === this.#framing) return;
    this.#framing = framing;
    this.#decoder = framing.decoder(this.#maxBytes);
  }
}
