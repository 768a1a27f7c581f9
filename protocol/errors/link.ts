import { define } from './define.ts';

/** A link, which outlives its connections. */
export const linkErrors = {
  linkToken: define('link.token', () => ({
    message: 'The token is not the one that the other side expects.',
    hint: 'Use the token that belongs to this endpoint: each start of a program makes a new one.',
    audience: 'user',
  })),
  linkUnknown: define('link.unknown', () => ({
    message: 'The connection cannot be resumed: the other side does not know it, or has given it up.',
    audience: 'user',
  })),
  linkNumber: define('link.number', (problem: string) => ({
    message: `The two sides of a connection do not agree about what was said: ${problem}.`,
    audience: 'internal',
  })),
  linkSilent: define('link.silent', (ms: number) => ({
    message: `Nothing was heard from the other side for ${ms / 1000} s.`,
    audience: 'user',
  })),
  linkLost: define('link.lost', (loss: string, why: string) => ({
    message: `The connection was lost (${loss}) and could not be resumed: ${why}`,
    audience: 'user',
  })),
  linkState: define('link.state', (from: string, to: string) => ({
    message: `A link cannot become ${to} when it is ${from}.`,
    audience: 'internal',
  })),
};
