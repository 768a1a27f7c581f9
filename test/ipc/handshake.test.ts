import { describe, expect, test } from 'vitest';
import type { Carrier } from '../../ipc/connection.ts';
import { createToken, firstWords, helloOf, tokenMatches } from '../../ipc/handshake.ts';
import { encodeMessage } from '../../ipc/message-codec.ts';
import { FrameKind } from '../../protocol/frame.ts';
import type { Message } from '../../protocol/messages.ts';
import { encodeFrame } from '../support/encode-frame.ts';
import {
  event,
  expectNoLeaks,
  hello,
  helloBody,
  LIMIT_MS,
  messages,
  rawPair,
  TRANSPORTS,
} from './support.ts';

const token = createToken();
const introduction = (carrier: Carrier, timeoutMs = LIMIT_MS) =>
  firstWords(carrier, timeoutMs, (said) => helloOf(said, token));
const [transport] = TRANSPORTS as [(typeof TRANSPORTS)[number]];

describe('a token', () => {
  test('is 32 bytes and never the same', () => {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(createToken()).not.toBe(token);
  });

  test('matches itself and nothing else', () => {
    expect(tokenMatches(token, token)).toBe(true);
    for (const other of [createToken(), '', token.slice(1), `${token}=`, token.toLowerCase()]) {
      expect(tokenMatches(other, token)).toBe(false);
    }
  });
});

describe('the first words', () => {
  expectNoLeaks();

  test('lets the launcher in, and lifts the limit for the very next message', async () => {
    await using ends = await rawPair(transport);
    const long = event(2, 'x'.repeat(100 * 1024));
    ends.peer.write(Buffer.concat([encodeMessage('event', hello(token)), encodeMessage('event', long)]));
    expect(await introduction(ends.adapter)).toEqual(helloBody(token));
    expect(await messages(ends.adapter, 1)).toEqual([long]);
  });

  const withBody = (body: unknown): Message => ({ seq: 1, type: 'event', event: 'hello', body });
  const frame = (message: Message) => encodeMessage('event', message);

  test.each<[string, Uint8Array, string]>([
    ['a wrong token', frame(hello(createToken())), 'ipc.helloToken'],
    ['an empty token', frame(hello('')), 'ipc.helloToken'],
    ['no token', frame(withBody({ ...helloBody(token), token: undefined })), 'ipc.helloInvalid'],
    ['no pid', frame(withBody({ ...helloBody(token), pid: '1' })), 'ipc.helloInvalid'],
    ['no body', frame(withBody(undefined)), 'ipc.helloInvalid'],
    ['another event', frame(event(1)), 'ipc.helloMissing'],
    ['a response', frame({ seq: 1, type: 'response', requestSeq: 1 }), 'ipc.helloMissing'],
    ['a command', encodeMessage('command', { seq: 1, command: 'hello' }), 'frame.direction'],
    ['garbage', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'frame.magic'],
    ['a frame that is not JSON', encodeFrame(FrameKind.event, Uint8Array.of(0x7b)), 'frame.payload'],
    ['a hello that is too long', frame(hello('x'.repeat(64 * 1024))), 'frame.tooLong'],
    ['an endless frame', frame(event(1, 'x'.repeat(256 * 1024))).subarray(0, -1), 'frame.tooLong'],
  ])('turns away %s', async (_, bytes, code) => {
    await using ends = await rawPair(transport);
    ends.peer.write(bytes);
    await expect(introduction(ends.adapter)).rejects.toMatchObject({ code });
    expect(ends.adapter.closed).toBe(true);
  });

  test('turns away a client that is silent', async () => {
    await using ends = await rawPair(transport);
    ends.peer.write('D');
    await expect(introduction(ends.adapter, 1)).rejects.toMatchObject({
      code: 'ipc.helloTimeout',
      message: /within 1 ms/,
    });
    expect(ends.adapter.closed).toBe(true);
  });

  test('reports a client that leaves', async () => {
    await using ends = await rawPair(transport);
    ends.peer.end();
    await expect(introduction(ends.adapter)).rejects.toMatchObject({ code: 'ipc.peerClosed' });
  });

  test('leaves no secret in the reason', async () => {
    await using ends = await rawPair(transport);
    const presented = createToken();
    ends.peer.write(frame(hello(presented)));
    const reason: unknown = await introduction(ends.adapter).catch((thrown) => thrown);
    expect(JSON.stringify(reason)).not.toContain(presented);
    expect(JSON.stringify(reason)).not.toContain(token);
  });
});
