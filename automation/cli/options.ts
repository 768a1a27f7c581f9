import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../../adapter/settings/unknown-settings.ts';
import { errors } from '../../protocol/errors.ts';

/** An option of a command: what `parseArgs` needs of it, and what its reader does. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands for its value in the help. */
  readonly value?: string;
  readonly summary: string;
}

export type Options = Readonly<Record<string, Option>>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

export interface Parsed<O extends Options> {
  /** What the user calls the command: `tandem debug`. Errors about its command line name it. */
  readonly command: string;
  readonly values: Values<O>;
  /** From the first argument on that is no option: whatever follows it is not ours to understand. */
  readonly rest: readonly string[];
}

/** Reads a command's options up to the first argument that is none. */
export function parseOptions<O extends Options>(
  command: string,
  options: O,
  args: readonly string[],
): Parsed<O> {
  const { own, rest } = splitAtFirstPositional(options, args);
  rejectUnknown(command, options, own);
  try {
    const { values } = parseArgs({ args: [...own], options });
    return { command, values, rest };
  } catch (error) {
    // Node goes on to explain at length; its first sentence names the option and what is wrong with it.
    const [problem = ''] = String((error as Error).message).split('\n');
    throw errors.cliUsage(problem.endsWith('.') ? problem : `${problem}.`, command);
  }
}

/** True when an option is given among a command's own, whatever else may be wrong with them. */
export const isGiven = (options: Options, args: readonly string[], name: string): boolean =>
  tokensOf(options, splitAtFirstPositional(options, args).own).some(
    (token) => token.kind === 'option' && token.name === name,
  );

function splitAtFirstPositional(options: Options, args: readonly string[]) {
  const first = tokensOf(options, args).find(({ kind }) => kind === 'positional');
  const cut = first?.index ?? args.length;
  return { own: args.slice(0, cut), rest: args.slice(cut) };
}

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
