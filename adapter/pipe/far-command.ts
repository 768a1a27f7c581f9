import { basename } from 'node:path';

/** A command whose standard input and output lead to a far place. */
export interface PipeCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** The command joins what it is told to run into one line for a shell there, as ssh does. */
  readonly quoteArgs: boolean;
}

/** As a configuration names it: its words, or an object that says more. */
export type PipeSetting =
  | readonly string[]
  | {
      readonly command: string;
      readonly args?: readonly string[] | undefined;
      readonly quoteArgs?: boolean | undefined;
    };

const JOINS_WORDS = /^(?:ssh|plink)(?:\.exe)?$/i;

export function pipeCommand(setting: PipeSetting): PipeCommand {
  const [command = '', ...args] = 'command' in setting ? [setting.command, ...(setting.args ?? [])] : setting;
  const quoteArgs = 'command' in setting ? setting.quoteArgs : undefined;
  return { command, args, quoteArgs: quoteArgs ?? JOINS_WORDS.test(basename(command)) };
}

/** How a person would write it. */
export const describeCommand = ({ command, args }: PipeCommand): string => [command, ...args].join(' ');

/** The words that run `runtime` with `code` in the far place. */
export function farCommand({ args, quoteArgs }: PipeCommand, runtime: string, code: string): string[] {
  if (!quoteArgs) return [...args, runtime, '-e', code];
  return [...args, PLAIN.test(runtime) ? runtime : doubleQuoted(runtime), '-e', doubleQuoted(code)];
}

/** Nothing in it means anything to a shell but `~`, which should. */
const PLAIN = /^[\w./~+:@-]+$/;

/** What every shell that one may meet there understands, Windows' own included. */
const doubleQuoted = (word: string): string => `"${word}"`;
