import { expect, it, vi } from 'vitest';
import { AttachedProgram } from '../../../adapter/attach/attached-program.ts';
import type { LauncherBackend } from '../../../adapter/backend/launcher-backend.ts';
import { errors } from '../../../protocol/errors.ts';
import type { Hello } from '../../../protocol/messages.ts';

it('is not watched any more when it was left', async () => {
  vi.useFakeTimers();
  try {
    const closed = Promise.resolve(errors.connectionClosed());
    const backend = { closed, exitReport: new Promise<number>(() => {}) } as unknown as LauncherBackend;
    const program = new AttachedProgram({ hello: { pid: process.pid } as Hello, backend, isLocal: true });
    await vi.advanceTimersByTimeAsync(1000);
    expect(vi.getTimerCount()).toBe(1);
    program.release();
    await vi.advanceTimersByTimeAsync(1000);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
