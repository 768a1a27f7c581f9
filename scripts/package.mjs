// Builds a release and packs it as tandem-debug-<version>.vsix. What is in it is decided by .vscodeignore.
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { name, version } = createRequire(import.meta.url)('../package.json');

/** Where the package is put. */
export const packageFile = path.join(root, `${name}-${version}.vsix`);

/** Prints what is in it. */
async function makePackage() {
  await build({ release: true });
  await createVSIX({
    cwd: root,
    packagePath: packageFile,
    // Everything is bundled.
    dependencies: false,
    allowMissingRepository: true,
    // There is no repository that relative links could lead to.
    rewriteRelativeLinks: false,
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await makePackage();
  console.log(`${path.basename(packageFile)}: ${Math.ceil((await stat(packageFile)).size / 1000)} kB`);
}
