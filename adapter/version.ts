declare const TANDEM_VERSION: string;

/** Of this Tandem. Code that is run without being bundled has none. */
export const VERSION = typeof TANDEM_VERSION === 'string' ? TANDEM_VERSION : 'unbundled';

/** Commands and events may change with the first two numbers of a version, and not with the third. */
export function isCompatible(one: string, other: string): boolean {
  const series = (version: string): string => version.split('.', 2).join('.');
  return series(one) === series(other);
}
