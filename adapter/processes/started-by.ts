import { basename } from 'node:path';
import { packageManagerOf } from '../../protocol/package-managers.ts';
import { isEditorsOwn } from './editors-own.ts';
import type { ProcessInfo } from './process-info.ts';
import { readCommand } from './script.ts';

const SHELL = /^-?(?:sh|bash|dash|zsh|ksh|fish|cmd|pwsh|powershell)(?:\.exe)?$/i;
const RUNTIME = /^(?:node(?:js)?|python)[\d.]*(?:\.exe)?$/i;

/** What has started a process, as its user knows that; undefined where nobody is left to be named. */
export function startedBy(
  { parent: pid }: Pick<ProcessInfo, 'parent'>,
  byPid: ReadonlyMap<number, ProcessInfo>,
): string | undefined {
  const seen = new Set<number>();
  let parent = byPid.get(pid);
  // A shell that was given its one command to run is only in between.
  while (parent && isShellOfOneCommand(parent) && !seen.has(parent.pid)) {
    seen.add(parent.pid);
    parent = byPid.get(parent.parent);
  }
  return parent && parent.pid > 1 ? nameOf(parent) : undefined;
}

const isShellOfOneCommand = ({ command: [name = '', ...words] }: ProcessInfo): boolean =>
  SHELL.test(basename(name)) && words.some((word) => /^(?:-\w*c|\/[cC])$/.test(word));

function nameOf({ executable, command }: ProcessInfo): string {
  if (isEditorsOwn({ command })) return 'the editor';
  const name = basename(executable || (command[0] ?? '')).replace(/\.exe$/i, '');
  if (!RUNTIME.test(name)) return name;
  const { script, args } = readCommand(command);
  if (script === undefined) return name;
  const file = basename(script);
  const manager = packageManagerOf(file);
  return manager === undefined ? file : [manager, ...args].slice(0, 3).join(' ');
}
