import { splitArguments } from '../../../adapter/launch/arguments.ts';
import type { Manifest } from '../project.ts';

/** Options of Node by which code is loaded, or which tests cannot do without. */
const OF_NODE =
  /^(?:-r|--require|--import|--loader|--experimental-(?!test-coverage)[\w-]+|-C|--conditions|--env-file|--no-warnings)$/;
const NODE_VALUES = /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions|--env-file)$/;

export interface ScriptOptions {
  /** Of Node itself. */
  readonly node: readonly string[];
  /** Of the runner. */
  readonly runner: readonly string[];
}

/**
 * What the project's own script for its tests tells Node and the runner about how code is to be loaded: without it they may
 * not even be understood.
 * @param mention tells the script: the first that has it.
 * @param ofRunner the options of the runner that matter, each with a value.
 */
export function scriptOptions(
  manifest: Manifest | undefined,
  mention: RegExp,
  ofRunner: ReadonlySet<string>,
): ScriptOptions {
  const commands = Object.values(manifest?.scripts ?? {}).flatMap((script) => script.split(/&&|\|\||;/));
  const command = commands.find((text) => mention.test(text));
  if (command === undefined) return { node: [], runner: [] };
  const words = splitArguments(command);
  const [, forNode = ''] = words.map((word) => /^NODE_OPTIONS=(.*)$/.exec(word)).find(Boolean) ?? [];
  return {
    node: [
      ...options(splitArguments(forNode), isOfNode),
      ...options(words, (name) => isOfNode(name) && !ofRunner.has(name)),
    ],
    runner: options(
      words,
      (name) => ofRunner.has(name),
      () => true,
    ),
  };
}

const isOfNode = (name: string): boolean => OF_NODE.test(name);

function options(
  words: readonly string[],
  isWanted: (name: string) => boolean,
  hasValue: (name: string) => boolean = (name) => NODE_VALUES.test(name),
): string[] {
  return words.flatMap((word, index) => {
    const [name] = word.split('=', 1);
    if (!isWanted(name!)) return [];
    const next = words[index + 1];
    return word === name && hasValue(name) && next !== undefined ? [word, next] : [word];
  });
}
