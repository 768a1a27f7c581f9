import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { errors, TandemError } from '../protocol/errors.ts';
import { type Hello, helloProblem, type Said } from '../protocol/messages.ts';
import type { Carrier } from './connection.ts';
import { timeLimit } from './time-limit.ts';

/** How long a client may be silent before it has said who it is, in milliseconds. */
export const HELLO_LIMIT_MS = 5000;
/** Longest payload accepted from a client that has not said who it is, in bytes. */
export const HELLO_MAX_PAYLOAD = 64 * 1024;

/** A session's secret: 32 random bytes as base64url. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in a time that tells nothing about either token, their lengths included. */
export function tokenMatches(presented: string, expected: string): boolean {
  return timingSafeEqual(digest(presented), digest(expected));
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * Waits for what a peer says first, and resolves to what `judge` makes of it. What `judge` throws closes the connection
 * and rejects, as does `ipc.helloTimeout`; so does the end of the connection. Until then its payloads must be short.
 */
export function firstWords<T>(carrier: Carrier, timeoutMs: number, judge: (said: Said) => T): Promise<T> {
  const trustedMaxPayload = carrier.maxPayload;
  carrier.maxPayload = HELLO_MAX_PAYLOAD;
  return new Promise((resolve, reject) => {
    const refuse = (reason: TandemError) => carrier.close(reason);
    const waits = [
      timeLimit(timeoutMs, () => refuse(errors.helloTimeout(timeoutMs))),
      carrier.onSaid((said) => {
        try {
          resolve(judge(said));
        } catch (refusal) {
          return void refuse(TandemError.from(refusal));
        }
        settle();
        // Still inside the delivery of this message: the next one may be long already.
        carrier.maxPayload = trustedMaxPayload;
      }),
      carrier.onClose((reason) => {
        settle();
        reject(reason);
      }),
    ];
    const settle = () => {
      for (const wait of waits) wait[Symbol.dispose]();
    };
  });
}

/** A `hello` with the right token. Throws `ipc.hello*`. */
export function helloOf(said: Said, token: string): Hello {
  if (!('event' in said) || said.event !== 'hello') throw errors.helloMissing(nameOf(said));
  const problem = helloProblem(said.body);
  if (problem) throw errors.helloInvalid(problem);
  const hello = said.body as Hello;
  if (!tokenMatches(hello.token, token)) throw errors.helloToken();
  return hello;
}

/** What was said, in one word. */
export function nameOf(said: Said): string {
  if ('link' in said) return said.link;
  if ('command' in said) return said.command;
  return 'event' in said ? said.event : said.type;
}
