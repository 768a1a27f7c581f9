import type { Command } from '../command.ts';
import type { Option } from '../options.ts';

/** One way to complete a word. */
export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** What the shell knows better than anybody. */
export type ShellKind = 'files' | 'directories';

export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly shell?: ShellKind;
}

export interface TaskCandidate extends Candidate {
  readonly hasEnded: boolean;
}

/** What can only be known when it is asked for. */
export interface Surroundings {
  tasks(): Promise<readonly TaskCandidate[]>;
  windows(): Promise<readonly Candidate[]>;
}

const NOTHING: Completion = { candidates: [] };
const FILES: Completion = { candidates: [], shell: 'files' };

/** What a value is, by the word that stands for it in the help. */
const VALUES: readonly (readonly [
  RegExp,
  (surroundings: Surroundings) => Completion | Promise<Completion>,
])[] = [
  [/^DIR/, () => ({ candidates: [], shell: 'directories' })],
  [/FILE|PROGRAM|EXE|COMMAND/, () => FILES],
  [/^TASK$/, async ({ tasks }) => ({ candidates: await tasks() })],
  [/^PID$/, async ({ windows }) => ({ candidates: await windows() })],
];

/**
 * How the last word of a command line can go on.
 *
 * @param before the words between `tandem` and it
 */
export async function complete(
  commands: readonly Command[],
  before: readonly string[],
  word: string,
  everywhere: Surroundings,
): Promise<Completion> {
  const [name, ...rest] = before;
  if (name === undefined || name === 'help')
    return { candidates: startingWith(word, commands.map(asCandidate)) };
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) return NOTHING;
  const surroundings: Surroundings = { ...everywhere, tasks: () => tasksFor(name, everywhere) };
  const place = placeAfter(command, rest);
  if (place === 'foreign') return FILES;
  if (typeof place === 'object') return valuesFor(place.value, word, surroundings);
  if (place === 'anything' && /^--[^=]+=/.test(word)) return inlineValues(command, word, surroundings);
  if (place === 'anything' && word.startsWith('-'))
    return { candidates: startingWith(word, optionsOf(command, rest)) };
  return valuesFor(operandOf(command), word, surroundings);
}

/** Commands that are for programs that have ended, only or too. */
const OF_ENDED: Readonly<Record<string, 'only' | 'too'>> = {
  resume: 'only',
  restart: 'too',
  output: 'too',
  wait: 'too',
  close: 'too',
};

async function tasksFor(name: string, { tasks }: Surroundings): Promise<readonly TaskCandidate[]> {
  const ended = OF_ENDED[name];
  return (await tasks()).filter(({ hasEnded }) => (hasEnded ? ended !== undefined : ended !== 'only'));
}

const asCandidate = ({ name, summary }: Command): Candidate => ({ value: name, description: summary });

const startingWith = (word: string, candidates: readonly Candidate[]): Candidate[] =>
  candidates.filter(({ value }) => value.startsWith(word));

/** What may come after these words: the value of an option, anything, no more options, or what another program understands. */
type Place = Option | 'anything' | 'operands' | 'foreign';

function placeAfter({ options, optionsPlace }: Command, words: readonly string[]): Place {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    if (word === '--') return optionsPlace === 'first' && index + 1 < words.length ? 'foreign' : 'operands';
    if (!word.startsWith('-') || word === '-') {
      if (optionsPlace === 'first') return 'foreign';
      continue;
    }
    const option = optionOf(options, word);
    if (option?.type === 'string' && !word.includes('=')) index += 1;
    if (index === words.length) return option!;
    if (option?.ends) return 'foreign';
  }
  return 'anything';
}

function optionOf(options: Command['options'], word: string): Option | undefined {
  if (word.startsWith('--')) return options[word.slice(2)];
  return Object.values(options).find(({ short }) => short === word.slice(1));
}

/** Of `--name=word`; whoever takes one takes all of it. */
async function inlineValues(
  { options }: Command,
  word: string,
  surroundings: Surroundings,
): Promise<Completion> {
  const cut = word.indexOf('=');
  const flag = word.slice(0, cut);
  const found = await valuesFor(options[flag.slice(2)]?.value, word.slice(cut + 1), surroundings);
  const candidates = found.candidates.map((candidate) => ({
    ...candidate,
    value: `${flag}=${candidate.value}`,
  }));
  return { ...found, candidates };
}

const optionsOf = ({ options }: Command, words: readonly string[]): Candidate[] =>
  Object.entries(options)
    .filter(([name, { multiple }]) => multiple || !words.some((word) => word.split('=')[0] === `--${name}`))
    .map(([name, { summary }]) => ({ value: `--${name}`, description: summary }));

/** The first argument that a command takes, as its usage names it: `[OPTIONS] [TASK]`. */
function operandOf({ usage }: Command): string | undefined {
  const [, operand] = /^(?:\[OPTIONS\]\s*)?(?:\[--\]\s*)?\[?([^\s\]…]+)/.exec(usage) ?? [];
  return operand;
}

async function valuesFor(
  value: string | undefined,
  word: string,
  surroundings: Surroundings,
): Promise<Completion> {
  if (value === undefined) return NOTHING;
  if (/^[a-z]+(\|[a-z]+)+$/.test(value)) {
    return {
      candidates: startingWith(
        word,
        value.split('|').map((text) => ({ value: text })),
      ),
    };
  }
  const [, find] = VALUES.find(([form]) => form.test(value)) ?? [];
  const { candidates, shell } = (await find?.(surroundings)) ?? NOTHING;
  return { candidates: startingWith(word, candidates), ...(shell && { shell }) };
}
