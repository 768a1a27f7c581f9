import { setImmediate, setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { CommandReceiver, CommandSender } from '../../ipc/command-channel.ts';
import { FramedConnection } from '../../ipc/connection.ts';
import { createToken } from '../../ipc/handshake.ts';
import { dialLink } from '../../ipc/link/dialler.ts';
import { errors } from '../../protocol/errors.ts';
import type { LinkMessage } from '../../protocol/link.ts';
import type { Said } from '../../protocol/messages.ts';
import { type Fault, FaultyWire } from '../support/faulty-wire.ts';
import { type LinkPair, type LinkPairOptions, linkPair, QUICK } from './link-support.ts';
import { closed, command, event, LIMIT_MS, messages } from './support.ts';

type Opening = 'hello' | 'open';
const OPENINGS: readonly Opening[] = ['hello', 'open'];
const DIRECTIONS = ['up', 'down'] as const;

const ROUNDS = 8;
const NUMBERS = Array.from({ length: ROUNDS }, (_, index) => index + 1);
const EXPECTED = {
  executed: NUMBERS,
  answers: NUMBERS.map((n) => ({ n })),
  seen: [...NUMBERS.map((n) => `before ${n}`), 'last'],
};

/** Requests and events, both ways at once, and what came of them. */
async function exchange(options: LinkPairOptions = {}) {
  const executed: number[] = [];
  let receiver!: CommandReceiver;
  const serve = (link: LinkPair['dialler']) => {
    receiver = new CommandReceiver(link, async (_command, args) => {
      const { n } = args as { n: number };
      executed.push(n);
      receiver.emit('output', `before ${n}`);
      if (n % 3 === 0) await setImmediate();
      return { n };
    });
  };
  const pair = await linkPair({
    ...options,
    greet(link, hello) {
      serve(link);
      receiver.emit('hello', hello);
    },
  });
  const launcherDials = options.opening !== 'open';
  if (!launcherDials) serve(pair.acceptor);
  const sender = new CommandSender(launcherDials ? pair.acceptor : pair.dialler);
  const seen: unknown[] = [];
  const last = new Promise<void>((resolve) => {
    sender.onEvent(({ body }) => {
      seen.push(body);
      if (body === 'last') resolve();
    });
  });
  const answers: unknown[] = [];
  for (let n = 1; n <= ROUNDS; n += 2) {
    const both = [sender.request('next', { n }), sender.request('next', { n: n + 1 })];
    answers.push(...(await Promise.all(both)));
  }
  receiver.emit('output', 'last');
  await last;
  await Promise.all([pair.dialler.close(), pair.acceptor.close()]);
  return { ...pair, executed, seen, answers };
}

describe.each(OPENINGS)('a link that is opened by "%s"', (opening) => {
  test.each(DIRECTIONS)('loses and doubles nothing, wherever its way %s is cut', async (direction) => {
    const { wire } = await exchange({ opening });
    expect(wire.passed[direction]).toBeGreaterThan(500);
    for (let afterBytes = 0; afterBytes < wire.passed[direction]; afterBytes += 1) {
      const fault: Fault = { direction, afterBytes, how: 'cut' };
      const outcome = await exchange({ opening, faultOf: (index) => (index === 0 ? fault : undefined) });
      expect(outcome, `after ${afterBytes} bytes`).toMatchObject(EXPECTED);
      // The very last words need no second connection.
      if (afterBytes < wire.passed[direction] - 100) expect(outcome.wire.connections).toBe(2);
      expect(outcome.refusals.filter(({ code }) => code.startsWith('link.'))).toEqual([]);
    }
  });

  test.each(DIRECTIONS)('finds out that its way %s is dead, wherever that happens', async (direction) => {
    const { wire } = await exchange({ opening });
    const limits = { heartbeat: { everyMs: 2, silenceMs: 20 }, welcomeMs: 50 };
    for (let afterBytes = 0; afterBytes < wire.passed[direction]; afterBytes += 61) {
      const fault: Fault = { direction, afterBytes, how: 'stall' };
      const faultOf = (index: number) => (index === 0 ? fault : undefined);
      const outcome = await exchange({ opening, limits, faultOf });
      expect(outcome, `after ${afterBytes} bytes`).toMatchObject(EXPECTED);
    }
  });

  test('comes through although every connection breaks after a few messages', async () => {
    for (let bytes = 330; bytes < 400; bytes += 1) {
      const faultOf = (index: number): Fault | undefined =>
        index > 30 ? undefined : { direction: DIRECTIONS[index % 2]!, afterBytes: bytes, how: 'cut' };
      const outcome = await exchange({ opening, faultOf });
      expect(outcome, `every ${bytes} bytes`).toMatchObject(EXPECTED);
      expect(outcome.wire.connections).toBeGreaterThan(2);
    }
  });
});

describe('a link', () => {
  const states = (link: LinkPair['dialler']) => {
    const seen: string[] = [];
    link.onState((state) => seen.push(state));
    return seen;
  };

  test('tells its states', async () => {
    const { wire, dialler, acceptor } = await linkPair();
    const [here, there] = [states(dialler), states(acceptor)];
    acceptor.send(command(1));
    await messages(dialler, 1);
    wire.cut();
    acceptor.send(command(2));
    await messages(dialler, 1);
    await dialler.close();
    await closed(acceptor);
    expect(here).toEqual(['connected', 'reconnecting', 'connected', 'closed']);
    expect(there).toEqual(['reconnecting', 'connected', 'closed']);
    expect(dialler.state).toBe('closed');
  });

  test('ends at once, and for both, when one side says so', async () => {
    const { dialler, acceptor, wire } = await linkPair();
    const received = messages(acceptor, 2);
    dialler.send(event(2));
    dialler.send(event(3, 'x'.repeat(100_000)));
    const reason = errors.ipcDisposed();
    const closing = dialler.close(reason);
    expect(await closed(dialler)).toBe(reason);
    await closing;
    expect(await received).toHaveLength(2);
    expect((await closed(acceptor)).code).toBe('ipc.peerClosed');
    expect(wire.connections).toBe(1);
    acceptor.send(command(1));
  });

  test('delivers everything before it reports the end, also to who comes late', async () => {
    const { dialler, acceptor } = await linkPair();
    dialler.send(event(2));
    dialler.send(event(3));
    await dialler.close();
    const log: unknown[] = [];
    const end = closed(acceptor);
    acceptor.onClose(({ code }) => log.push(code));
    await setImmediate();
    acceptor.onMessage(({ seq }) => log.push(seq));
    await end;
    expect(log).toEqual([2, 3, 'ipc.peerClosed']);
  });

  test('gives an answer to who waits for it, although the end comes with it', async () => {
    const { dialler, acceptor } = await linkPair();
    const sender = new CommandSender(acceptor);
    const end = closed(acceptor);
    const answer = sender.request('ping').then(async (body) => {
      for (let turns = 0; turns < 10; turns += 1) await undefined;
      return body;
    });
    await messages(dialler, 1);
    dialler.send({ seq: 2, type: 'response', requestSeq: 1, body: 'pong' });
    await dialler.close();
    expect(await Promise.race([answer, end])).toBe('pong');
  });

  test('goes on over a new connection when the old one is only half dead', async () => {
    // Only the dialler listens for silence.
    const { wire, dialler, acceptor } = await linkPair({
      limits: { heartbeat: { everyMs: 2, silenceMs: 10 } },
      faultOf: (index) => (index === 0 ? { direction: 'down', afterBytes: 200, how: 'stall' } : undefined),
    });
    const received = messages(dialler, 4);
    for (let seq = 1; seq <= 4; seq += 1) acceptor.send(command(seq, 'x'.repeat(50)));
    expect((await received).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(wire.connections).toBe(2);
    expect(acceptor.closed).toBe(false);
  });

  test('sends what was said while there was no connection', async () => {
    const { wire, dialler, acceptor, refuse } = await linkPair();
    refuse(errors.connectFailed('somewhere', 'the network is down'));
    const lost = new Promise<void>((resolve) => dialler.onState(() => resolve()));
    wire.cut();
    await lost;
    dialler.send(event(2));
    expect(await dialler.flush(1)).toBe(false);
    const flushing = dialler.flush(LIMIT_MS);
    const received = messages(acceptor, 1);
    refuse(undefined);
    expect(await received).toEqual([event(2)]);
    expect(await flushing).toBe(true);
  });

  test('refuses to send what is not JSON, or out of turn, and lives on', async () => {
    const { dialler, acceptor } = await linkPair();
    const received = messages(acceptor, 1);
    expect(() => dialler.send(event(2, 1n))).toThrow(
      expect.objectContaining({ code: 'ipc.messageUnsendable' }),
    );
    expect(() => dialler.send(event(3))).toThrow(expect.objectContaining({ code: 'link.number' }));
    dialler.send(event(2));
    expect(await received).toEqual([event(2)]);
  });

  test('acknowledges now and then, and forgets what was acknowledged', async () => {
    const { dialler, acceptor } = await linkPair({
      limits: { ackMessages: 128, ackBytes: 1e6, ackMs: 10_000 },
    });
    const acks: Said[] = [];
    const send = vi.spyOn(FramedConnection.prototype, 'send');
    onTestFinished(() => send.mockRestore());
    send.mockImplementation(function (this: FramedConnection, said) {
      acks.push(said);
      this.write(this.encode(said));
    });
    const received = messages(acceptor, 1280);
    for (let seq = 2; seq <= 1281; seq += 1) dialler.send(event(seq));
    await received;
    const expected = Array.from({ length: 10 }, (_, index) => ({
      link: 'seen',
      seen: 1 + (index + 1) * 128,
    }));
    expect(acks).toEqual(expected);
  });

  test('is congested when the other side does not take what it says, and keeps no more than that in the stream', async () => {
    const { dialler, acceptor } = await linkPair({ limits: { window: 50_000 } });
    let said = 0;
    for (let seq = 2; !dialler.congested; seq += 1) {
      dialler.send(event(seq, 'x'.repeat(1000)));
      said = seq;
      if (seq % 10 === 0) await setImmediate();
    }
    expect(said).toBeLessThan(100);
    const received = messages(acceptor, said - 1);
    await dialler.congested;
    await received;
    expect(dialler.congested).toBeUndefined();
  });

  test('is no longer congested when it is over', async () => {
    const { dialler } = await linkPair({ limits: { window: 100 } });
    dialler.send(event(2, 'x'.repeat(1000)));
    const { congested } = dialler;
    expect(congested).toBeInstanceOf(Promise);
    await dialler.close();
    await congested;
  });

  test('is kept up by a heartbeat when there is nothing to say, also when one side is busy for a while', async () => {
    const { wire, dialler, acceptor } = await linkPair({
      limits: { heartbeat: { everyMs: 5, silenceMs: 25 } },
    });
    const lost = vi.fn<() => void>();
    dialler.onState(lost);
    acceptor.onState(lost);
    const before = wire.passed.up;
    await vi.waitUntil(() => wire.passed.up > before + 500, { interval: 5, timeout: LIMIT_MS });
    // Both sides are in this thread: it is as if the machine had slept.
    const until = performance.now() + 100;
    while (performance.now() < until);
    const asleep = wire.passed.up;
    await vi.waitUntil(() => wire.passed.up > asleep + 500, { interval: 5, timeout: LIMIT_MS });
    expect(lost.mock.calls.flat().filter((state) => state === 'reconnecting')).toEqual([]);
    expect(wire.connections).toBe(1);
  });

  test('asks for no sign of life of who knows nothing of links', async () => {
    let launcher!: FramedConnection;
    const wire = new FaultyWire((stream) => {
      launcher = new FramedConnection(stream, 'launcher');
    });
    const dialler = await dialLink({
      dial: async () => new FramedConnection(wire.dial(), 'adapter'),
      token: 'secret',
      limits: { ...QUICK, heartbeat: { everyMs: 1, silenceMs: 5 } },
      opening: 'open',
    });
    onTestFinished(() => void dialler.close());
    launcher.send(event(1));
    expect(await messages(dialler, 1)).toEqual([event(1)]);
    await setTimeout(50);
    launcher.send(event(2));
    expect(await messages(dialler, 1)).toEqual([event(2)]);
    expect(dialler.state).toBe('connected');
  });

  test('does not blame the other side for silence when nobody takes what it says', async () => {
    const { wire, dialler, acceptor } = await linkPair({
      limits: { heartbeat: { everyMs: 1, silenceMs: 5 } },
    });
    dialler.send(event(2));
    await vi
      .waitUntil(() => wire.passed.up > 500 || performance.now() > LIMIT_MS, { interval: 1 })
      .catch(() => {});
    expect(acceptor.state).toBe('connected');
    expect(await messages(acceptor, 1)).toEqual([event(2)]);
    expect(wire.connections).toBe(1);
  });
});

describe('a link that cannot be resumed', () => {
  const nobody = () => {
    const error = errors.connectFailed('the socket', 'connect ECONNREFUSED');
    error.cause = Object.assign(new Error(), { code: 'ECONNREFUSED' });
    return error;
  };

  test('ends at once where nobody listens any more', async () => {
    const { wire, dialler, refuse } = await linkPair();
    refuse(nobody());
    wire.cut();
    expect(await closed(dialler)).toMatchObject({ code: 'link.lost', message: /ECONNREFUSED/ });
  });

  test('gives one that may come back some time', async () => {
    const { wire, dialler, refuse } = await linkPair({ limits: { refusedMs: 30 } });
    refuse(nobody());
    const started = performance.now();
    wire.cut();
    expect((await closed(dialler)).code).toBe('link.lost');
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  });

  test('ends when it was tried for long enough', async () => {
    const { wire, dialler, refuse } = await linkPair({ limits: { dialMs: 20 } });
    refuse(errors.connectTimeout('somewhere', 10_000));
    wire.cut();
    expect(await closed(dialler)).toMatchObject({ code: 'link.lost', message: /did not accept/ });
  });

  test('ends when nobody comes back', async () => {
    const { wire, acceptor, refuse } = await linkPair({ limits: { waitMs: 20 } });
    refuse(nobody());
    wire.cut();
    expect(await closed(acceptor)).toMatchObject({ code: 'link.lost', message: /within 0.02 s/ });
  });

  test('ends when the process of the other side is gone', async () => {
    const { wire, acceptor, refuse } = await linkPair({ isGone: () => true, limits: { waitMs: 60_000 } });
    refuse(nobody());
    wire.cut();
    expect((await closed(acceptor)).code).toMatch(/^ipc\.(peerClosed|lost)$/);
  });

  test.each(['before', 'after'])('ends when that is said %s it is lost', async (when) => {
    const { wire, acceptor, refuse } = await linkPair({ limits: { waitMs: 60_000 } });
    refuse(nobody());
    if (when === 'before') acceptor.peerGone();
    expect(acceptor.closed).toBe(false);
    const lost = new Promise<void>((resolve) => acceptor.onState(() => resolve()));
    wire.cut();
    await lost;
    acceptor.peerGone();
    expect((await closed(acceptor)).code).toMatch(/^ipc\.(peerClosed|lost)$/);
  });

  test('ends when it was closed meanwhile', async () => {
    const { wire, dialler, acceptor, refuse } = await linkPair({ limits: { waitMs: 60_000 } });
    refuse(errors.connectTimeout('somewhere', 10_000));
    const lost = new Promise<void>((resolve) => acceptor.onState(() => resolve()));
    wire.cut();
    await lost;
    await acceptor.close();
    refuse(undefined);
    expect((await closed(dialler)).code).toBe('link.unknown');
  });

  test('ends with the violation when the other side talks nonsense', async () => {
    let far!: FramedConnection;
    const { dialler, acceptor } = await linkPair();
    const on = vi.spyOn(FramedConnection.prototype, 'send').mockImplementation(function (
      this: FramedConnection,
    ) {
      far = this;
    });
    // Its "seen" tells which connection it has.
    for (let seq = 2; seq <= 5; seq += 1) dialler.send(event(seq));
    await messages(acceptor, 4);
    on.mockRestore();
    far.send(command(7));
    expect(await closed(dialler)).toMatchObject({
      code: 'link.number',
      message: /message 7 came after message 0/,
    });
  });
});

describe('who comes for a link', () => {
  /** Dials the acceptor of a pair, and says one thing. */
  async function say(pair: LinkPair, said: Said): Promise<Said> {
    const stranger = new FramedConnection(pair.wire.dial(), 'launcher');
    const answer = new Promise<Said>((resolve, reject) => {
      stranger.onSaid(resolve);
      stranger.onClose(reject);
    });
    stranger.send(said);
    try {
      return await answer;
    } finally {
      await stranger.close();
    }
  }

  const resume = ({ token, dialler }: LinkPair, changes: Partial<LinkMessage> = {}): LinkMessage =>
    ({ link: 'resume', id: dialler.id, token, seen: 0, ...changes }) as LinkMessage;

  test.each<[string, string, (pair: LinkPair) => Said]>([
    ['a wrong token', 'link.token', (pair) => resume(pair, { token: createToken() })],
    ['a link that nobody knows', 'link.unknown', (pair) => resume(pair, { id: 'x'.repeat(33) })],
    ['more seen than was said', 'link.number', (pair) => resume(pair, { seen: 4 })],
    ['less seen than before', 'link.number', (pair) => resume(pair, { seen: 2 })],
    [
      'an opening for launchers',
      'ipc.helloMissing',
      (pair) => ({ link: 'open', id: pair.dialler.id, token: pair.token }),
    ],
  ])('is refused with %s, and does it no harm', async (_, code, words) => {
    const pair = await linkPair();
    for (let seq = 1; seq <= 3; seq += 1) pair.acceptor.send(command(seq));
    await messages(pair.dialler, 3);
    // Now three messages are acknowledged, and forgotten.
    await vi.waitUntil(() => pair.wire.passed.up > 300, { interval: 1, timeout: 50 }).catch(() => {});
    expect(await say(pair, words(pair))).toMatchObject({ link: 'refused', error: { code } });
    expect(pair.refusals.map((reason) => reason.code)).toEqual([code]);
    pair.acceptor.send(command(4));
    expect(await messages(pair.dialler, 1)).toEqual([command(4)]);
  });

  test('takes the place of a connection that is not known to be dead', async () => {
    const pair = await linkPair();
    const answer = await say(pair, resume(pair));
    expect(answer).toEqual({ link: 'welcome', seen: 1 });
  });

  test('is a connection like any other when it knows nothing of links', async () => {
    const pair = await linkPair();
    const plain = vi.fn<() => void>();
    const stream = pair.wire.dial();
    const launcher = new FramedConnection(stream, 'launcher');
    launcher.onMessage(plain);
    launcher.send(command(1) as Said);
    await closed(launcher);
    expect(plain).not.toHaveBeenCalled();
  });
});
