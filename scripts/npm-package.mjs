// Builds a release and packs what is not for VS Code as tandem-debug-<version>.tgz: the command `tandem`, the debug adapter,
// and what other programs import. The manifest in it is made of the extension's: npm would make one package of all of it. In a
// GitHub workflow it names the repository, without which npm does not take where a package was built.
import { spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { addressesIn, repositoryOf } from './repository.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** What the manifests have in common. */
const SHARED = ['name', 'version', 'description', 'license', 'keywords', 'bin'];
/** What only the extension reads. */
const EXTENSIONS_OWN = /^(?:extension|automation|source|testing|trouble)\.js$|\.map$|^bin$/;
const DOCUMENTS = [
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  ...['EDITORS', 'CLI', 'AUTOMATION', 'AGENTS-USE'].map((name) => `docs/${name}.md`),
];

/**
 * Puts the package together in a directory that is empty, or not there.
 * @param {string} directory
 */
async function stage(directory) {
  const dist = path.join(directory, 'dist');
  await build({ release: true, outdir: dist });
  for (const name of await readdir(dist)) {
    if (EXTENSIONS_OWN.test(name)) await rm(path.join(dist, name), { recursive: true });
  }
  await chmod(path.join(dist, 'cli.js'), 0o755);
  for (const name of DOCUMENTS) {
    await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
    await copyFile(path.join(root, name), path.join(directory, name));
  }
  await writeFile(path.join(directory, 'package.json'), `${JSON.stringify(await manifest(), null, 2)}\n`);
}

async function manifest() {
  const all = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  // The package has no main file: what can be imported has a name of its own.
  const { '.': _, ...exported } = all.exports;
  const shared = SHARED.map((name) => [name, all[name]]);
  return {
    ...Object.fromEntries(shared),
    ...addressesIn(repositoryOf(undefined, process.env)),
    engines: { node: all.engines.node },
    exports: exported,
  };
}

/**
 * @param {string} directory Where it is put.
 * @returns {Promise<import('./npm-package.mjs').Packed>}
 */
export async function pack(directory) {
  const staging = await mkdtemp(path.join(os.tmpdir(), 'tandem-npm-'));
  try {
    await stage(staging);
    const args = ['pack', staging, '--json', '--pack-destination', directory];
    const { status, stdout, stderr } = spawnSync('npm', args, {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (status !== 0) throw new Error(`"npm pack" failed:\n${stderr}`);
    const [{ filename, size, unpackedSize, files }] = JSON.parse(stdout);
    return {
      file: path.join(directory, filename),
      size,
      unpacked: unpackedSize,
      files: files.map(({ path: name }) => name),
    };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { file, size, unpacked, files } = await pack(root);
  const kB = (bytes) => `${Math.ceil(bytes / 1000)} kB`;
  console.log(`${path.basename(file)}: ${kB(size)}, ${files.length} files, ${kB(unpacked)} unpacked`);
}
