import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type CommandHandler, CommandReceiver, CommandSender } from '../../ipc/command-channel.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import type { EventMessage, Message } from '../../protocol/messages.ts';
import { closed, expectNoLeaks, messages, pair, TRANSPORTS } from './support.ts';

const [transport] = TRANSPORTS as [(typeof TRANSPORTS)[number]];

/** Both halves over a real channel. */
async function channel(handler: CommandHandler) {
  const ends = await pair(transport);
  onTestFinished(() => ends[Symbol.asyncDispose]());
  return {
    ...ends,
    sender: new CommandSender(ends.adapter),
    receiver: new CommandReceiver(ends.launcher, handler),
  };
}

/** The sender, and a launcher's end that the test speaks for. */
async function scripted() {
  const ends = await pair(transport);
  onTestFinished(() => ends[Symbol.asyncDispose]());
  return { ...ends, sender: new CommandSender(ends.adapter) };
}

/** The receiver, and an adapter's end that the test speaks for. */
async function served(handler: CommandHandler) {
  const ends = await pair(transport);
  onTestFinished(() => ends[Symbol.asyncDispose]());
  return { ...ends, receiver: new CommandReceiver(ends.launcher, handler) };
}

const answer = (seq: number, requestSeq: number, body?: unknown): Message => ({
  seq,
  type: 'response',
  requestSeq,
  body,
});

describe('a command', () => {
  expectNoLeaks();

  test('is answered with what its handler returned', async () => {
    const { sender } = await channel(async (command, args) => ({ command, args }));
    expect(await sender.request('next', { threadId: 1 })).toEqual({ command: 'next', args: { threadId: 1 } });
    expect(await sender.request('ping')).toEqual({ command: 'ping' });
  });

  test('is answered with the error that its handler threw, whole', async () => {
    const failure = errors.launcherArguments('a reason');
    const { sender } = await channel(() => {
      throw failure;
    });
    const seen: unknown = await sender.request('ping').catch((thrown) => thrown);
    expect(seen).toBeInstanceOf(TandemError);
    expect((seen as TandemError).toJSON()).toEqual(failure.toJSON());
  });

  test('is answered when its handler throws what it likes', async () => {
    const { sender } = await channel(async () => Promise.reject('a string'));
    await expect(sender.request('ping')).rejects.toMatchObject({ code: 'internal', message: 'a string' });
  });

  test('is answered with an error when the answer cannot be sent', async () => {
    const { sender } = await channel(() => 1n);
    await expect(sender.request('ping')).rejects.toMatchObject({ code: 'ipc.messageUnsendable' });
  });

  test('finds its own answer, whatever the order', async () => {
    const { launcher, sender } = await scripted();
    const results = Promise.all([sender.request('a'), sender.request('b'), sender.request('c')]);
    await messages(launcher, 3);
    launcher.send(answer(1, 2, 'to b'));
    launcher.send(answer(2, 3, 'to c'));
    launcher.send(answer(3, 1, 'to a'));
    expect(await results).toEqual(['to a', 'to b', 'to c']);
  });

  test('is numbered from 1 without gaps, also when one could not be sent', async () => {
    const { launcher, sender } = await scripted();
    const outcomes = Promise.allSettled([sender.request('a'), sender.request('b', 1n), sender.request('c')]);
    expect(await messages(launcher, 2)).toEqual([
      { seq: 1, command: 'a' },
      { seq: 2, command: 'c' },
    ]);
    sender[Symbol.dispose]();
    expect((await outcomes)[1]).toMatchObject({ reason: { code: 'ipc.messageUnsendable' } });
  });

  test('rejects when its time is up, and the late answer hurts nobody', async () => {
    const { launcher, sender } = await scripted();
    await expect(sender.request('slow', undefined, { timeoutMs: 1 })).rejects.toMatchObject({
      code: 'ipc.requestTimeout',
      message: /"slow" within 1 ms/,
    });
    launcher.send(answer(1, 1));
    launcher.send(answer(2, 1));
    launcher.send(answer(3, 99));
    const next = sender.request('next');
    launcher.send(answer(4, 2, 'fine'));
    expect(await next).toBe('fine');
  });

  test('rejects when it is cancelled, before or after it was said', async () => {
    const { launcher, sender } = await scripted();
    const cancelled = { code: 'ipc.requestCancelled' };
    const aborter = new AbortController();
    const pending = sender.request('a', undefined, { signal: aborter.signal });
    aborter.abort();
    await expect(pending).rejects.toMatchObject(cancelled);
    await expect(sender.request('b', undefined, { signal: aborter.signal })).rejects.toMatchObject(cancelled);
    void sender.request('c').catch(() => {});
    expect(await messages(launcher, 2)).toMatchObject([{ command: 'a' }, { command: 'c' }]);
  });

  test('leaves no timer and no listener behind', async () => {
    const { sender } = await channel(() => 'done');
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    const cleared = vi.spyOn(globalThis, 'clearTimeout');
    onTestFinished(() => cleared.mockRestore());
    await sender.request('ping', undefined, { signal, timeoutMs: 60_000 });
    sender[Symbol.dispose]();
    expect(removed).toHaveBeenCalledOnce();
    expect(cleared).toHaveBeenCalledOnce();
  });

  test('rejects with the one reason when the connection is lost, as does every later one', async () => {
    const { launcher, adapter, sender } = await scripted();
    const pending = Promise.allSettled([sender.request('a'), sender.request('b')]);
    await messages(launcher, 2);
    await launcher.close();
    const reason = await closed(adapter);
    expect(await pending).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    await expect(sender.request('c')).rejects.toBe(reason);
  });

  test('rejects when its sender lets go', async () => {
    const { sender } = await scripted();
    const pending = sender.request('a');
    sender[Symbol.dispose]();
    await expect(pending).rejects.toMatchObject({ code: 'ipc.closed' });
    await expect(sender.request('b')).rejects.toMatchObject({ code: 'ipc.closed' });
  });

  test('makes do with an error that says the least', async () => {
    const { launcher, sender } = await scripted();
    const pending = sender.request('a');
    const error = { code: 'x', message: 'y', hint: null, audience: 'everybody' } as never;
    launcher.send({ seq: 1, type: 'response', requestSeq: 1, error });
    await expect(pending).rejects.toMatchObject({ code: 'x', hint: undefined, audience: 'internal' });
  });
});

describe('the receiver', () => {
  expectNoLeaks();

  test('answers each command exactly once, numbered together with its events', async () => {
    const { adapter, receiver } = await served((command) => {
      receiver.emit('output', { of: command });
      return 'done';
    });
    adapter.send({ seq: 1, command: 'a' });
    adapter.send({ seq: 2, command: 'b' });
    const said = await messages(adapter, 4);
    expect(said.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(said.flatMap((message) => ('requestSeq' in message ? message.requestSeq : []))).toEqual([1, 2]);
  });

  test('takes nothing more after it was disposed, and still answers what it took', async () => {
    let finish = (_body: string) => {};
    const handler = vi.fn(() => new Promise<string>((resolve) => (finish = resolve)));
    const { adapter, launcher, receiver } = await served(handler);
    const taken = messages(launcher, 2);
    launcher.onMessage(() => receiver[Symbol.dispose]());
    adapter.send({ seq: 1, command: 'a' });
    adapter.send({ seq: 2, command: 'b' });
    await taken;
    finish('done');
    expect(await messages(adapter, 1)).toEqual([answer(1, 1, 'done')]);
    expect(handler).toHaveBeenCalledOnce();
  });

  test('is quiet when the adapter has gone', async () => {
    let finish = (_body: string) => {};
    const { adapter, launcher, receiver } = await served(
      () => new Promise<string>((resolve) => (finish = resolve)),
    );
    const taken = messages(launcher, 1);
    adapter.send({ seq: 1, command: 'a' });
    await taken;
    await adapter.close();
    await closed(launcher);
    finish('too late');
    receiver.emit('output');
  });
});

describe('an event', () => {
  expectNoLeaks();

  test('arrives with its channel, its body and its number', async () => {
    const { sender, receiver } = await channel(() => {});
    const seen: EventMessage[] = [];
    sender.onEvent((event) => seen.push(event));
    receiver.emit('stopped', { reason: 'step' });
    receiver.emit('counters', { steps: 3 }, 'telemetry');
    await sender.request('ping');
    expect(seen).toEqual([
      { seq: 1, type: 'event', event: 'stopped', body: { reason: 'step' } },
      { seq: 2, type: 'event', event: 'counters', body: { steps: 3 }, channel: 'telemetry' },
    ]);
  });

  test('waits for its first listener', async () => {
    const { sender, receiver } = await channel(() => {});
    receiver.emit('stopped');
    await sender.request('ping');
    const event = await new Promise((resolve) => sender.onEvent(resolve));
    expect(event).toMatchObject({ event: 'stopped' });
  });

  test('is delivered before the loss of the connection rejects anything', async () => {
    const { sender, receiver, launcher } = await channel(() => new Promise(() => {}));
    const log: string[] = [];
    sender.onEvent(({ event }) => log.push(event));
    const pending = sender.request('a').catch(() => log.push('rejected'));
    receiver.emit('last words');
    await launcher.close();
    await pending;
    expect(log).toEqual(['last words', 'rejected']);
  });
});
