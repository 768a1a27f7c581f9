import { basename } from 'node:path';
import { errors } from '../../protocol/errors.ts';

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
      readonly command?: string | undefined;
      readonly args?: readonly string[] | undefined;
      readonly quoteArgs?: boolean | undefined;
    };

const JOINS_WORDS = /^(?:ssh|plink)(?:\.exe)?$/i;

/** Throws `pipe.unset` where the setting names no command. */
export function pipeCommand(setting: PipeSetting): PipeCommand {
  const { command, args = [], quoteArgs } = isWords(setting) ? long(setting) : setting;
  if (!command) throw errors.pipeUnset();
  return { command, args, quoteArgs: quoteArgs ?? JOINS_WORDS.test(basename(command)) };
}

type LongSetting = Exclude<PipeSetting, readonly string[]>;

const isWords = (setting: PipeSetting): setting is readonly string[] => Array.isArray(setting);

const long = ([command, ...args]: readonly string[]): LongSetting => ({ command, args });

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
