import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('python-extension', import.meta.url));

/**
 * Installs what stands in for extensions of others, into a directory for extensions that there is not yet.
 * @param {string} extensions
 */
export async function installStandIns(extensions) {
  const { publisher, name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const relativeLocation = `${publisher}.${name}-${version}`;
  const path = join(extensions, relativeLocation);
  await mkdir(extensions, { recursive: true });
  await cp(folder, path, { recursive: true });
  const identifier = { id: `${publisher}.${name}` };
  const installed = [{ identifier, version, relativeLocation, location: { $mid: 1, path, scheme: 'file' } }];
  await writeFile(join(extensions, 'extensions.json'), JSON.stringify(installed));
}
