import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ClientEvents } from '../../adapter/session/client.ts';
import { ProgressReports } from '../../adapter/session/progress-reports.ts';
import { deferred } from '../../adapter/util/deferred.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function reports(shows = true) {
  const sent: [string, unknown][] = [];
  const send = <E extends keyof ClientEvents>(event: E, body: ClientEvents[E]) =>
    void sent.push([event, body]);
  const over = new AbortController();
  return { sent, over, progress: new ProgressReports(send, () => shows, over.signal) };
}

const patience = 0;
const itTakesLong = () => vi.advanceTimersByTimeAsync(1000);

it('tells the client of work from its beginning to its end', async () => {
  const { sent, progress } = reports();
  const shown = progress.show('Loading', async (tell) => {
    await itTakesLong();
    tell({ percentage: 10, message: 'a tenth' });
    return 'done';
  });
  expect(await shown).toBe('done');
  expect(sent).toEqual([
    ['progressStart', { progressId: 'tandem-1', title: 'Loading', cancellable: true }],
    ['progressUpdate', { progressId: 'tandem-1', percentage: 10, message: 'a tenth' }],
    ['progressEnd', { progressId: 'tandem-1' }],
  ]);
});

it('says nothing of work that takes a moment', async () => {
  const { sent, progress } = reports();
  await progress.show('Loading', async (tell) => {
    tell({ percentage: 10 });
    await vi.advanceTimersByTimeAsync(200);
  });
  await itTakesLong();
  expect(sent).toEqual([]);
});

it('says how far the work is when it is first told of', async () => {
  const { sent, progress } = reports();
  await progress.show(
    'Loading',
    async (tell) => {
      tell({ message: 'half', percentage: 50 });
      await itTakesLong();
    },
    { cancellable: false },
  );
  const start = {
    progressId: 'tandem-1',
    title: 'Loading',
    cancellable: false,
    message: 'half',
    percentage: 50,
  };
  expect(sent[0]).toEqual(['progressStart', start]);
});

it('does not flood the client, and says nothing after the end', async () => {
  const { sent, progress } = reports();
  let late = () => {};
  await progress.show(
    'Loading',
    async (tell) => {
      for (let percentage = 0; percentage < 100; percentage += 1) tell({ percentage });
      late = () => tell({ percentage: 100 });
    },
    { patience },
  );
  await itTakesLong();
  late();
  expect(sent.map(([event]) => event)).toEqual(['progressStart', 'progressUpdate', 'progressEnd']);
});

it('ends with work that fails', async () => {
  const { sent, progress } = reports();
  const work = () => Promise.reject(new Error('no'));
  await expect(progress.show('Loading', work, { patience })).rejects.toThrow('no');
  expect(sent.at(-1)).toEqual(['progressEnd', { progressId: 'tandem-1' }]);
});

it('stops the one piece of work that the client cancels', async () => {
  const { progress } = reports();
  const other = deferred();
  const untilAborted = () =>
    progress.show(
      'Loading',
      (_tell, signal) => {
        const { promise, reject } = deferred<never>();
        signal.addEventListener('abort', () => reject(signal.reason));
        return promise;
      },
      { patience },
    );
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

it('ends with the session, also where the work does not listen', async () => {
  const { sent, over, progress } = reports();
  void progress.show('One', () => new Promise(() => {}), { patience });
  void progress.show('Other', () => new Promise(() => {}));
  over.abort();
  await itTakesLong();
  expect(sent).toEqual([
    ['progressStart', { progressId: 'tandem-1', title: 'One', cancellable: true }],
    ['progressEnd', { progressId: 'tandem-1' }],
  ]);
});
