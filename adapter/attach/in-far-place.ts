import type { StartContext, Started, Starter } from '../run/start.ts';
import { type Carrier, FarBackend } from './far-backend.ts';
import { farConfiguration } from './far-configuration.ts';
import { FarFiles } from './far-files.ts';
import { type RootSettings, rootsOf } from './roots.ts';

/**
 * A start of a program whose engine is with it where files are called differently. What the program starts in turn is
 * shown as its threads: a session of its own would not know how its files are called.
 */
export const inFarPlace =
  (files: FarFiles, start: FarStarter): Starter =>
  async (context) => {
    const engine = farConfiguration(context.engine, files);
    const { carrier, ...started } = await start({ ...context, engine, adopt: undefined });
    return { ...started, backend: new FarBackend(started.backend, files, carrier) };
  };

type FarStarter = (context: StartContext) => Promise<Started & { readonly carrier?: Carrier }>;

/** The same, where the settings name roots. */
export function withRoots(settings: RootSettings, start: Starter): Starter {
  const roots = rootsOf(settings);
  return roots ? inFarPlace(new FarFiles(roots), start) : start;
}
