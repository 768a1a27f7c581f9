import { TandemError } from '../../protocol/errors.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { failureFields } from './failure-fields.ts';
import {
  describeOptions,
  isGiven,
  type Options,
  type OptionsPlace,
  type Parsed,
  parseOptions,
  splitCommandLine,
} from './options.ts';

/** One thing that `tandem` can do. */
export interface Command {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Its options, with those that every command has. */
  readonly options: Options;
  /** Where they may be. */
  readonly optionsPlace: OptionsPlace;
  /** What follows its name: `[OPTIONS] PROGRAM`. */
  readonly usage: string;
  /** All there is to know, for `tandem NAME --help`. */
  readonly help: () => string;
  /** Resolves with the exit code; what it throws is told to the user. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** What `--help` says, beside the options. */
export interface CommandHelp {
  /** What the command does, in one sentence. */
  readonly about: string;
  /** What follows its name: `[OPTIONS] PROGRAM`. */
  readonly usage: string;
  /** What the arguments mean, where their names do not say it. */
  readonly operands?: string;
  /** What else there is to know. The exit codes and a few examples are always part of it. */
  readonly notes: string;
}

const COMMON_OPTIONS = {
  help: { type: 'boolean', short: 'h', summary: 'show this' },
} as const satisfies Options;

/** The command line of a command with these options. */
export type Given<O extends Options> = Parsed<O & typeof COMMON_OPTIONS>;

export interface CommandDefinition<O extends Options> {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  readonly help: CommandHelp;
  /** Without `--help`, which every command has. With `--json`, failures are told in JSON where it is given. */
  readonly options: O;
  /** Where they may be: `first` where a program that the command runs has options of its own. */
  readonly optionsPlace: OptionsPlace;
  /** Resolves with the exit code; what it throws is told to the user. */
  readonly run: (given: Given<O>) => Promise<number>;
}

/** A command: what all of them do in the same way is done here. */
export function defineCommand<const O extends Options>(definition: CommandDefinition<O>): Command {
  const { name, summary, optionsPlace } = definition;
  const command = `tandem ${name}`;
  const options = { ...definition.options, ...COMMON_OPTIONS };
  const help = (): string => helpText(command, definition.help, options);
  return {
    name,
    summary,
    options,
    optionsPlace,
    usage: definition.help.usage,
    help,
    run: async (args) => {
      const line = splitCommandLine(options, args, optionsPlace);
      try {
        if (isGiven(options, line, 'help')) return say(help());
        return await definition.run(parseOptions(command, options, line));
      } catch (thrown) {
        // Whoever asked for JSON reads the errors of his own command line as JSON, too.
        if (!('json' in options && isGiven(options, line, 'json'))) throw thrown;
        return failInJson(TandemError.from(thrown));
      }
    },
  };
}

/** Writes what was asked for; the exit code of having done so. */
export function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return EXIT.ok;
}

function failInJson(error: TandemError): number {
  const exitCode = exitCodeOf(error);
  process.stdout.write(`${JSON.stringify({ event: 'error', ...failureFields(error, exitCode) })}\n`);
  return exitCode;
}

const helpText = (command: string, help: CommandHelp, options: Options): string =>
  [help.about, `Usage: ${command} ${help.usage}`, help.operands, describeOptions(options), help.notes]
    .filter((part) => part !== undefined)
    .join('\n\n');
