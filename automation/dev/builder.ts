import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Esbuild from 'esbuild';
import { errors } from '../../protocol/errors.ts';

/** A file of the adapter, as it was built. */
export interface BuiltFile {
  /** Below the directory of its generation. */
  readonly path: string;
  readonly contents: Uint8Array;
}

export interface Build {
  readonly files: readonly BuiltFile[];
  /** What is wrong with the sources, for a person to read; empty when nothing is. */
  readonly problems: string;
  /** From the first change that was noticed, in milliseconds. */
  readonly durationMs: number;
}

/** So long are further changes waited for: somebody may be saving many files. In milliseconds. */
const SETTLE_MS = 30;

type BuildScript = Pick<typeof import('../../scripts/build.mjs'), 'adapterBundlesInto'>;

/**
 * Builds the adapter of a checkout, and once more whenever a file that it is made of changes. What the bundles share must
 * be the same in all of them: when one is to be built, all are, and nothing is told before the last one is done.
 */
export class Builder {
  readonly #esbuild: typeof Esbuild;
  readonly #outdir: string;
  readonly #onBuild: (build: Build) => void;
  readonly #contexts: Esbuild.BuildContext[] = [];
  readonly #results = new Map<number, Esbuild.BuildResult>();
  readonly #building = new Set<number>();
  #isRebuilding = false;
  #since: number | undefined;
  #isDisposed = false;

  /** `outdir` is a directory as deep as the one where the files will be: source maps have paths from there. */
  static async start(checkout: string, outdir: string, onBuild: (build: Build) => void): Promise<Builder> {
    const { esbuild, script } = await toolsOf(checkout);
    const builder = new Builder(esbuild, outdir, onBuild);
    await builder.#watch(script.adapterBundlesInto(outdir));
    return builder;
  }

  private constructor(esbuild: typeof Esbuild, outdir: string, onBuild: (build: Build) => void) {
    this.#esbuild = esbuild;
    this.#outdir = outdir;
    this.#onBuild = onBuild;
  }

  /** Builds now, whether or not a change was noticed. */
  async rebuild(): Promise<void> {
    if (this.#isRebuilding || this.#isDisposed) return;
    this.#isRebuilding = true;
    this.#since ??= performance.now();
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    // What is wrong comes with the results.
    await Promise.allSettled(this.#contexts.map((context) => context.rebuild()));
    this.#isRebuilding = false;
    await this.#settle();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await Promise.all(this.#contexts.map((context) => context.dispose()));
  }

  async #watch(bundles: readonly Esbuild.BuildOptions[]): Promise<void> {
    const contexts = bundles.map((bundle, index) =>
      this.#esbuild.context({
        ...bundle,
        write: false,
        logLevel: 'silent',
        plugins: [...(bundle.plugins ?? []), this.#observer(index)],
      }),
    );
    this.#contexts.push(...(await Promise.all(contexts)));
    await Promise.all(this.#contexts.map((context) => context.watch()));
  }

  #observer(index: number): Esbuild.Plugin {
    return {
      name: 'observe',
      setup: (bundle) => {
        bundle.onStart(() => {
          this.#building.add(index);
          void this.rebuild();
        });
        bundle.onEnd((result) => {
          this.#building.delete(index);
          this.#results.set(index, result);
          void this.#settle();
        });
      },
    };
  }

  async #settle(): Promise<void> {
    if (this.#isRebuilding || this.#building.size > 0 || this.#since === undefined || this.#isDisposed)
      return;
    const durationMs = performance.now() - this.#since;
    this.#since = undefined;
    const results = [...this.#results.values()];
    const files = results.flatMap(({ outputFiles = [] }) =>
      outputFiles.map(({ path, contents }) => ({ path: relative(this.#outdir, path), contents })),
    );
    const problems = await this.#describe(results.flatMap((result) => result.errors));
    this.#onBuild({ files, problems, durationMs });
  }

  /** The same mistake is found once for each bundle that the file is in. */
  async #describe(messages: readonly Esbuild.Message[]): Promise<string> {
    if (messages.length === 0) return '';
    const texts = await this.#esbuild.formatMessages([...messages], { kind: 'error', color: false });
    return [...new Set(texts)].join('').trimEnd();
  }
}

/** The checkout's own, and not a part of whatever this code is bundled into. Throws `dev.noBuilder`. */
async function toolsOf(checkout: string): Promise<{ esbuild: typeof Esbuild; script: BuildScript }> {
  const { href } = pathToFileURL(join(checkout, 'scripts/build.mjs'));
  try {
    const esbuild = createRequire(href)('esbuild') as typeof Esbuild;
    return { esbuild, script: (await import(href)) as BuildScript };
  } catch (error) {
    const [problem = ''] = (error as Error).message.split('\n');
    throw errors.devNoBuilder(checkout, problem);
  }
}
