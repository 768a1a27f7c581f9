/** `path` as one word of NODE_OPTIONS: Node knows double quotes there, and the backslash within them. */
const quote = (path: string): string => `"${path.replace(/["\\]/g, '\\$&')}"`;

/**
 * The variables that make Node load `preload` before the program. The user's own NODE_OPTIONS stay in force behind it
 * and are handed over separately, for the preload to put back.
 */
export function preloadEnvironment(preload: string, own: string | undefined): Record<string, string> {
  const options = `--require ${quote(preload)}`;
  return own ? { NODE_OPTIONS: `${options} ${own}`, TANDEM_NODE_OPTIONS: own } : { NODE_OPTIONS: options };
}
