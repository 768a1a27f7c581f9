import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { standalone } from '../support/standalone.ts';

const DOCUMENT = readFileSync(resolve(import.meta.dirname, '../../docs/EDITORS.md'), 'utf8');

/** The first example of that language in docs/EDITORS.md: what a person would copy from there. */
export function documented(language: string): string {
  const [, text] = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(DOCUMENT) ?? [];
  if (text === undefined) throw new Error(`docs/EDITORS.md has no example in ${language}`);
  return text;
}

/** An environment in which `tandem` is the command that was built for this run. */
export function withTandem(): NodeJS.ProcessEnv {
  const cli = join(standalone, 'cli.js');
  const directory = files({ tandem: `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n` });
  execFileSync('chmod', ['755', join(directory, 'tandem')]);
  return { ...process.env, PATH: `${directory}:${process.env.PATH}` };
}

const answers = (command: string, ...args: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
};

/** The directory with `dape.el`: named, or one of the packages of the user's Emacs or of the system's. */
function findDape(): string | undefined {
  const { TANDEM_TEST_DAPE: named } = process.env;
  if (named !== undefined) return named;
  const homes = [join(homedir(), '.emacs.d/elpa'), '/usr/share/emacs/site-lisp/elpa-src'];
  const packages = homes.flatMap((home) =>
    existsSync(home) ? readdirSync(home).map((name) => join(home, name)) : [],
  );
  return packages.find((name) => existsSync(join(name, 'dape.el')));
}

const hasEmacs =
  process.platform !== 'win32' &&
  answers('emacs', '--batch', '--eval', '(unless (>= emacs-major-version 29) (kill-emacs 1))');

/** Undefined where Emacs, or dape, is not on this machine. */
export const dape = hasEmacs ? findDape() : undefined;

/** It is driven by the keys that a person would press, in a terminal of tmux's. */
export const hasHelix = process.platform !== 'win32' && answers('hx', '--version') && answers('tmux', '-V');

/** Says of an editor that is not here that nothing was tried: a file of tests must have one, and silence is no result. */
export function notRun(editor: string, how: string): void {
  describe.skip(editor, () => it(`is not on this machine: ${how} to have these tests run`, () => {}));
}
