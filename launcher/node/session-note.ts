import { readFileSync } from 'node:fs';
import { hidePreload } from './child-environment.ts';
import { Env, take } from './environment.ts';

/**
 * Where the environment only says which file has what the launcher is told, it is as if all had stood there. A note that is
 * gone was that of a session that is over: the program runs as it would alone, as when its line in a terminal is run again.
 */
export function readNote(): void {
  const file = take(Env.session);
  if (file === undefined) return;
  try {
    Object.assign(process.env, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    hidePreload(`--require ${JSON.stringify(__filename)}`);
  }
}
