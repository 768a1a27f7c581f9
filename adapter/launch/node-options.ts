/** `path` as one word of NODE_OPTIONS: Node knows double quotes there, and the backslash within them. */
const quote = (path: string): string => `"${path.replace(/["\\]/g, '\\$&')}"`;

/** The words of NODE_OPTIONS that load `preload` before the program. */
export const preloadOptions = (preload: string): string => `--require ${quote(preload)}`;

/**
 * The variables that make Node load `preload` before the program. The user's own NODE_OPTIONS stay in force behind it;
 * the preload is told which words it has to take away again.
 */
export function preloadEnvironment(preload: string, own: string | undefined): Record<string, string> {
  const options = preloadOptions(preload);
  return { NODE_OPTIONS: own ? `${options} ${own}` : options, TANDEM_PRELOAD: options };
}
