import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { errors } from '../protocol/errors.ts';
import { removeAtExit } from './exit-cleanup.ts';

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
      // mkdtemp creates with mode 0700.
      return new RuntimeDirectory(await mkdtemp(join(await parentDirectory(), 'tandem-')));
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

async function parentDirectory(): Promise<string> {
  const preferred = process.env.XDG_RUNTIME_DIR;
  return preferred && (await isOursAlone(preferred)) ? preferred : tmpdir();
}

/** The XDG specification asks for a directory that is owned by the user and 0700; `sudo` is apt to pass on another's. */
async function isOursAlone(path: string): Promise<boolean> {
  if (!isAbsolute(path)) return false;
  try {
    const { mode, uid } = await stat(path);
    await access(path, constants.W_OK | constants.X_OK);
    return uid === process.getuid?.() && (mode & 0o077) === 0;
  } catch {
    return false;
  }
}
