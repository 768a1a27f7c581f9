import type { Readable } from 'node:stream';
import { GREETING_MARK, type Greeting } from '../../ipc/agent-commands.ts';

const LINE_END = 0x0a;

/**
 * Reads up to the greeting of the agent's bootstrap, and leaves what follows it in the stream. What comes before it, the
 * banner of a login shell for example, goes to `onNoise`. Never settles when there is no greeting.
 */
export function readGreeting(input: Readable, onNoise: (text: string) => void): Promise<Greeting> {
  return new Promise((resolve) => {
    let rest: Buffer = Buffer.alloc(0);
    const read = (chunk: Buffer): void => {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(LINE_END); end >= 0; end = rest.indexOf(LINE_END)) {
        const line = rest.subarray(0, end + 1).toString();
        rest = rest.subarray(end + 1);
        const greeting = greetingIn(line);
        if (!greeting) {
          // The greeting begins with an empty line, in case that what came before it has not ended its own.
          if (line.trim() !== '') onNoise(line);
          continue;
        }
        input.off('data', read).pause();
        if (rest.length > 0) input.unshift(rest);
        resolve(greeting);
        return;
      }
    };
    input.on('data', read);
    input.on('end', () => {
      if (rest.length > 0) onNoise(rest.toString());
    });
  });
}

function greetingIn(line: string): Greeting | undefined {
  if (!line.startsWith(GREETING_MARK)) return undefined;
  try {
    return JSON.parse(line.slice(GREETING_MARK.length)) as Greeting;
  } catch {
    return undefined;
  }
}
