import { timeLimit } from '../../ipc/time-limit.ts';

/** Nothing that is measured here takes nearly as long. */
const LIMIT_MS = 60_000;

/** A wait that ends, so that an adapter that falls silent is named. */
export async function within<T>(what: string, work: Promise<T>): Promise<T> {
  let limit: Disposable | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = timeLimit(LIMIT_MS, () => reject(new Error(`${what} did not come within ${LIMIT_MS / 1000} s`)));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    limit?.[Symbol.dispose]();
  }
}
