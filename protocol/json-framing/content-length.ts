import type { ByteQueue } from '../byte-queue.ts';
import { errors } from '../errors.ts';
import { DEFAULT_MAX_PAYLOAD } from '../frame.ts';
import type { JsonFraming } from './framing.ts';
import { LengthDecoder, withLength } from './length-prefix.ts';

/** Longest header, in bytes. */
const MAX_HEADER = 1024;
const END = '\r\n\r\n';

/** The Debug Adapter Protocol's own: `Content-Length: 119`, an empty line, and the message. */
export const CONTENT_LENGTH: JsonFraming = {
  name: 'content-length',
  encode: (json) => withLength((length) => `Content-Length: ${length}${END}`, json),
  decoder: (maxBytes = DEFAULT_MAX_PAYLOAD) => new LengthDecoder(readLength, maxBytes),
};

function readLength(bytes: ByteQueue): number | undefined {
  let header = '';
  while (!header.endsWith(END)) {
    const byte = bytes.peek(header.length);
    if (byte === undefined) return checkBegin(header);
    if (header.length === MAX_HEADER)
      throw errors.frameHeader(`the header is longer than ${MAX_HEADER} bytes`);
    header += String.fromCharCode(byte);
  }
  checkBegin(header);
  bytes.take(header.length);
  const length = /(?:^|\n)content-length:[ \t]*(\d{1,15})[ \t]*\r\n/i.exec(header)?.[1];
  if (length === undefined) throw errors.frameHeader(`the header is ${JSON.stringify(header)}`);
  return Number(length);
}

/** Whoever speaks something else is told at once, and not once there is a thousand bytes of it. */
function checkBegin(header: string): undefined {
  if (!/^[a-z]/i.test(header))
    throw errors.frameHeader(`it begins with ${JSON.stringify(header.slice(0, 8))}`);
}
