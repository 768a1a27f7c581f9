import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { errors, type TandemError } from '../protocol/errors.ts';
import { type Hello, helloProblem, type Message } from '../protocol/messages.ts';
import type { Connection } from './connection.ts';
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
 * Waits for the client's first message, which must be a valid `hello` with the session's token. Anything else closes the
 * connection and rejects with the precise reason: `ipc.hello*`, `frame.*`, or why the connection ended.
 */
export function authenticate(
  connection: Connection,
  token: string,
  timeoutMs = HELLO_LIMIT_MS,
): Promise<Hello> {
  const trustedMaxPayload = connection.maxPayload;
  connection.maxPayload = HELLO_MAX_PAYLOAD;
  return new Promise((resolve, reject) => {
    const refuse = (reason: TandemError) => connection.close(reason);
    const waits = [
      timeLimit(timeoutMs, () => refuse(errors.helloTimeout(timeoutMs))),
      connection.onMessage((message) => {
        const problem = helloRefusal(message, token);
        if (problem) return void refuse(problem);
        settle();
        // Still inside the delivery of this message: the next one may be long already.
        connection.maxPayload = trustedMaxPayload;
        resolve((message as { body: Hello }).body);
      }),
      connection.onClose((reason) => {
        settle();
        reject(reason);
      }),
    ];
    const settle = () => {
      for (const wait of waits) wait[Symbol.dispose]();
    };
  });
}

function helloRefusal(message: Message, token: string): TandemError | undefined {
  if (!('type' in message)) return errors.helloMissing(message.command);
  if (message.type !== 'event') return errors.helloMissing(message.type);
  if (message.event !== 'hello') return errors.helloMissing(message.event);
  const problem = helloProblem(message.body);
  if (problem) return errors.helloInvalid(problem);
  return tokenMatches((message.body as Hello).token, token) ? undefined : errors.helloToken();
}
