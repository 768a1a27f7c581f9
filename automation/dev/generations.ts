import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { errors } from '../../protocol/errors.ts';
import type { BuiltFile } from './builder.ts';

export type AdapterModule = Pick<typeof import('../../adapter/main.ts'), 'createDebugSession'>;

/** The adapter as its sources were at one time, loaded into this process. */
export interface Generation {
  readonly number: number;
  readonly adapter: AdapterModule;
  readonly launcherDirectory: string;
}

interface Kept extends Generation {
  readonly directory: string;
  users: number;
}

/**
 * The generations of the adapter. New sessions get the last one that could be loaded; one is removed, with its code, when
 * there is a later one and its last session is over.
 */
export class Generations {
  readonly #home: string;
  #current: Kept | undefined;
  #files: readonly BuiltFile[] = [];
  #number = 0;

  /** `home` is a directory for their directories. */
  constructor(home: string) {
    this.#home = home;
  }

  /** Where the files of the next one will be; any other is as deep. */
  get nextDirectory(): string {
    return join(this.#home, `${this.#number + 1}`);
  }

  get current(): Generation | undefined {
    return this.#current;
  }

  /** Loads what was built. Undefined when it is what there is already. Throws `dev.notLoaded`; the last one stays. */
  add(files: readonly BuiltFile[]): Generation | undefined {
    if (this.#current && areSame(files, this.#files)) return undefined;
    const directory = this.nextDirectory;
    this.#number += 1;
    const generation = { number: this.#number, directory, ...load(directory, files), users: 0 };
    const former = this.#current;
    this.#current = generation;
    this.#files = files;
    if (former) this.#removeUnused(former);
    return generation;
  }

  /** Keeps one until the result is disposed. */
  use(generation: Generation): Disposable {
    const kept = generation as Kept;
    kept.users += 1;
    return {
      [Symbol.dispose]: () => {
        kept.users -= 1;
        this.#removeUnused(kept);
      },
    };
  }

  #removeUnused(generation: Kept): void {
    if (generation === this.#current || generation.users > 0) return;
    forget(generation.directory);
  }
}

const areSame = (one: readonly BuiltFile[], other: readonly BuiltFile[]): boolean =>
  one.length === other.length &&
  one.every(({ path, contents }, index) => {
    const { path: otherPath, contents: otherContents } = other[index]!;
    return path === otherPath && Buffer.compare(contents, otherContents) === 0;
  });

function load(
  directory: string,
  files: readonly BuiltFile[],
): Pick<Generation, 'adapter' | 'launcherDirectory'> {
  for (const { path, contents } of files) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
  const file = join(directory, 'adapter.js');
  try {
    const adapter = createRequire(file)(file) as AdapterModule;
    if (typeof adapter.createDebugSession !== 'function') throw new Error('it exports no createDebugSession');
    return { adapter, launcherDirectory: join(directory, 'launcher/node') };
  } catch (error) {
    forget(directory);
    throw errors.devNotLoaded((error as Error).message);
  }
}

/** Nobody can require it any more, and its memory is free once nothing holds it. */
function forget(directory: string): void {
  const { cache } = createRequire(join(directory, 'adapter.js'));
  for (const file of Object.keys(cache)) if (file.startsWith(join(directory, '/'))) delete cache[file];
  rmSync(directory, { recursive: true, force: true });
}
