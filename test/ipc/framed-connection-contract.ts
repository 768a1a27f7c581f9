import { once } from 'node:events';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { FramedConnection } from '../../ipc/connection.ts';
import { BINARY, type Framing } from '../../ipc/framing.ts';
import { encodeMessage } from '../../ipc/message-codec.ts';
import { textFraming } from '../../ipc/text-framing.ts';
import { FrameKind } from '../../protocol/frame.ts';
import { encodeFrame } from '../support/encode-frame.ts';
import { connectionContract } from './connection-contract.ts';
import type { MakeStreamPair } from './stream-pairs.ts';
import { closed, command, event, expectNoLeaks, messages } from './support.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const payload = (text: string) => encodeFrame(FrameKind.event, utf8(text));
const line = (text: string) => Buffer.from(`\x1eDBGP: ${text}\n`, 'latin1');

interface Form {
  readonly name: string;
  readonly framing: Framing;
  /** What ends a connection, and the error that says why. */
  readonly violations: readonly (readonly [code: string, bytes: Uint8Array])[];
}

const FORMS: readonly Form[] = [
  {
    name: 'binary',
    framing: BINARY,
    violations: [
      ['frame.magic', utf8('GET / HTTP/1.1\r\n\r\n')],
      ['frame.version', Uint8Array.of(0x44, 0x50, 2, 1, 0, 0, 0, 0)],
      ['frame.kind', Uint8Array.of(0x44, 0x50, 1, 3, 0, 0, 0, 0)],
      ['frame.tooLong', Uint8Array.of(0x44, 0x50, 1, 1, 255, 255, 255, 255)],
      ['frame.direction', encodeMessage('command', command(2))],
      ['frame.payload', payload('{"seq":')],
      ['frame.payload', payload('{"type":"event","event":"output"}')],
      ['frame.payload', encodeFrame(FrameKind.event, Uint8Array.of(0x22, 0xff, 0x22))],
    ],
  },
  {
    name: 'text',
    framing: textFraming(),
    violations: [
      ['frame.direction', line(JSON.stringify(command(2)))],
      ['frame.payload', line('{"seq":')],
      ['frame.payload', line('{"type":"event","event":"output"}')],
      ['frame.payload', line('"\xff"')],
    ],
  },
];

/** The adapter's end of a channel, and the bare stream of its peer. */
async function rawPair(make: MakeStreamPair, framing: Framing) {
  const streams = await make();
  streams.peer.on('error', () => {});
  const adapter = new FramedConnection(streams.adapter, 'adapter', framing);
  return {
    adapter,
    peer: streams.peer,
    async [Symbol.asyncDispose]() {
      streams.peer.destroy();
      await adapter.close();
      await streams[Symbol.asyncDispose]();
    },
  };
}

/** The contract of connections, over one kind of stream, in each form; and what goes over that stream. */
export function framedConnectionContract(name: string, make: MakeStreamPair): void {
  for (const form of FORMS) inForm(`${name}, in ${form.name} form`, make, form);
}

function inForm(name: string, make: MakeStreamPair, { framing, violations }: Form): void {
  connectionContract(`a connection over ${name}`, async () => {
    const streams = await make();
    const adapter = new FramedConnection(streams.adapter, 'adapter', framing);
    const launcher = new FramedConnection(streams.peer, 'launcher', framing);
    return {
      adapter,
      launcher,
      async [Symbol.asyncDispose]() {
        await Promise.all([adapter.close(), launcher.close()]);
        await streams[Symbol.asyncDispose]();
      },
    };
  });

  describe(`the bytes of a connection over ${name}`, () => {
    expectNoLeaks();

    const connect = () => rawPair(make, framing);
    const encode = (seq: number, body?: unknown) => framing.encode('event', event(seq, body));
    const [code, violation] = violations.at(-1)!;

    test('are written in one call for each message', async () => {
      await using ends = await connect();
      ends.adapter.send(command(1, { text: 'é' }));
      const [chunk] = await once(ends.peer, 'data');
      expect(Buffer.from(chunk)).toEqual(Buffer.from(framing.encode('command', command(1, { text: 'é' }))));
    });

    test('are heard to the last, although a write to a peer that has gone fails first', async () => {
      await using ends = await connect();
      const received = messages(ends.adapter, 2);
      ends.peer.write(Buffer.concat([encode(1), encode(2)]));
      ends.peer.end();
      // The socket is closed in this tick, so these are written before anything can be read.
      await new Promise<void>((resolve) => process.nextTick(resolve));
      for (let seq = 1; seq <= 3; seq += 1) ends.adapter.send(command(seq));
      const [said, reason] = await Promise.all([received, closed(ends.adapter)]);
      expect(said).toEqual([event(1), event(2)]);
      expect(reason.code).toMatch(/^ipc\.(lost|peerClosed)$/);
    });

    test('are delivered to a listener that comes after the end', async () => {
      await using ends = await connect();
      ends.peer.end(Buffer.concat([encode(1), violation]));
      await closed(ends.adapter);
      const log: string[] = [];
      ends.adapter.onClose(({ code }) => log.push(code));
      ends.adapter.onMessage(({ seq }) => log.push(`message ${seq}`));
      await closed(ends.adapter);
      expect(log).toEqual(['message 1', code]);
    });

    test('do not disturb it any more after a listener has closed it', async () => {
      await using ends = await connect();
      const last = command(1, 'x'.repeat(5_000_000));
      ends.adapter.onMessage(() => {
        ends.adapter.send(last);
        void ends.adapter.close();
        ends.adapter.send(command(2));
      });
      ends.peer.write(Buffer.concat([encode(1), violation]));
      const chunks: Buffer[] = [];
      ends.peer.on('data', (chunk) => {
        if (chunks.length === 0) ends.peer.write(violation);
        chunks.push(chunk);
      });
      await once(ends.peer, 'close');
      expect(Buffer.concat(chunks).equals(framing.encode('command', last))).toBe(true);
    });

    test('cannot come from a peer that died before the connection was made', async () => {
      await using ends = await connect();
      const stream = ends.peer;
      stream.destroy();
      await once(stream, 'close');
      const late = new FramedConnection(stream, 'launcher', framing);
      expect((await closed(late)).code).toBe('ipc.peerClosed');
      await late.close();
    });

    test('that a peer does not read keep neither flush nor close for ever', async () => {
      await using ends = await connect();
      ends.peer.pause();
      ends.adapter.send(command(1, 'x'.repeat(10_000_000)));
      expect(await ends.adapter.flush(1)).toBe(false);
      const flushing = ends.adapter.flush(Number.POSITIVE_INFINITY);
      await ends.adapter.close();
      expect(await flushing).toBe(false);
    });

    test('end with a peer that resets the connection', async () => {
      await using ends = await connect();
      // Closing with unread data resets on both kinds of socket.
      ends.adapter.send(command(1));
      await once(ends.peer, 'readable');
      const { peer } = ends;
      if (peer instanceof Socket && peer.remotePort) peer.resetAndDestroy();
      else peer.destroy();
      expect((await closed(ends.adapter)).code).toMatch(/^ipc\.(lost|peerClosed)$/);
    });

    test.each(violations)('end it with %s, and what came before counts', async (code, bytes) => {
      await using ends = await connect();
      const received = messages(ends.adapter, 1);
      ends.peer.write(Buffer.concat([encode(1), bytes, encode(2)]));
      expect(await received).toEqual([event(1)]);
      expect((await closed(ends.adapter)).code).toBe(code);
      await once(ends.peer.resume(), 'close');
    });

    test('are missed when the end of the stream cuts a message off', async () => {
      await using ends = await connect();
      ends.peer.end(encode(1).subarray(0, -1));
      expect((await closed(ends.adapter)).code).toBe('frame.truncated');
    });

    test('are held to the payload limit of the moment', async () => {
      await using ends = await connect();
      ends.adapter.maxPayload = 100;
      const long = encode(2, 'x'.repeat(100));
      ends.adapter.onMessage(() => {
        ends.adapter.maxPayload = 200;
      });
      ends.peer.write(Buffer.concat([encode(1), long]));
      expect(await messages(ends.adapter, 2)).toHaveLength(2);
      ends.adapter.maxPayload = 100;
      ends.peer.write(long);
      expect((await closed(ends.adapter)).code).toBe('frame.tooLong');
    });
  });
}
