import { closeSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

const MAX_BYTES = 4 * 1024 * 1024;

/** Lines with their time in a file. When it is full it becomes the former one, and the one before that is gone. */
export class LogFile {
  readonly #path: string;
  readonly #former: string;
  readonly #maxBytes: number;
  #fd: number;
  #bytes: number;

  constructor(path: string, former: string, maxBytes = MAX_BYTES) {
    this.#path = path;
    this.#former = former;
    this.#maxBytes = maxBytes;
    this.#fd = openSync(path, 'a', 0o600);
    this.#bytes = fstatSync(this.#fd).size;
  }

  /** Written when it returns: what is said just before a crash is what somebody will look for. */
  write(text: string): void {
    const line = Buffer.from(`${new Date().toISOString()} ${text.trimEnd()}\n`);
    if (this.#bytes > 0 && this.#bytes + line.length > this.#maxBytes) this.#turn();
    this.#bytes += writeSync(this.#fd, line);
  }

  #turn(): void {
    closeSync(this.#fd);
    // Windows renames to no name that is taken.
    rmSync(this.#former, { force: true });
    renameSync(this.#path, this.#former);
    this.#fd = openSync(this.#path, 'a', 0o600);
    this.#bytes = 0;
  }
}
