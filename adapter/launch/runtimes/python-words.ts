/** How interpreters of Python are called, the files that they run, and what they make of their words. */

export const SOURCES = /\.(py|pyw|pyz)$/i;

/** With a version, the letters of a debug build and of one without a global lock (`t`), and Windows' `w`. */
const NAME = /^(python|pypy|py)w?(?:(\d+)(?:\.(\d+))?[\d.]*[dt]*)?w?(?:\.exe)?$/i;

/** What the name of an interpreter says. */
export interface PythonName {
  readonly kind: 'python' | 'pypy' | 'py';
  /** As far as the name says it, as in `[3, 14]`. */
  readonly version: readonly [major: number | undefined, minor: number | undefined];
}

/** Undefined for what is not called as an interpreter is. Paths may be of any system. */
export function pythonName(executable: string): PythonName | undefined {
  const [, kind, ...version] = NAME.exec(executable.split(/[\\/]/).at(-1)!) ?? [];
  if (!kind) return undefined;
  const [major, minor] = version.map((part) => (part === undefined ? undefined : Number(part)));
  return { kind: kind.toLowerCase() as PythonName['kind'], version: [major, minor] };
}

const FLAGS = /^-[bBdEhiIOPqRsSuvx]+$/;
const WITH_VALUE: ReadonlySet<string> = new Set(['-W', '-X', '--check-hash-based-pycs']);
const ATTACHED_VALUE = /^(-[WX].|--check-hash-based-pycs=)/;
/** Of Windows' launcher: `-3.12`, `-V:3.12`. */
const CHOICE = /^-(\d[\d.]*(-\d+)?|V:.*)$/;
const PROGRAM = /^-([bBdEiIOPqRsSuvx]*)([mc])(.*)$/s;

interface Command {
  readonly options: string[];
  readonly runs: {
    readonly program?: string;
    readonly module?: string;
    readonly code?: string;
    readonly args: string[];
  };
}

/** What an interpreter makes of its arguments; undefined where they name nothing to run. */
export function readCommand(words: readonly string[]): Command | undefined {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    if (!word.startsWith('-'))
      return { options: words.slice(0, at), runs: { program: word, args: words.slice(at + 1) } };
    if (WITH_VALUE.has(word)) {
      at += 1;
      continue;
    }
    if (FLAGS.test(word) || ATTACHED_VALUE.test(word) || CHOICE.test(word)) continue;
    const [, before, kind, attached] = PROGRAM.exec(word) ?? [];
    const text = attached || words[at + 1];
    if (!kind || text === undefined) return undefined;
    return {
      options: [...words.slice(0, at), ...(before ? [`-${before}`] : [])],
      runs: { [kind === 'm' ? 'module' : 'code']: text, args: words.slice(attached ? at + 1 : at + 2) },
    };
  }
  return undefined;
}
