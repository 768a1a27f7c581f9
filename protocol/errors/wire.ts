import { define } from './define.ts';

/** The wire: what is wrong with a frame. */
export const wireErrors = {
  frameMagic: define('frame.magic', (seen: string) => ({
    message: `The peer does not speak Tandem's wire protocol: a frame must start with "DP", got ${seen}.`,
    audience: 'internal',
  })),
  frameVersion: define('frame.version', (seen: number, known: number) => ({
    message: `The peer speaks wire version ${seen}; this side speaks version ${known}.`,
    hint: 'Use the same version of Tandem on both sides.',
    audience: 'user',
  })),
  frameKind: define('frame.kind', (seen: number) => ({
    message: `A frame has the unknown kind ${seen}; 1 (event) and 2 (command) are known.`,
    audience: 'internal',
  })),
  frameTooLong: define('frame.tooLong', (length: number, limit: number) => ({
    message: `A frame of ${length} bytes exceeds the limit of ${limit} bytes.`,
    audience: 'internal',
  })),
  framePayload: define('frame.payload', (problem: string) => ({
    message: `A frame does not hold a valid message: ${problem}.`,
    audience: 'internal',
  })),
  frameTruncated: define('frame.truncated', (missing?: number) => ({
    message: `The connection ended inside a frame${missing === undefined ? '' : `, ${missing} bytes short`}.`,
    audience: 'internal',
  })),
  frameLength: define('frame.length', (seen: string) => ({
    message: `A message must begin with its length, eight hex digits; it begins with ${JSON.stringify(seen)}.`,
    hint: 'The length is that of the JSON text behind it, in bytes.',
    audience: 'user',
  })),
  frameHeader: define('frame.header', (problem: string) => ({
    message: `A message must begin with "Content-Length: N" and an empty line, both ended by \\r\\n: ${problem}.`,
    audience: 'user',
  })),
  frameStart: define('frame.start', (seen: string) => ({
    message: `A message begins with "{", with its length in hex digits, or with "Content-Length"; not with ${JSON.stringify(seen)}.`,
    audience: 'user',
  })),
  frameDirection: define('frame.direction', (seen: number, expected: number) => ({
    message: `A frame of kind ${seen} came from a peer that may only send kind ${expected}.`,
    audience: 'internal',
  })),
};
