import { beforeEach, expect, it } from 'vitest';
import { showProgress } from '../../automation/cli/render/progress-line.ts';
import type { EventBody, EventName } from '../../automation/dap/dap-client.ts';

let emit: (event: EventName, body: unknown) => void;
let written: string[];

beforeEach(() => {
  written = [];
  const listeners = new Map<EventName, (body: never) => void>();
  emit = (event, body) => listeners.get(event)?.(body as never);
  const on = <E extends EventName>(event: E, listener: (body: EventBody<E>) => void): Disposable => {
    listeners.set(event, listener);
    return { [Symbol.dispose]: () => {} };
  };
  showProgress({ on }, { isTTY: true, write: (text: string) => written.push(text) > 0 });
});

it('is one line, which is gone in the end', () => {
  emit('progressStart', { progressId: '1', title: 'Fetching Python' });
  emit('progressUpdate', { progressId: '1', message: '1.0 of 6.5 MB', percentage: 15 });
  emit('progressUpdate', { progressId: '1', message: '2.0 of 6.5 MB', percentage: 30 });
  emit('progressEnd', { progressId: '1' });
  expect(written).toEqual([
    '\r\x1b[2KFetching Python …',
    '\r\x1b[2KFetching Python: 1.0 of 6.5 MB, 15 % …',
    '\r\x1b[2KFetching Python: 2.0 of 6.5 MB, 30 % …',
    '\r\x1b[2K',
  ]);
});

it('shows what is left when one of several is done', () => {
  emit('progressStart', { progressId: '1', title: 'Loading Python' });
  emit('progressStart', { progressId: '2', title: 'Fetching six' });
  emit('progressEnd', { progressId: '2' });
  emit('progressEnd', { progressId: '1' });
  expect(written.slice(2)).toEqual(['\r\x1b[2KLoading Python …', '\r\x1b[2K']);
});
