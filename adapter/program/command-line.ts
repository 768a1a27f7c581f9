export interface CommandLine {
  readonly file: string;
  readonly args: readonly string[];
  readonly windowsVerbatimArguments?: boolean;
}

/**
 * What to spawn for an executable and its arguments. Windows cannot start a batch file (npm.cmd) but through its command
 * processor, which reads the line once more by rules of its own.
 */
export function commandLine(path: string, args: readonly string[], platform = process.platform): CommandLine {
  if (platform !== 'win32' || !/\.(cmd|bat)$/i.test(path)) return { file: path, args };
  const line = [escapeMeta(path), ...args.map((argument) => escapeMeta(quote(argument)))].join(' ');
  return {
    file: process.env.comspec ?? 'cmd.exe',
    args: ['/d', '/s', '/c', `"${line}"`],
    windowsVerbatimArguments: true,
  };
}

/** An argument as the started program's own runtime reads it: backslashes count only before a quote. */
function quote(argument: string): string {
  const escaped = argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, '$1$1');
  return `"${escaped}"`;
}

/** What the command processor would act upon, made plain text. */
const escapeMeta = (text: string): string => text.replace(/[()\][%!^"`<>&|;, *?]/g, '^$&');
