// What the build, and whoever runs the sources without it, puts in the place of names that nobody declares.
import { readFileSync } from 'node:fs';

/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));

const { version } = read('package.json');
const { packages } = read('package-lock.json');
const pyodide = packages['node_modules/pyodide'];

/** Each is an expression in JavaScript. */
export const definitions = {
  TANDEM_VERSION: JSON.stringify(version),
  // The version that Tandem is tested with, and what npm knows its package by.
  TANDEM_PYODIDE: JSON.stringify({ version: pyodide.version, integrity: pyodide.integrity }),
};
