import picomatch from 'picomatch';
import type { SourceMapSettings } from '../../../protocol/commands.ts';
import { pathOfUrl } from './paths.ts';
import { SourcePaths } from './source-paths.ts';

/** What the user wants of source maps. */
export class MapSettings {
  readonly paths: SourcePaths;
  readonly #read: boolean;
  readonly #isIncluded: (file: string) => boolean;

  constructor({ read, pathOverrides, locations }: SourceMapSettings) {
    this.#read = read;
    this.paths = new SourcePaths(pathOverrides);
    const globs = locations?.map((glob) => glob.replaceAll('\\', '/'));
    const wanted = globs?.filter((glob) => !glob.startsWith('!'));
    const ignore = globs?.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
    this.#isIncluded = wanted ? picomatch(wanted, { dot: true, ignore: ignore ?? [] }) : () => true;
  }

  /** Why the map of a script is left alone; undefined where it is to be read. */
  refusal(scriptUrl: string): string | undefined {
    if (!this.#read) return 'source maps are switched off ("sourceMaps": false)';
    const file = pathOfUrl(scriptUrl);
    if (file === undefined || this.#isIncluded(file.replaceAll('\\', '/'))) return undefined;
    return `"resolveSourceMapLocations" leaves out the source map of ${file}`;
  }
}
