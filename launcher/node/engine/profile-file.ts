import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { access, constants, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { errors } from '../../../protocol/errors.ts';

/** Throws when nothing can be written at `path`: to be known before the program is made to wait for what goes there. */
export async function checkWritable(path: string): Promise<void> {
  try {
    await access(dirname(path), constants.W_OK);
    if ((await stat(path).catch(() => undefined))?.isDirectory()) throw new Error('it is a directory');
  } catch (error) {
    throw errors.profileUnwritable(path, (error as Error).message);
  }
}

/** A file that comes in pieces and may get large. One that does not come to its end is removed. */
export class ProfileFile {
  readonly #path: string;
  readonly #stream: WriteStream;
  readonly #finished: Promise<void>;

  private constructor(path: string, stream: WriteStream) {
    this.#path = path;
    this.#stream = stream;
    this.#finished = finished(stream);
    this.#finished.catch(() => {});
  }

  static async create(path: string): Promise<ProfileFile> {
    await checkWritable(path);
    const stream = createWriteStream(path);
    try {
      await once(stream, 'open');
    } catch (error) {
      throw errors.profileUnwritable(path, (error as Error).message);
    }
    return new ProfileFile(path, stream);
  }

  write(text: string): void {
    if (!this.#stream.destroyed) this.#stream.write(text);
  }

  /** Resolves when everything is on disk. */
  async end(): Promise<void> {
    this.#stream.end();
    try {
      await this.#finished;
    } catch (error) {
      await this.discard();
      throw errors.profileUnwritable(this.#path, (error as Error).message);
    }
  }

  async discard(): Promise<void> {
    this.#stream.destroy();
    await this.#finished.catch(() => {});
    await rm(this.#path, { force: true });
  }
}
