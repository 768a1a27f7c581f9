import { existsSync } from 'node:fs';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { FAR_SOURCES } from '../../protocol/numbers.ts';
import { isAbsoluteSomewhere, type Roots, toLocal, toRemote } from './roots.ts';

type Source = DebugProtocol.Source;

/**
 * The files of a program whose engine is with it in another place: how they are called there and here. One that is only
 * there is shown all the same, as a text with a number.
 */
export class FarFiles {
  readonly #roots: Roots | undefined;
  readonly #paths: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** Without roots, files are called there as they are here. */
  constructor(roots: Roots | undefined) {
    this.#roots = roots;
  }

  far(path: string): string {
    return this.#roots ? toRemote(path, this.#roots) : path;
  }

  near(path: string): string {
    return this.#roots ? toLocal(path, this.#roots) : path;
  }

  /** A source that the client names, as the engine knows it. */
  farSource(source: Source): Source {
    const { path, sourceReference } = source;
    if (path === undefined) return this.#withoutNumber(source);
    const far = { ...source, path: this.far(path) };
    return isOurs(sourceReference) ? this.#withoutNumber(far) : far;
  }

  /** A source that the engine names, as the client can open it. */
  nearSource(source: Source): Source {
    const { path, sourceReference, ...rest } = source;
    // `<node_internals>/fs` and texts named after their hash are no files.
    if (path === undefined || !isAbsoluteSomewhere(path)) return source;
    const near = this.near(path);
    if (existsSync(near)) return { ...rest, path: near };
    if (sourceReference) return { ...source, path: near };
    return { ...rest, path, sourceReference: this.#number(path), origin: 'where the program runs' };
  }

  /** The path there of a text that has a number of ours. */
  pathOf(sourceReference: number | undefined): string | undefined {
    return isOurs(sourceReference) ? this.#paths[sourceReference - FAR_SOURCES] : undefined;
  }

  #number(path: string): number {
    let number = this.#numbers.get(path);
    if (number === undefined) {
      number = FAR_SOURCES + this.#paths.push(path) - 1;
      this.#numbers.set(path, number);
    }
    return number;
  }

  #withoutNumber({ sourceReference, ...source }: Source): Source {
    const path = source.path ?? this.pathOf(sourceReference);
    if (path !== undefined) return { ...source, path };
    return { ...source, ...(sourceReference !== undefined && { sourceReference }) };
  }
}

const isOurs = (reference: number | undefined): reference is number =>
  reference !== undefined && reference >= FAR_SOURCES;
