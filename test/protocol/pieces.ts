import { TandemError } from '../../protocol/errors.ts';

/** A stream in pieces that end at these offsets, in whatever order; what is beyond its end counts from its beginning. */
export function cut(bytes: Uint8Array, offsets: readonly number[]): Uint8Array[] {
  const ends = offsets.map((offset) => offset % (bytes.length + 1)).sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

interface Decoder<T> {
  push(chunk: Uint8Array): Iterable<T>;
  end(): void;
}

/** What a decoder makes of a stream that arrives in these pieces, its end included, and the code of what it refuses. */
export function decodeAll<T, R>(
  decoder: Decoder<T>,
  chunks: Iterable<Uint8Array>,
  copy: (message: T) => R,
): { readonly messages: R[]; readonly error: string | undefined } {
  const messages: R[] = [];
  try {
    for (const chunk of chunks) for (const message of decoder.push(chunk)) messages.push(copy(message));
    decoder.end();
    return { messages, error: undefined };
  } catch (thrown) {
    if (!(thrown instanceof TandemError)) throw thrown;
    return { messages, error: thrown.code };
  }
}
