// Builds a release and packs it as tandem-debug-<version>.vsix, for any platform:
//
//   npm run package [-- --repository https://github.com/OWNER/NAME] [--ref v1.2.3] [--out FILE]
//
// What is in it is decided by .vscodeignore. Where the repository is known, or told by the environment of a GitHub
// workflow, the links and pictures of its pages lead there, as they were at `--ref`; without one they stay as they are.
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX, listFiles } from '@vscode/vsce';
import { build } from './build.mjs';
import { addressesIn, repositoryOf } from './repository.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { name, version } = createRequire(import.meta.url)('../package.json');

/** Where the package is put, unless said. */
export const packageFile = path.join(root, `${name}-${version}.vsix`);

/** What npm and those who work on Tandem need of package.json, and no editor does. */
const NOT_FOR_EDITORS = ['bin', 'devDependencies', 'exports', 'files', 'private', 'scripts', 'types'];

/**
 * @typedef {object} PackageOptions
 * @property {string | undefined} [repository] its address
 * @property {string | undefined} [ref] the tag that is released
 * @property {string} [file] where the package is put
 */

/**
 * Packs what was built as a release.
 * @param {PackageOptions} options
 */
export async function pack({ repository, ref = `v${version}`, file = packageFile } = {}) {
  const stage = await mkdtemp(path.join(tmpdir(), 'tandem-package-'));
  try {
    await fillStage(stage, repository);
    await createVSIX({
      cwd: stage,
      packagePath: file,
      // Everything is bundled.
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: repository !== undefined,
      githubBranch: ref,
      // "#1" is a line of a program's output as often as an issue.
      gitHubIssueLinking: false,
    });
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/**
 * The files of the package, with a manifest that says what editors and marketplaces ask for.
 * @param {string} stage
 * @param {string | undefined} repository
 */
async function fillStage(stage, repository) {
  for (const file of await listFiles({ cwd: root, dependencies: false })) {
    await mkdir(path.dirname(path.join(stage, file)), { recursive: true });
    await cp(path.join(root, file), path.join(stage, file));
  }
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  for (const key of NOT_FOR_EDITORS) delete manifest[key];
  Object.assign(manifest, addressesIn(repository));
  await writeFile(path.join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  // vsce makes no address of what a `<source>` names: there the picture is the one for dark pages, on which it is shown.
  const readme = path.join(stage, 'README.md');
  await writeFile(readme, (await readFile(readme, 'utf8')).replaceAll(/^ *<source .*>\n/gm, ''));
  // All that is here belongs into it.
  await writeFile(path.join(stage, '.vscodeignore'), '');
}

async function main() {
  const { values } = parseArgs({
    options: { repository: { type: 'string' }, ref: { type: 'string' }, out: { type: 'string' } },
  });
  const file = path.resolve(values.out ?? packageFile);
  const repository = repositoryOf(values.repository, process.env);
  await build({ release: true });
  await pack({ repository, ref: values.ref, file });
  console.log(`${path.basename(file)}: ${Math.ceil((await stat(file)).size / 1000)} kB`);
  if (repository === undefined)
    console.log('Its links and pictures lead nowhere: give --repository, if it is to be published.');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
