import { setImmediate } from 'node:timers/promises';
import { afterAll, aroundEach } from 'vitest';

/**
 * What a test asks for and awaits later may be refused before: that is for the `await` to tell, and for the test that it is
 * in. Only what was rejected and awaited by nobody when the test is over is told here, as a failure of that test: vitest
 * itself would fail the whole run at once, whatever the test makes of it and however it ends when it is run again.
 */
const unawaited = new Map<Promise<unknown>, unknown>();

const remember = (reason: unknown, promise: Promise<unknown>): void => void unawaited.set(promise, reason);
const forget = (promise: Promise<unknown>): void => void unawaited.delete(promise);

process.on('unhandledRejection', remember).on('rejectionHandled', forget);

async function expectNone(): Promise<void> {
  // Node tells of a rejection, and of who awaits it, when the turn is over.
  await setImmediate();
  const errors = [...unawaited.values()].map(
    (cause) => new Error(`Rejected, and awaited by nobody: ${cause}`, { cause }),
  );
  unawaited.clear();
  // Vitest tells of each.
  if (errors.length > 0) throw new AggregateError(errors);
}

aroundEach(async (runTest) => {
  await runTest();
  await expectNone();
});

afterAll(async () => {
  await expectNone();
  process.off('unhandledRejection', remember).off('rejectionHandled', forget);
});
