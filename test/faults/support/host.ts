import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { expect, onTestFinished } from 'vitest';
import { files } from '../../support/fixtures.ts';
import { launcherDirectory } from '../../support/standalone.ts';
import type { Holdings } from './left-behind.ts';
import { scale } from './scale.ts';

declare const TANDEM_VERSION: string;

export const PROGRAMS = join(import.meta.dirname, '../programs');

export interface Part extends Holdings {
  /** How many sessions there were so far. */
  readonly sessions: number;
}

/** Directories that this test alone uses, in the place of those that all share. */
export function ownDirectories(): { readonly runtime: string; readonly env: NodeJS.ProcessEnv } {
  const runtime = files({});
  chmodSync(runtime, 0o700);
  return { runtime, env: { ...process.env, XDG_RUNTIME_DIR: runtime } };
}

/**
 * Lets a process with an adapter in it go through many sessions; returns what it held after each part of them. It has to
 * end well.
 */
export async function hostSessions(
  scenario: 'mixed' | 'interrupted' | 'python',
  rounds: number,
  /** `python`: the interpreter of the programs that are Python's. */
  { python = '' }: { readonly python?: string } = {},
): Promise<Part[]> {
  const bundle = join(files({}), 'host.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'host.fixture.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    define: { TANDEM_VERSION: JSON.stringify(TANDEM_VERSION) },
    logLevel: 'error',
  });
  const { runtime, env } = ownDirectories();
  const args = [scenario, String(rounds), String(scale.seed), launcherDirectory, PROGRAMS, runtime];
  const host: ChildProcess = spawn(
    process.execPath,
    ['--expose-gc', '--enable-source-maps', bundle, ...args],
    {
      env: { ...env, TANDEM_FAULT_PYTHON: python },
    },
  );
  onTestFinished(() => void host.kill('SIGKILL'));
  const [said, complained, [code, signal]] = await Promise.all([
    text(host.stdout!),
    text(host.stderr!),
    once(host, 'close'),
  ]);
  const note = `seed ${scale.seed}; ${said.split('\n').length - 1} parts; ${complained}`;
  expect([code, signal], note).toEqual([0, null]);
  return said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Part);
}
