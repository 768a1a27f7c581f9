// What is in the .vsix, and what marketplaces are told of it. Packs what was built: `npm run package` comes first.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import yauzl from 'yauzl';
import { pack } from '../../scripts/package.mjs';

const REPOSITORY = 'https://github.com/example/tandem';
const MOST_BYTES = 2_500_000;
/** All that is ever in it; a new kind of file is a decision. */
const KINDS = [
  /^(package\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^media\/[\w/-]+\.(png|svg)$/,
  /^docs\/AGENTS-USE\.md$/,
  /^examples\//,
  /^dist\/([\w-]+\.js|ws\.cjs|bin\/tandem(\.cmd)?)$/,
  /^dist\/launcher\/node\/.*\.(c?js|json)$/,
  /^dist\/launcher\/python\/.*\.(py|json)$/,
];

/** @param {string} file @returns {Promise<Map<string, Buffer>>} */
function contentsOf(file) {
  return new Promise((resolve, reject) => {
    /** @type {Map<string, Buffer>} */
    const contents = new Map();
    yauzl.open(file, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip
        .on('error', reject)
        .on('end', () => resolve(contents))
        .on('entry', (entry) => {
          zip.openReadStream(entry, async (error, stream) => {
            if (error) return reject(error);
            contents.set(entry.fileName, Buffer.concat(await stream.toArray()));
            zip.readEntry();
          });
        });
      zip.readEntry();
    });
  });
}

/** Every text of a value, however deep. @param {unknown} value @returns {string[]} */
function textsIn(value) {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}

describe('the package', () => {
  /** @type {string} */
  let folder;
  /** @type {string} */
  let file;
  /** @type {Map<string, Buffer>} */
  let files;
  /** @type {Record<string, any>} */
  let manifest;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tandem-vsix-'));
    file = path.join(folder, 'tandem.vsix');
    await pack({ repository: REPOSITORY, ref: 'v1.2.3', file });
    files = new Map(
      [...(await contentsOf(file))]
        .filter(([name]) => name.startsWith('extension/'))
        .map(([name, data]) => [name.slice('extension/'.length), data]),
    );
    manifest = JSON.parse(String(files.get('package.json')));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('holds nothing that is not needed, and is small', async () => {
    assert.deepEqual(
      [...files.keys()].filter((name) => !KINDS.some((kind) => kind.test(name))),
      [],
    );
    assert.ok((await stat(file)).size < MOST_BYTES);
  });

  it('has what its manifest names', () => {
    const named = textsIn(manifest).filter((text) =>
      /^(\.\/)?(dist|media|docs|examples)\/\S+\.\w+$/.test(text),
    );
    assert.ok(named.length >= 2);
    assert.deepEqual(
      named.filter((name) => !files.has(path.posix.normalize(name))),
      [],
    );
  });

  it('knows nothing of where it was built', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/.$/, '');
    assert.deepEqual(
      [...files].filter(([, data]) => data.includes(root)).map(([name]) => name),
      [],
    );
  });

  it('tells marketplaces all that they ask for, and nothing that is npm’s', async () => {
    for (const key of ['publisher', 'displayName', 'description', 'license', 'galleryBanner', 'categories'])
      assert.ok(manifest[key], key);
    assert.ok(manifest.keywords.length <= 30, 'the marketplace takes 30 keywords');
    assert.equal(manifest.repository.url, `${REPOSITORY}.git`);
    assert.equal(manifest.bugs.url, `${REPOSITORY}/issues`);
    for (const key of ['private', 'scripts', 'devDependencies', 'bin', 'files'])
      assert.ok(!(key in manifest), key);
    // Width and height, as PNG has them.
    const icon = files.get(manifest.icon);
    assert.ok(icon && icon.readUInt32BE(16) >= 128 && icon.readUInt32BE(20) >= 128, 'an icon of 128 pixels');
  });

  it('has pages whose links and pictures lead to the tag that was released', async () => {
    for (const page of ['readme.md', 'changelog.md']) {
      const text = String(files.get(page)).replaceAll(/```[\s\S]*?```/g, '');
      const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
        ([, a, b]) => a ?? b ?? '',
      );
      assert.deepEqual(
        targets.filter((target) => !/^(https:|#)/.test(target)),
        [],
      );
      assert.deepEqual(
        targets.filter((target) => target.startsWith(REPOSITORY) && !/\/(blob|raw)\/v1\.2\.3\//.test(target)),
        [],
      );
    }
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const pictures = [...readme.matchAll(/(?:\]\(|src=")(media\/[^)"\s]+)/g)].map(([, picture]) => picture);
    assert.ok(pictures.length > 0);
    for (const picture of pictures) {
      await stat(new URL(`../../${picture}`, import.meta.url));
      assert.ok(String(files.get('readme.md')).includes(`${REPOSITORY}/raw/v1.2.3/${picture}`), picture);
    }
  });
});
