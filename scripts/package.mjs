// Builds a release and packs it as tandem-debug-<version>.vsix. What is in it is decided by .vscodeignore.
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { name, version } = createRequire(import.meta.url)('../package.json');

/** Resolves with the path of the package; prints what is in it. */
export async function makePackage() {
  await build({ release: true });
  const file = path.join(root, `${name}-${version}.vsix`);
  await createVSIX({
    cwd: root,
    packagePath: file,
    // Everything is bundled.
    dependencies: false,
    allowMissingRepository: true,
    // There is no repository that relative links could lead to.
    rewriteRelativeLinks: false,
  });
  return file;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = await makePackage();
  console.log(`${path.basename(file)}: ${Math.ceil((await stat(file)).size / 1000)} kB`);
}
