import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../run.mjs';

/** What was in the pictures when they were made. */
export const originFile = path.join(root, 'media/pictures.json');

/** What they show, and how they are made. What VS Code and Tandem look like is not known here. */
const SOURCES = ['examples', 'test/vscode/pictures', 'scripts/pictures'];

/** Another one means that the pictures in media/ are stale. */
export async function originOf() {
  const hash = createHash('sha256');
  const files = (await Promise.all(SOURCES.map((folder) => filesIn(path.join(root, folder))))).flat();
  for (const file of files.sort()) {
    hash.update(`${path.relative(root, file).replaceAll('\\', '/')}\0`);
    hash.update(await readFile(file)).update('\0');
  }
  return `${JSON.stringify({ madeOf: hash.digest('hex') }, null, 2)}\n`;
}

/** @param {string} folder */
async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('__pycache__'))
    .map(({ parentPath, name }) => path.join(parentPath, name));
}
