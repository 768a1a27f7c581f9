import { deflateRawSync } from 'node:zlib';
import { GREETING_MARK } from '../../ipc/agent-commands.ts';

/**
 * What a far Node evaluates: greets, then reads the agent, as {@link packed} to `length` letters, from its standard
 * input and runs it. There is no quote, space at an edge, dollar, backslash, percent or exclamation mark in it, so that it comes through
 * any shell in double quotes; hence the names in regular expressions.
 */
export const bootstrapCode = (length: number): string =>
  [
    'var s=process.stdin,f',
    'console.log()',
    `console.log(/${GREETING_MARK}/.source,JSON.stringify({node:process.version,terminal:s.isTTY}))`,
    `s.on(/readable/.source,f=b=>(b=s.read(${length}))&&(` +
      's.off(/readable/.source,f),' +
      'Function(/require/.source,require(/zlib/.source).inflateRawSync(Buffer.from(b+[],/base64/.source)))(require)))',
  ].join(';');

/** Text, so that a terminal that may be in between does not take it for keys of control before it can be found out. */
export const packed = (agent: Buffer): string => deflateRawSync(agent).toString('base64');
