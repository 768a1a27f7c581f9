import { randomBytes } from 'node:crypto';
import { mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errors } from '../protocol/errors.ts';
import { removeAtExit } from './exit-cleanup.ts';
import { leftoverPrefix, sweepLeftovers } from './leftovers.ts';
import { replacementRisk, runtimeDirectory } from './private-directory.ts';

/**
 * A directory for one session's sockets, 0700, with a random name. It lies under `XDG_RUNTIME_DIR` if that is ours alone,
 * else under the temporary directory. Disposing it removes it with all it holds; so does the exit of the process.
 */
export class RuntimeDirectory implements AsyncDisposable {
  readonly path: string;
  readonly #atExit: Disposable;

  private constructor(path: string) {
    this.path = path;
    this.#atExit = removeAtExit(path);
  }

  /** Throws `ipc.runtimeDirectory` when no directory can be made. */
  static async create(): Promise<RuntimeDirectory> {
    try {
      const parent = await parentDirectory();
      // Nobody waits for that, nor cares whether it works.
      void sweepLeftovers(parent).catch(() => {});
      // mkdtemp creates with mode 0700.
      return new RuntimeDirectory(await mkdtemp(join(parent, leftoverPrefix())));
    } catch (thrown) {
      throw errors.runtimeDirectory((thrown as Error).message);
    }
  }

  /** A fresh path for a socket, short because the system allows about a hundred bytes for all of it. */
  newSocketPath(): string {
    return join(this.path, randomBytes(6).toString('base64url'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
    this.#atExit[Symbol.dispose]();
  }
}

/** Without symbolic links in its path, which somebody might turn elsewhere. Throws when others could take our place there. */
async function parentDirectory(): Promise<string> {
  const parent = await realpath(runtimeDirectory() ?? tmpdir());
  const risk = replacementRisk(await stat(parent));
  if (risk) throw new Error(`"${parent}" is not safe: ${risk}`);
  return parent;
}
