const limitMs = 30_000;

/** Waits for `promise`; when it does not come in time, the error says what was waited for and what was `seen` instead. */
export async function within<T>(
  promise: Promise<T>,
  what: string,
  seen: () => string = () => '',
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${limitMs} ms.${seen()}`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
