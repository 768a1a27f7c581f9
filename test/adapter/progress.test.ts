import { expect, it } from 'vitest';
import type { ClientEvents } from '../../adapter/session/client.ts';
import { ProgressReports } from '../../adapter/session/progress-reports.ts';
import { deferred } from '../../adapter/util/deferred.ts';

function reports(shows = true) {
  const sent: [string, unknown][] = [];
  const send = <E extends keyof ClientEvents>(event: E, body: ClientEvents[E]) =>
    void sent.push([event, body]);
  const over = new AbortController();
  return { sent, over, progress: new ProgressReports(send, () => shows, over.signal) };
}

it('tells the client of work from its beginning to its end', async () => {
  const { sent, progress } = reports();
  const result = await progress.show('Loading', async (tell) => {
    tell({ percentage: 10, message: 'a tenth' });
    return 'done';
  });
  expect(result).toBe('done');
  expect(sent).toEqual([
    ['progressStart', { progressId: 'tandem-1', title: 'Loading', cancellable: true }],
    ['progressUpdate', { progressId: 'tandem-1', percentage: 10, message: 'a tenth' }],
    ['progressEnd', { progressId: 'tandem-1' }],
  ]);
});

it('does not flood the client, and says nothing after the end', async () => {
  const { sent, progress } = reports();
  let late = () => {};
  await progress.show('Loading', async (tell) => {
    for (let percentage = 0; percentage < 100; percentage += 1) tell({ percentage });
    late = () => tell({ percentage: 100 });
  });
  late();
  expect(sent.map(([event]) => event)).toEqual(['progressStart', 'progressUpdate', 'progressEnd']);
});

it('ends with work that fails', async () => {
  const { sent, progress } = reports();
  await expect(progress.show('Loading', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(sent.at(-1)).toEqual(['progressEnd', { progressId: 'tandem-1' }]);
});

it('stops the one piece of work that the client cancels', async () => {
  const { progress } = reports();
  const other = deferred();
  const untilAborted = () =>
    progress.show('Loading', (_tell, signal) => {
      const { promise, reject } = deferred<never>();
      signal.addEventListener('abort', () => reject(signal.reason));
      return promise;
    });
  const cancelled = untilAborted();
  let running: AbortSignal | undefined;
  const goesOn = progress.show('Loading', (_tell, signal) => {
    running = signal;
    return other.promise;
  });
  progress.cancel('tandem-1');
  progress.cancel('nobody');
  await expect(cancelled).rejects.toMatchObject({ code: 'session.cancelled' });
  expect(running?.aborted).toBe(false);
  other.resolve();
  await goesOn;
});

it('stops all work when the session ends, whether the client shows it or not', async () => {
  const { sent, over, progress } = reports(false);
  const work = progress.show('Loading', async (tell, signal) => {
    tell({ percentage: 1 });
    over.abort();
    return signal.aborted;
  });
  expect(await work).toBe(true);
  expect(sent).toEqual([]);
});
