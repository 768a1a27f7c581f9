import { type Audience, type ErrorDetails, TandemError } from '../protocol/errors.ts';

const AUDIENCES: readonly unknown[] = ['user', 'internal', 'expected'] satisfies Audience[];

/** Only `code` and `message` were validated; a peer in another language may leave the rest out or say null. */
export function remoteError({ code, message, hint, audience }: ErrorDetails): TandemError {
  return new TandemError({
    code,
    message,
    hint: typeof hint === 'string' ? hint : undefined,
    audience: AUDIENCES.includes(audience) ? audience : 'internal',
  });
}
