import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../launcher/python', import.meta.url));

/**
 * The launcher of Python is Python: it is taken as it is, but for what interpreters have made of it here.
 * @param {string} outdir
 * @param {string} version
 */
export async function copyPython(outdir, version) {
  const home = path.join(outdir, 'launcher/python');
  await cp(source, home, { recursive: true, filter: (from) => !from.includes('__pycache__') });
  const text = `"""The version of Tandem."""\n\nVERSION = ${JSON.stringify(version)}\n`;
  await writeFile(path.join(home, 'tandem_launcher/version.py'), text);
}
