import { describe, expect, test, vi } from 'vitest';
import { Mailbox } from '../../ipc/mailbox.ts';

describe('a mailbox', () => {
  test('delivers to everyone who listens, at once', () => {
    const mailbox = new Mailbox<number>();
    const log: string[] = [];
    mailbox.subscribe((value) => log.push(`a${value}`));
    const second = mailbox.subscribe((value) => log.push(`b${value}`));
    mailbox.post(1);
    second[Symbol.dispose]();
    mailbox.post(2);
    expect(log).toEqual(['a1', 'b1', 'a2']);
  });

  test('keeps the order when values come between the subscription and its first delivery', async () => {
    const drained = vi.fn();
    const mailbox = new Mailbox<number>(drained);
    mailbox.post(1);
    const seen: number[] = [];
    mailbox.subscribe((value) => seen.push(value));
    mailbox.post(2);
    expect(seen).toEqual([]);
    await Promise.resolve();
    expect(seen).toEqual([1, 2]);
    expect(drained).toHaveBeenCalledOnce();
  });

  test('keeps the rest when the listener leaves in the middle', async () => {
    const drained = vi.fn();
    const mailbox = new Mailbox<number>(drained);
    mailbox.post(1);
    mailbox.post(2);
    const seen: number[] = [];
    const listening = mailbox.subscribe((value) => {
      seen.push(value);
      listening[Symbol.dispose]();
    });
    await Promise.resolve();
    expect(seen).toEqual([1]);
    expect(mailbox.holding).toBe(true);
    expect(drained).not.toHaveBeenCalled();
  });
});
