import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

const refused = () => Promise.reject(new Error('no'));

describe('what is rejected before a test awaits it', () => {
  it('is told where it is awaited', async () => {
    const answers = Promise.all([refused(), delay(1)]);
    await delay(1);
    await expect(answers).rejects.toThrow('no');
  });

  it.fails('fails the test when nobody awaits it', { retry: 0 }, async () => {
    void refused();
    await delay(1);
  });
});
