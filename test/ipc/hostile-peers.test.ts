import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FramedConnection } from '../../ipc/connection.ts';
import { createToken } from '../../ipc/handshake.ts';
import { Links } from '../../ipc/link/acceptor.ts';
import { encodeMessage, type MessageKind } from '../../ipc/message-codec.ts';
import type { Said } from '../../protocol/messages.ts';
import { linkPair, QUICK } from './link-support.ts';
import { inMemory } from './stream-pairs.ts';
import { closed, command, event, helloBody, LIMIT_MS, messages } from './support.ts';

const ID = 'somebody else 16';

/** What a peer may say about a link, with numbers and names that may be right. */
const words = (token: string, id: string): fc.Arbitrary<Said> => {
  const ids = fc.constantFrom(id, ID);
  const tokens = fc.constantFrom(token, 'wrong');
  const seen = fc.oneof(fc.nat(4), fc.constant(Number.MAX_SAFE_INTEGER));
  return fc.oneof(
    fc.record({ link: fc.constant('open' as const), id: ids, token: tokens }),
    fc.record({ link: fc.constant('resume' as const), id: ids, token: tokens, seen }),
    fc.record({ link: fc.constantFrom('welcome' as const, 'seen' as const), seen }),
    fc.record({
      link: fc.constant('refused' as const),
      error: fc.constant({ code: 'link.unknown', message: 'a', audience: 'internal' as const }),
    }),
    fc.constant({ link: 'bye' as const }),
    fc.integer({ min: 1, max: 4 }).map((seq) => event(seq)),
  );
};

/** Bytes that say so, with some of them changed, and the rest missing. */
const spoiled = (said: readonly Said[], kind: MessageKind) =>
  fc
    .tuple(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }), fc.nat(), fc.boolean())
    .map(([changes, end, isWhole]) => {
      const bytes = Buffer.concat(said.map((one) => encodeMessage(kind, one)));
      for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
      return isWhole ? bytes : bytes.subarray(0, end % (bytes.length + 1));
    });

/** Somebody connects, says that, and is gone. What becomes of it is for `meet` to say. */
async function visit<T>(bytes: Uint8Array, meet: (carrier: FramedConnection) => Promise<T>): Promise<T> {
  await using pair = await inMemory();
  pair.peer.on('error', () => {}).resume();
  pair.peer.end(bytes);
  return await meet(new FramedConnection(pair.adapter, 'adapter'));
}

const named = expect.objectContaining({ code: expect.stringMatching(/^(?:frame|ipc|link)\./) });

describe('a link', () => {
  test('lives on, whatever strangers say who do not know its name', async () => {
    const { links, acceptor, dialler } = await linkPair();
    const strangers = fc
      .array(words('not the token', ID), { maxLength: 4 })
      .chain((said) => spoiled(said, 'event'));
    await fc.assert(
      fc.asyncProperty(strangers, (bytes) =>
        visit(bytes, async (carrier) => {
          await expect(links.receive(carrier)).rejects.toEqual(named);
        }),
      ),
      { timeout: LIMIT_MS },
    );
    const heard = messages(acceptor, 1);
    const answered = messages(dialler, 1);
    dialler.send(event(2, 'still here'));
    acceptor.send(command(1));
    expect(await heard).toMatchObject([{ seq: 2, body: 'still here' }]);
    expect(await answered).toMatchObject([{ seq: 1 }]);
  });

  test('ends for a reason that has a name, whatever its peer says', async () => {
    const token = createToken();
    const id = 'its own, of 16 letters';
    const hello = { seq: 1, type: 'event', event: 'hello', body: { ...helloBody(token), link: id } } as const;
    const peers = fc
      .array(words(token, id), { maxLength: 5 })
      .chain((said) => spoiled([hello, ...said], 'event'));
    await fc.assert(
      fc.asyncProperty(peers, (bytes) =>
        visit(bytes, async (carrier) => {
          const links = new Links({ token, limits: { ...QUICK, waitMs: 1 }, opening: 'hello' });
          const end = links.receive(carrier).then(
            () => {
              const link = links.begin(carrier, id);
              link.onMessage(() => {});
              return closed(link);
            },
            (refusal: unknown) => refusal,
          );
          expect(await end).toEqual(named);
        }),
      ),
      { timeout: LIMIT_MS },
    );
  });
});
