import type { ByteQueue } from '../byte-queue.ts';
import { errors } from '../errors.ts';
import { DEFAULT_MAX_PAYLOAD } from '../frame.ts';
import type { JsonFraming } from './framing.ts';
import { LengthDecoder, withLength } from './length-prefix.ts';

const DIGITS = 8;

/** Eight hex digits, which are the length of the message in bytes of UTF-8, and the message: `0000000A{"seq": 1}`. */
export const HEX_LENGTH: JsonFraming = {
  name: 'hex-length',
  encode: (json) => withLength((length) => length.toString(16).toUpperCase().padStart(DIGITS, '0'), json),
  decoder: (maxBytes = DEFAULT_MAX_PAYLOAD) => new LengthDecoder(readLength, maxBytes),
};

function readLength(bytes: ByteQueue): number | undefined {
  let digits = '';
  for (let index = 0; index < Math.min(DIGITS, bytes.length); index += 1) {
    digits += String.fromCharCode(bytes.peek(index)!);
  }
  if (!/^[\da-f]*$/i.test(digits)) throw errors.frameLength(digits);
  if (digits.length < DIGITS) return undefined;
  bytes.take(DIGITS);
  return Number.parseInt(digits, 16);
}
