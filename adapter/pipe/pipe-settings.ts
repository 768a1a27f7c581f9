import * as z from 'zod/mini';
import { list, text } from '../settings/kinds.ts';

/** What leads to a far place, and how its files are called. */
export const pipeSettings = () => ({
  pipe: z.optional(
    z.union([
      list(),
      z.strictObject({
        command: z.optional(text()),
        args: z.optional(list()),
        quoteArgs: z.optional(z.boolean()),
      }),
    ]),
  ),
  localRoot: z.optional(z.nullable(text())),
  remoteRoot: z.optional(z.nullable(text())),
});

export const PIPE_SETTINGS_MUST_BE = {
  pipe: 'a command as a list of its words, for example ["docker", "exec", "-i", "web"], or an object of "command", "args" and "quoteArgs"',
  localRoot: 'the path of a directory here, or null',
  remoteRoot: 'the path of a directory where the program runs, or null',
} as const;
