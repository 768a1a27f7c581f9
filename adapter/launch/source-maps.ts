import type { SourceMapSettings } from '../../protocol/commands.ts';
import type { LaunchConfiguration } from './configuration.ts';

/** What a configuration says of source maps, in the engine's words. */
export const sourceMapSettings = ({
  sourceMaps: read,
  sourceMapPathOverrides: pathOverrides,
  resolveSourceMapLocations: locations,
}: LaunchConfiguration): SourceMapSettings => ({ read, pathOverrides, locations });
