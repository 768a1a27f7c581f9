import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { CommandReceiver, CommandSender } from '../../ipc/command-channel.ts';
import { LANE_LIMIT } from '../../ipc/lanes.ts';
import type { EventMessage } from '../../protocol/messages.ts';
import { linkPair } from './link-support.ts';
import { closed, LIMIT_MS } from './support.ts';

const LINE = 'x'.repeat(1000);

/** Both halves over a link, whose adapter does not read until it is told to. */
async function flooded() {
  let receiver!: CommandReceiver;
  const pair = await linkPair({
    limits: { window: 50_000 },
    greet(link, hello) {
      receiver = new CommandReceiver(link, (command) => `done: ${command}`);
      receiver.emit('hello', hello);
    },
  });
  let said = 0;
  /** Says lines until nobody should say more. */
  const flood = async () => {
    while (!receiver.congested('output')) {
      said += 1;
      receiver.emit('output', { said, LINE }, 'output');
      if (said % 20 === 0) await setImmediate();
    }
  };
  await flood();
  const heard: EventMessage[] = [];
  /** Begins to read. */
  const read = () => {
    const sender = new CommandSender(pair.acceptor);
    sender.onEvent((event) => heard.push(event));
    return sender;
  };
  return { ...pair, receiver, read, heard, said: () => said };
}

const numbers = (events: readonly EventMessage[]) =>
  events.filter(({ event }) => event === 'output').map(({ body }) => (body as { said: number }).said);

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('a flood of output', () => {
  test('is held up at its source, and bounded, when nobody reads', async () => {
    const { receiver, read, heard, said } = await flooded();
    // The lane, the window of the link, and what the two streams hold.
    expect(said() * LINE.length).toBeLessThan(LANE_LIMIT + 50_000 + 300_000);
    read();
    await receiver.congested('output');
    await expect.poll(() => heard.length, { timeout: LIMIT_MS }).toBe(said());
    expect(numbers(heard)).toEqual(upTo(said()));
    expect(heard.map(({ seq }) => seq)).toEqual(upTo(said()).map((seq) => seq + 1));
  });

  test('is overtaken by an answer', async () => {
    const { read, heard, said } = await flooded();
    const answer = await read().request('pause');
    expect(answer).toBe('done: pause');
    expect(numbers(heard).length).toBeLessThan(said());
    await expect.poll(() => heard.length, { timeout: LIMIT_MS }).toBe(said());
  });

  test('is overtaken by other channels, which take turns', async () => {
    const { receiver, read, heard, said } = await flooded();
    receiver.emit('counters', {}, 'telemetry');
    receiver.emit('counters', {}, 'telemetry');
    expect(receiver.congested('telemetry')).toBeUndefined();
    read();
    await expect.poll(() => heard.length, { timeout: LIMIT_MS }).toBe(said() + 2);
    const places = heard.flatMap(({ channel }, index) => (channel === 'telemetry' ? index : []));
    expect(places[1]! - places[0]!).toBeLessThanOrEqual(2);
    expect(places[1]).toBeLessThan(said() - 100);
  });

  test('is all shown before a stop that comes after it', async () => {
    const { receiver, read, heard, said } = await flooded();
    receiver.emit('stopped', { reason: 'pause' });
    receiver.emit('output', { said: said() + 1 }, 'output');
    read();
    await expect.poll(() => heard.length, { timeout: LIMIT_MS }).toBe(said() + 2);
    expect(heard.at(-2)).toMatchObject({ event: 'stopped' });
    expect(numbers(heard)).toEqual(upTo(said() + 1));
  });

  test('keeps nobody waiting when the connection has ended', async () => {
    const { receiver, dialler, acceptor } = await flooded();
    const waiting = receiver.congested('output');
    void acceptor.close();
    await closed(acceptor);
    await dialler.close();
    await waiting;
    expect(receiver.congested('output')).toBeUndefined();
  });

  test('is refused at once where it cannot be sent', async () => {
    const { receiver } = await flooded();
    const unsendable = expect.objectContaining({ code: 'ipc.messageUnsendable' });
    expect(() => receiver.emit('output', 1n, 'output')).toThrow(unsendable);
  });
});
