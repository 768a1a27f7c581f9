import { createHash } from 'node:crypto';

/** Whether bytes are what a hash of the form "sha512-…", base64, was made of. */
export function isIntact(bytes: Uint8Array, integrity: string): boolean {
  const [, algorithm, digest] = /^(sha(?:256|384|512))-(.+)$/.exec(integrity) ?? [];
  return algorithm !== undefined && createHash(algorithm).update(bytes).digest('base64') === digest;
}
