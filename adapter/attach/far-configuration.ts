import type { ConfigureArguments } from '../../protocol/commands.ts';
import type { FarFiles } from './far-files.ts';

/** What a user says of files, in the names that they have where the engine is. */
export function farConfiguration(engine: ConfigureArguments, files: FarFiles): ConfigureArguments {
  const { skipFiles, sourceMaps } = engine;
  const { locations, pathOverrides } = sourceMaps;
  const globs = (all: readonly string[]): string[] => all.map((glob) => farGlob(glob, files));
  return {
    ...engine,
    skipFiles: globs(skipFiles),
    sourceMaps: {
      ...sourceMaps,
      locations: locations && globs(locations),
      pathOverrides: Object.fromEntries(
        Object.entries(pathOverrides).map(([pattern, path]) => [pattern, files.far(path)]),
      ),
    },
  };
}

function farGlob(glob: string, files: FarFiles): string {
  const [, not = '', path = ''] = /^(!?)(.*)$/s.exec(glob) ?? [];
  return not + files.far(path).replaceAll('\\', '/');
}
