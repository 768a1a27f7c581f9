import path from 'node:path';
import { isatty } from 'node:tty';

/** The main modules of package managers, which only start what the user means. */
const PACKAGE_MANAGER = /^(?:npm|npx|yarn|pnpm|pnpx|corepack)\b[^/\\]*\.[cm]?js$/;

/** The package that a file is part of, as its directory is called. */
const PACKAGE = /.*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/;

export const isPackageManager = (main: string): boolean => PACKAGE_MANAGER.test(path.basename(main));

/** Whether a process of a debug terminal is none that its user would want to look into. See `Env.skip`. */
export function isSkipped(main: string | undefined, packages: string): boolean {
  if (main === undefined) return isPrompt();
  const name = PACKAGE.exec(main)?.[1]?.replace('\\', '/');
  return isPackageManager(main) || (name !== undefined && packages.split(',').includes(name));
}

const CODE = /^(?:-e|--eval|-p|-pe|--print)(?:=|$)/;

/** Node's own prompt: there is no file that a breakpoint could be in. */
const isPrompt = (): boolean => isatty(0) && !process.execArgv.some((option) => CODE.test(option));
