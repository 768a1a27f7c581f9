/** Plain, single-quoted and double-quoted text (where a backslash escapes `"` and itself); an unpaired quote is plain. */
const ARGUMENT = /(?:'[^']*'|"(?:\\["\\]|[^"])*"|\S)+/g;
const PART = /'([^']*)'|"((?:\\["\\]|[^"])*)"|[^'"]+|['"]/g;

/**
 * Splits `args` that were written as one string: at white space, where quotes keep text together. This is what
 * `"args": "${input:arguments}"` needs; a backslash outside of quotes is itself, because Windows paths are full of them.
 */
export function splitArguments(line: string): string[] {
  return (line.match(ARGUMENT) ?? []).map((argument) =>
    argument.replace(PART, (part, single?: string, double?: string) =>
      double === undefined ? (single ?? part) : double.replace(/\\(["\\])/g, '$1'),
    ),
  );
}
