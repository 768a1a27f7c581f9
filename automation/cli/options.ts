import { type ParseArgsConfig, parseArgs } from 'node:util';
import { errors } from '../../protocol/errors.ts';
import { nearest } from '../../protocol/nearest.ts';

/** An option of a command: what `parseArgs` needs of it, and what its reader does. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands for its value in the help. */
  readonly value?: string;
  readonly summary: string;
  /** What follows it is not ours to understand, as what follows a program is not. */
  readonly ends?: boolean;
}

export type Options = Readonly<Record<string, Option>>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

export interface Parsed<O extends Options> {
  /** What the user calls the command: `tandem debug`. Errors about its command line name it. */
  readonly command: string;
  readonly values: Values<O>;
  /** The arguments that are no options of the command. */
  readonly rest: readonly string[];
  /** Those that look like options of the command, and are the program's: nothing says that they were meant so. */
  readonly misplaced: readonly string[];
}

/**
 * Where options of a command may be: `anywhere`, or `first`, where whatever follows the first other argument is not ours
 * to understand. `--` ends them in any case.
 */
export type OptionsPlace = 'anywhere' | 'first';

/** A command's arguments: those among which its options are, and those that follow. */
export interface CommandLine {
  readonly own: readonly string[];
  readonly rest: readonly string[];
}

export function splitCommandLine(
  options: Options,
  args: readonly string[],
  place: OptionsPlace,
): CommandLine {
  if (place === 'anywhere') return { own: args, rest: [] };
  const [cut = args.length] = tokensOf(options, args).flatMap((token) => {
    if (token.kind === 'positional') return [token.index];
    if (token.kind !== 'option' || !options[token.name]?.ends) return [];
    return [token.index + (token.inlineValue ? 1 : 2)];
  });
  return { own: args.slice(0, cut), rest: args.slice(cut) };
}

export function parseOptions<O extends Options>(
  command: string,
  options: O,
  { own, rest }: CommandLine,
): Parsed<O> {
  rejectUnknown(command, options, own);
  try {
    const { values, positionals } = parseArgs({ args: [...own], options, allowPositionals: true });
    const misplaced = own.includes(END_OF_OPTIONS) ? [] : optionsAmong(options, rest);
    return { command, values, rest: [...positionals, ...rest], misplaced };
  } catch (error) {
    // Node goes on to explain at length; its first sentence names the option and what is wrong with it.
    const [problem = ''] = String((error as Error).message).split('\n');
    throw errors.cliUsage(problem.endsWith('.') ? problem : `${problem}.`, command);
  }
}

const END_OF_OPTIONS = '--';

/** The arguments, up to `--`, that would be options if they were where options are: `--break`, of `--break=3`. */
function optionsAmong(options: Options, args: readonly string[]): string[] {
  const flags = Object.entries(options).flatMap(([name, { short }]) => [
    `--${name}`,
    ...(short ? [`-${short}`] : []),
  ]);
  const end = args.indexOf(END_OF_OPTIONS);
  return args
    .slice(0, end < 0 ? args.length : end)
    .map((word) => word.replace(/^(--[^=]+)=.*/s, '$1'))
    .filter((word) => flags.includes(word));
}

/** True when an option is given among a command's own, whatever else may be wrong with them. */
export const isGiven = (options: Options, { own }: CommandLine, name: string): boolean =>
  tokensOf(options, own).some((token) => token.kind === 'option' && token.name === name);

function rejectUnknown(command: string, options: Options, args: readonly string[]): void {
  const names = Object.keys(options);
  for (const token of tokensOf(options, args)) {
    if (token.kind !== 'option' || names.includes(token.name)) continue;
    const meant = token.rawName.startsWith('--') ? nearest(token.name, names) : undefined;
    throw errors.cliOptionUnknown(token.rawName, command, meant && `--${meant}`);
  }
}

function tokensOf(options: Options, args: readonly string[]) {
  const config = { args: [...args], options, strict: false, allowPositionals: true, tokens: true } as const;
  return parseArgs(config satisfies ParseArgsConfig).tokens;
}

/** The options as a list for a help text. */
export function describeOptions(options: Options): string {
  const rows = Object.entries(options).map(([name, { short, value, summary }]) => {
    const flags = `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
    return { flags, summary };
  });
  const width = Math.max(...rows.map(({ flags }) => flags.length));
  return rows.map(({ flags, summary }) => `  ${flags.padEnd(width)}  ${summary}`).join('\n');
}
