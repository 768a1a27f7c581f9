import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { errors } from '../../protocol/errors.ts';
import type { Stage } from '../util/progress.ts';
import { openCache } from './cache-directory.ts';
import { download } from './download.ts';
import { inMegabytes } from './megabytes.ts';
import type { Package } from './package-list.ts';
import { isAddress } from './places.ts';
import { putFile } from './put-in-place.ts';
import { markUsed, removeOld, UNUSED_AFTER_MS } from './tidy.ts';

/** Several times the largest. */
const MAX_BYTES = 512 * 1024 * 1024;

export interface PackagePlaces {
  /** Pyodide's own: where its complete distribution was unpacked, all are there. */
  readonly directory: string;
  readonly cache: string;
  /** A directory, or the address of one; undefined when nothing may be fetched. */
  readonly source: string | undefined;
}

/** The files of packages: those that are on this machine, and how the others come here. */
export class PackageStore {
  readonly source: string | undefined;
  readonly #cache: string;
  readonly #kept: string;
  readonly #near: readonly string[];

  constructor({ directory, cache, source }: PackagePlaces) {
    this.source = source;
    this.#cache = cache;
    this.#kept = join(cache, 'packages');
    this.#near = [directory, ...(source && !isAddress(source) ? [source] : []), this.#kept];
  }

  /** Where its file is, undefined when it would have to be fetched. What is broken is not there. */
  async find({ file, sha256 }: Package): Promise<string | undefined> {
    for (const place of this.#near) {
      const path = join(place, basename(file));
      const bytes = await readFile(path).catch(() => undefined);
      if (!bytes || !isIt(bytes, sha256)) continue;
      if (place === this.#kept) await markUsed(path);
      return path;
    }
    return undefined;
  }

  /**
   * Fetches packages, and keeps them. Resolves with their files; rejects with `pyodide.package*`, or with the signal's
   * reason.
   */
  async fetch(
    packages: readonly Package[],
    tell: (stage: Stage) => void,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<Package, string>> {
    const source = this.#addressFor(packages);
    openCache(this.#cache);
    openCache(this.#kept);
    await removeOld(this.#kept, UNUSED_AFTER_MS);
    const giveUp = new AbortController();
    const either = AbortSignal.any([signal, giveUp.signal]);
    const come = new Map<Package, Come>();
    const one = async (it: Package): Promise<readonly [Package, string]> => {
      const bytes = await this.#download(source, it, either, (done, total) => {
        come.set(it, { done, total });
        tell(sum([...come.values()], packages.length));
      });
      return [it, await this.#keep(it, bytes)];
    };
    try {
      return new Map(await Promise.all(packages.map(one)));
    } catch (error) {
      giveUp.abort(error);
      throw error;
    }
  }

  #addressFor(packages: readonly Package[]): string {
    const { source } = this;
    const [{ name, file }] = packages as readonly [Package];
    if (source === undefined) throw errors.pyodidePackagesOff(name);
    if (!isAddress(source)) throw errors.pyodidePackageMissing(name, source, file);
    return source.endsWith('/') ? source : `${source}/`;
  }

  async #download(
    source: string,
    { name, file, sha256 }: Package,
    signal: AbortSignal,
    onBytes: (done: number, total: number | undefined) => void,
  ): Promise<Buffer> {
    const address = new URL(file, source).href;
    let bytes: Buffer;
    try {
      bytes = await download(address, { signal, maxBytes: MAX_BYTES, onBytes });
    } catch (error) {
      signal.throwIfAborted();
      throw errors.pyodidePackageUnreachable(name, address, (error as Error).message);
    }
    if (!isIt(bytes, sha256)) throw errors.pyodidePackageWrong(name, address);
    return bytes;
  }

  async #keep({ file }: Package, bytes: Buffer): Promise<string> {
    const path = join(this.#kept, basename(file));
    try {
      await putFile(path, bytes);
    } catch (error) {
      throw errors.pyodideCacheUnusable(path, (error as Error).message);
    }
    return path;
  }
}

interface Come {
  readonly done: number;
  readonly total: number | undefined;
}

/** How much there will be is known when all have begun to come. */
function sum(come: readonly Come[], count: number): Stage {
  const done = come.reduce((all, it) => all + it.done, 0);
  const isKnown = come.length === count && come.every(({ total }) => total !== undefined);
  return inMegabytes(done, isKnown ? come.reduce((all, it) => all + it.total!, 0) : undefined);
}

const isIt = (bytes: Buffer, sha256: string): boolean =>
  createHash('sha256').update(bytes).digest('hex') === sha256;
