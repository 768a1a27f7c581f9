import { isAscii } from 'node:buffer';
import { errors } from '../protocol/errors.ts';
import {
  DEFAULT_MAX_PAYLOAD,
  FrameDecoder,
  FrameKind,
  HEADER_LENGTH,
  writeHeader,
} from '../protocol/frame.ts';
import { messageProblem, type Said } from '../protocol/messages.ts';

export type MessageKind = keyof typeof FrameKind;

/**
 * One message as one buffer, ready for one write call.
 * Throws `ipc.messageUnsendable` when the message is not JSON (a cycle, a bigint) or longer than `maxPayload` bytes:
 * the sender hears of it here, instead of the peer ending the connection.
 */
export function encodeMessage(
  kind: MessageKind,
  message: Said,
  maxPayload = DEFAULT_MAX_PAYLOAD,
): Buffer<ArrayBuffer> {
  const { json, length } = stringify(message, maxPayload);
  const frame = Buffer.allocUnsafe(HEADER_LENGTH + length);
  writeHeader(frame, FrameKind[kind], length);
  frame.write(json, HEADER_LENGTH);
  return frame;
}

/** Throws `ipc.messageUnsendable`. */
export function stringify(
  message: Said,
  maxPayload: number,
): { readonly json: string; readonly length: number } {
  let json: string;
  try {
    json = JSON.stringify(message);
  } catch (thrown) {
    throw errors.messageUnsendable((thrown as Error).message);
  }
  const length = Buffer.byteLength(json);
  if (length > maxPayload) {
    throw errors.messageUnsendable(`its ${length} bytes exceed the limit of ${maxPayload}`);
  }
  return { json, length };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Throws for what is not UTF-8. */
function decode(payload: Uint8Array): string {
  if (!isAscii(payload)) return utf8.decode(payload);
  // Nearly everything is, and four times as fast this way.
  return Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('latin1');
}

/** What a payload says, which may be no message at all. Throws `frame.payload`. */
export function parsePayload(payload: Uint8Array): unknown {
  try {
    return JSON.parse(decode(payload));
  } catch (thrown) {
    throw errors.framePayload((thrown as Error).message);
  }
}

/**
 * Byte stream to messages of one kind. Every violation throws its precise `frame.*` error, after which the stream is
 * beyond repair. Invalid UTF-8 is one: replacement characters would be a guess at what the peer meant.
 */
export class MessageDecoder {
  readonly #kind: MessageKind;
  readonly #frames: FrameDecoder;

  constructor(kind: MessageKind, maxPayload = DEFAULT_MAX_PAYLOAD) {
    this.#kind = kind;
    this.#frames = new FrameDecoder(maxPayload);
  }

  /** Longest accepted payload in bytes. */
  get maxPayload(): number {
    return this.#frames.maxPayload;
  }

  set maxPayload(bytes: number) {
    this.#frames.maxPayload = bytes;
  }

  /** Feeds one chunk and yields the messages that it completes. Must be drained before the next call. */
  *push(chunk: Uint8Array): Generator<Said, void, undefined> {
    for (const { kind, payload } of this.#frames.push(chunk)) {
      if (kind !== FrameKind[this.#kind]) throw errors.frameDirection(kind, FrameKind[this.#kind]);
      yield this.#parse(payload);
    }
  }

  /** Call when the stream has ended: throws `frame.truncated` when it ended inside a frame. */
  end(): void {
    this.#frames.end();
  }

  #parse(payload: Uint8Array): Said {
    const value = parsePayload(payload);
    const problem = messageProblem(value, this.#kind);
    if (problem) throw errors.framePayload(problem);
    return value as Said;
  }
}
