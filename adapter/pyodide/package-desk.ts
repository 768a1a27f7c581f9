import { TandemError } from '../../protocol/errors.ts';
import type { PackageAnswer, PackageQuestion } from '../../protocol/python-worker.ts';
import type { ShowProgress } from '../util/progress.ts';
import { cacheDirectory } from './cache-directory.ts';
import { type Package, PackageList } from './package-list.ts';
import { PackageStore } from './package-store.ts';
import { isAddress, pathFrom } from './places.ts';

export interface PackageDeskOptions {
  /** Pyodide's. */
  readonly directory: string;
  /** What the configuration says; TANDEM_PYODIDE_PACKAGES where it says nothing. */
  readonly asked: string | boolean | undefined;
  /** Where its paths start. */
  readonly cwd: string;
  readonly progress: ShowProgress;
  /** A line for the user's eyes. */
  readonly notify: (text: string) => void;
  readonly cache?: string;
}

/** Gives one program the packages that it imports, and gets those that are not here. */
export class PackageDesk {
  readonly #options: PackageDeskOptions;
  readonly #given = new Set<string>();
  /** By module: what was tried once in vain is not tried again at each import. */
  readonly #problems = new Map<string, string>();
  #list: PackageList | undefined;
  #store: PackageStore | undefined;

  constructor(options: PackageDeskOptions) {
    this.#options = options;
  }

  /** Never rejects: what is wrong is told where the program imports the package. */
  async answer({ module, version }: PackageQuestion): Promise<PackageAnswer> {
    const tried = this.#problems.get(module);
    if (tried !== undefined) return { files: [], problem: tried };
    try {
      return { files: await this.#bring(module, version) };
    } catch (error) {
      const problem = TandemError.from(error).text;
      this.#problems.set(module, problem);
      return { files: [], problem };
    }
  }

  async #bring(module: string, version: string): Promise<PackageAnswer['files']> {
    this.#list ??= new PackageList(this.#options.directory);
    const needed = this.#list.neededFor(module).filter(({ name }) => !this.#given.has(name));
    if (needed.length === 0) return [];
    this.#store ??= this.#openStore(version);
    const paths = await this.#pathsOf(this.#store, needed);
    for (const { name } of needed) this.#given.add(name);
    return paths.map((path) => ({ path }));
  }

  async #pathsOf(store: PackageStore, needed: readonly Package[]): Promise<readonly string[]> {
    const paths = await Promise.all(needed.map((it) => store.find(it)));
    const lacking = needed.filter((_, index) => paths[index] === undefined);
    if (lacking.length === 0) return paths as string[];
    const names = lacking.map(({ name }) => name).join(', ');
    const fetched = await this.#options.progress(`Fetching ${names}`, (tell, signal) =>
      store.fetch(lacking, tell, signal),
    );
    this.#options.notify(`The program imports ${names}: fetched from ${store.source}, and kept.`);
    return paths.map((path, index) => path ?? fetched.get(needed[index]!)!);
  }

  #openStore(version: string): PackageStore {
    const { directory, asked = process.env.TANDEM_PYODIDE_PACKAGES, cwd, cache } = this.#options;
    const published = `https://cdn.jsdelivr.net/pyodide/v${version}/full/`;
    const source = typeof asked !== 'string' || asked === '' ? published : asked;
    return new PackageStore({
      directory,
      cache: cache ?? cacheDirectory(),
      source: asked === false ? undefined : isAddress(source) ? source : pathFrom(source, cwd),
    });
  }
}
