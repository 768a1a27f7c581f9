/**
 * Calls `expire` once after `ms` milliseconds, unless the returned limit is disposed first. `Infinity` (and anything
 * beyond what a timer can hold, about 24 days) never expires, where a bare `setTimeout` would fire at once.
 */
export function timeLimit(ms: number, expire: () => void): Disposable {
  if (ms > 0x7fffffff) return { [Symbol.dispose]() {} };
  const timer = setTimeout(expire, ms);
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
    },
  };
}
