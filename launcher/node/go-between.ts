import { isatty } from 'node:tty';
import { packageManagerOf } from '../../protocol/package-managers.ts';

/** The package that a file is part of, as its directory is called. */
const PACKAGE = /.*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/;

/** Whether a process of a debug terminal is none that its user would want to look into. See `Env.skip`. */
export function isSkipped(main: string | undefined, packages: string): boolean {
  if (main === undefined) return isPrompt();
  const name = PACKAGE.exec(main)?.[1]?.replace('\\', '/');
  return packageManagerOf(main) !== undefined || (name !== undefined && packages.split(',').includes(name));
}

const CODE = /^(?:-e|--eval|-p|-pe|--print)(?:=|$)/;

/** Node's own prompt: there is no file that a breakpoint could be in. */
const isPrompt = (): boolean => isatty(0) && !process.execArgv.some((option) => CODE.test(option));
