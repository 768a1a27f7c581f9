import os from 'node:os';
import path from 'node:path';

/** Where tests keep what they have fetched, outside of the checkout. */
export function cacheDirectory(): string {
  const { TANDEM_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  return (
    TANDEM_CACHE ?? path.join(XDG_CACHE_HOME ?? LOCALAPPDATA ?? path.join(os.homedir(), '.cache'), 'tandem')
  );
}
