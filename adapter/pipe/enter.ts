import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { findLauncher } from '../launch/launcher-files.ts';
import type { StartContext } from '../run/start.ts';
import type { PipeCommand } from './far-command.ts';
import { FarPlace } from './far-place.ts';

/** How long a command may take to lead anywhere: somebody may have to confirm it on a second device. */
const ENTER_LIMIT_MS = 60_000;

export interface Way {
  readonly pipe: PipeCommand;
  /** Node, as it is called there. */
  readonly runtimeExecutable?: string | null | undefined;
}

/** Goes where a command leads, for as long as the run lasts. What the command says goes to the debug console. */
export async function enter({ pipe, runtimeExecutable }: Way, context: StartContext): Promise<FarPlace> {
  const { scope, launcherDirectory, notify, log, signal } = context;
  const agent = await readFile(join(dirname(findLauncher(launcherDirectory).bootstrap), 'agent.cjs'));
  const place = await FarPlace.open({
    pipe,
    runtime: runtimeExecutable ?? 'node',
    agent,
    limit: ENTER_LIMIT_MS,
    signal,
    onText: (text) => notify(text.replace(/\n$/, '')),
  });
  scope.use(place);
  void place.lost.then(({ text }) => notify(text));
  log(`pipe: ${pipe.command} leads to ${place.hello.platform}, Node.js process ${place.hello.pid}`);
  return place;
}

/** Puts the launcher's files there; returns where the bootstrap is. */
export async function bringLauncher(
  place: FarPlace,
  { launcherDirectory }: StartContext,
  names: readonly string[],
): Promise<string> {
  const home = dirname(findLauncher(launcherDirectory).bootstrap);
  const files = await Promise.all(
    names.map(async (name) => {
      const content = deflateRawSync(await readFile(join(home, name)));
      return [name, content.toString('base64')] as const;
    }),
  );
  return (await place.request('write', { files: Object.fromEntries(files) })).directory;
}
