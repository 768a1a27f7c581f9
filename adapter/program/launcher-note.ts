import { writeFile } from 'node:fs/promises';
import { RuntimeDirectory } from '../../ipc/runtime-directory.ts';

/** What the launcher is told the way to a note by. */
const NAME = 'TANDEM_SESSION';

/** They are read before anything of ours could read a note: by Python as it starts. */
const OF_PYTHONS_START = ['TANDEM_PYTHONPATH', 'TANDEM_PRELOAD'];

export type Variables = Readonly<Record<string, string>>;

/**
 * What launchers are told, in a file of the user's alone: a client may type the environment of what runs in a terminal, where
 * all can be read, shared and scrolled back to. It is there as long as its owner, as a command may start several programs.
 */
export class LauncherNote implements AsyncDisposable {
  readonly #directory: RuntimeDirectory;
  /** What the environment has to have instead. */
  readonly environment: Variables;

  /** Throws `ipc.runtimeDirectory` where there is no place that is safe. */
  static async write(told: Variables): Promise<LauncherNote> {
    const directory = await RuntimeDirectory.create();
    try {
      const path = directory.newSocketPath();
      const { noted, rest } = divided(told);
      await writeFile(path, JSON.stringify(noted), { mode: 0o600, flag: 'wx' });
      return new LauncherNote(directory, { ...rest, [NAME]: path });
    } catch (thrown) {
      await directory[Symbol.asyncDispose]();
      throw thrown;
    }
  }

  private constructor(directory: RuntimeDirectory, environment: Variables) {
    this.#directory = directory;
    this.environment = environment;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#directory[Symbol.asyncDispose]();
  }
}

/** What is ours alone is noted. */
function divided(told: Variables): { readonly noted: Variables; readonly rest: Variables } {
  const early = 'TANDEM_PYTHONPATH' in told ? OF_PYTHONS_START : [];
  const isNoted = (name: string): boolean => name.startsWith('TANDEM_') && !early.includes(name);
  const those = (wanted: boolean): Variables =>
    Object.fromEntries(Object.entries(told).filter(([name]) => isNoted(name) === wanted));
  return { noted: those(true), rest: those(false) };
}
