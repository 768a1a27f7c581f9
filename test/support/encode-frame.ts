import { type FrameKind, HEADER_LENGTH, writeHeader } from '../../protocol/frame.ts';

/** A frame around any bytes, whether or not they are a message. */
export function encodeFrame(kind: FrameKind, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADER_LENGTH + payload.length);
  writeHeader(frame, kind, payload.length);
  frame.set(payload, HEADER_LENGTH);
  return frame;
}
