import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of Pyodide's distribution. */
export interface Package {
  readonly name: string;
  /** A wheel or an archive; its name is its address, too, from where the distribution lies. */
  readonly file: string;
  /** Of the file, in hexadecimal. */
  readonly sha256: string;
}

interface Entry {
  readonly name: string;
  readonly file_name: string;
  readonly sha256: string;
  readonly imports: readonly string[];
  readonly depends: readonly string[];
}

/** What packages there are for a Pyodide, by its pyodide-lock.json. */
export class PackageList {
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #byImport = new Map<string, Entry>();

  constructor(directory: string) {
    const { packages } = JSON.parse(readFileSync(join(directory, 'pyodide-lock.json'), 'utf8'));
    this.#entries = new Map(Object.entries<Entry>(packages));
    for (const entry of this.#entries.values())
      for (const module of entry.imports) this.#byImport.set(module, entry);
  }

  /** The package that a module is in, behind all that it needs; nothing where there is none. */
  neededFor(module: string): readonly Package[] {
    const needed = new Map<Entry, Package>();
    const add = (entry: Entry | undefined, above: readonly Entry[]): void => {
      if (!entry || needed.has(entry) || above.includes(entry)) return;
      for (const name of entry.depends) add(this.#entries.get(name), [...above, entry]);
      needed.set(entry, packageOf(entry));
    };
    add(this.#byImport.get(module), []);
    return [...needed.values()];
  }
}

const packageOf = ({ name, file_name: file, sha256 }: Entry): Package => ({
  name,
  file,
  sha256,
});
