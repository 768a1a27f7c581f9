import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
/** Outside of the sources, but inside the checkout: `mocha` is not bundled and is found upwards from here. */
export const suiteFolder = fileURLToPath(new URL('../../dist-test/vscode/', import.meta.url));

/**
 * Compiles the suite to `dist-test/vscode/`: `index.cjs`, which VS Code loads, each `*.test.cjs` of the suites, and what they start.
 * @returns {Promise<string>} the path for `extensionTestsPath`
 */
export async function buildSuite() {
  await rm(suiteFolder, { recursive: true, force: true }); // a deleted test must not go on running
  await build({
    absWorkingDir: here,
    entryPoints: [
      'index.ts',
      'suite/*.test.ts',
      'pictures/*.test.ts',
      'restricted/*.test.ts',
      'suite/support/outside/process.ts',
    ],
    outbase: '.',
    outdir: suiteFolder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    external: ['vscode', 'mocha'],
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  return fileURLToPath(new URL('../../dist-test/vscode/index.cjs', import.meta.url));
}
