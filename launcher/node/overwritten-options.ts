import path from 'node:path';

const SHELLS = /^(sh|bash|dash|zsh|ksh|fish|cmd)(\.exe)?$/i;
/** An assignment with its value, quotes included; or what takes the variable away. */
const ASSIGNMENT = /\bNODE_OPTIONS=("[^"]*"|'[^']*'|[^\s;&|]*)/g;
const REMOVAL = /\bunset\s+NODE_OPTIONS\b|\benv\s+(-i\b|-u\s*NODE_OPTIONS\b)/;
/** A value that keeps what was there. A shell does not look into single quotes. */
const KEPT = /^[^'].*\$\{?NODE_OPTIONS\b|%NODE_OPTIONS%|^\$\{?NODE_OPTIONS\b/i;

/**
 * The command of a shell that is about to be started, when it gives the Node processes that it runs NODE_OPTIONS of its
 * own: they will not come to the debugger.
 *
 * @param args The command line, with the name of the executable as its first part.
 */
export function overwritingCommand(args: readonly string[] = []): string | undefined {
  const [executable = '', ...rest] = args;
  if (!SHELLS.test(path.basename(executable))) return undefined;
  const command = rest.filter((part) => !/^[-/]\w+$/.test(part)).join(' ');
  const overwrites = [...command.matchAll(ASSIGNMENT)].some(([, value = '']) => !KEPT.test(value));
  return overwrites || REMOVAL.test(command) ? command : undefined;
}
