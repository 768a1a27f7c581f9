import type { Said } from '../protocol/messages.ts';
import { encodeMessage, MessageDecoder, type MessageKind } from './message-codec.ts';

/** How messages become bytes, and bytes messages. */
export interface Framing {
  /** One message, to be written in one call. Throws `ipc.messageUnsendable`. */
  encode(kind: MessageKind, said: Said): Uint8Array;
  /** A new decoder, for one stream of messages of one kind. */
  decoder(kind: MessageKind): Decoder;
}

/** Byte stream to messages. What is not one throws a precise `frame.*` error, after which the stream is beyond repair. */
export interface Decoder {
  /** Longest accepted payload in bytes. */
  maxPayload: number;
  /** Feeds one chunk and yields the messages that it completes. Must be drained before the next call. */
  push(chunk: Uint8Array): Iterable<Said>;
  /** Call when the stream has ended: throws `frame.truncated` when it ended inside a frame. */
  end(): void;
}

/** Frames with a header, for a stream of our own. */
export const BINARY: Framing = {
  encode: (kind, said) => encodeMessage(kind, said),
  decoder: (kind) => new MessageDecoder(kind),
};
