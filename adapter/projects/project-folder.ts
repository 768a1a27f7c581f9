import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What describes a project is short. What is longer is something else, and not read. */
const LONGEST_BYTES = 1_000_000;

/** A folder that is looked at: by the names of files, never by a search. What cannot be read is not there. */
export class ProjectFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async has(file: string): Promise<boolean> {
    return (await this.#stat(join(this.path, file)))?.isFile() ?? false;
  }

  /** The first of the files that is there. */
  async first(files: readonly string[]): Promise<string | undefined> {
    const found = await Promise.all(files.map((file) => this.has(file)));
    return files.find((_, index) => found[index]);
  }

  async read(file: string): Promise<string> {
    const path = join(this.path, file);
    const found = await this.#stat(path);
    if (!found?.isFile() || found.size > LONGEST_BYTES) return '';
    return readFile(path, 'utf8').catch(() => '');
  }

  /** Undefined for what is no JSON object. */
  async readJson(file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    try {
      const value: unknown = JSON.parse(await this.read(file));
      return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Where a file is that is in this folder or, in a workspace of several packages, above it: relative to this one. */
  async findUpwards(file: string): Promise<string | undefined> {
    let up = '';
    for (let folder = this.path; ; folder = dirname(folder)) {
      if ((await this.#stat(join(folder, file)))?.isFile()) return `${up}${file}`;
      if (dirname(folder) === folder) return undefined;
      up += '../';
    }
  }

  #stat(path: string) {
    return stat(path).catch(() => undefined);
  }
}
