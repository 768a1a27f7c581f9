import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type PipeSetting, pipeCommand } from '../../../adapter/pipe/far-command.ts';
import { FarPlace } from '../../../adapter/pipe/far-place.ts';
import { files } from '../../support/fixtures.ts';
import { launcherDirectory } from '../../support/standalone.ts';

const agent = readFileSync(join(launcherDirectory, 'agent.cjs'));

/** A place at the far end of a command, and what the command says there. */
export async function enter(
  pipe: PipeSetting,
  { runtime = process.execPath, limit = 20_000 } = {},
): Promise<{ place: FarPlace; said: () => string }> {
  let said = '';
  const onText = (text: string): void => {
    said += text;
  };
  const place = await FarPlace.open({ pipe: pipeCommand(pipe), runtime, agent, limit, onText });
  onTestFinished(() => place[Symbol.asyncDispose]());
  return { place, said: () => said };
}

/** A command of that name and text, a script for `sh`. */
export function command(name: string, script: string): string {
  const path = join(files({ [name]: `#!/bin/sh\n${script}\n` }), name);
  chmodSync(path, 0o755);
  return path;
}

/**
 * What `ssh` does with its words, without a server: it joins them with spaces, and the shell of the far user reads the
 * line. What that shell's profile prints comes first.
 */
export const ssh = (): string =>
  command('ssh', 'shift\necho "Welcome to the far host"\nprintf "no newline"\nexec sh -c "$*"');

/** What `docker exec` does: the words are passed on as they are, in another directory, with another home. */
export const docker = (): string =>
  command('docker', 'while [ "$1" != web ]; do shift; done\nshift\ncd /\nHOME=/nonexistent exec "$@"');
