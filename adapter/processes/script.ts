/** Options of Node whose value is the next word, where it does not follow an equals sign. */
const WITH_VALUE = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
  '--input-type',
  '--icu-data-dir',
  '--openssl-config',
  '--title',
  '--watch-path',
  '--diagnostic-dir',
]);

const CODE = new Set(['-e', '--eval', '-p', '--print', '-pe']);

export interface NodeCommand {
  /** Options of Node's own, each with its value. */
  readonly options: readonly string[];
  /** The main module as it was named; undefined for code in the command line and for a prompt. */
  readonly script: string | undefined;
  readonly args: readonly string[];
}

/** What the words mean that a Node was started with. */
export function readCommand([, ...words]: readonly string[]): NodeCommand {
  const options: string[] = [];
  let isCode = false;
  let index = 0;
  for (; index < words.length && words[index]!.startsWith('-') && words[index] !== '-'; index += 1) {
    const word = words[index]!;
    if (word === '--') {
      index += 1;
      break;
    }
    isCode ||= CODE.has(word) || word.startsWith('--eval=') || word.startsWith('--print=');
    const hasValue = WITH_VALUE.has(word) || CODE.has(word);
    if (hasValue) index += 1;
    options.push(hasValue ? `${word}=${words[index] ?? ''}` : word);
  }
  const script = isCode || words[index] === '-' ? undefined : words[index];
  return { options, script, args: words.slice(script === undefined ? index : index + 1) };
}
