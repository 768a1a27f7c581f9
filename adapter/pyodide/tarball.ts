import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const BLOCK = 512;
/** No Pyodide is as large, unpacked. */
const MAX_BYTES = 256 * 1024 * 1024;

const unzip = promisify(gunzip);

/**
 * The files of an npm package that are asked for by name, and no others: what else is in it is not even looked at, links
 * and names that lead elsewhere included. Those that it does not have are not in the result. Rejects when it is no tarball.
 */
export async function filesIn(tarball: Uint8Array, names: readonly string[]): Promise<Map<string, Buffer>> {
  const archive = await unzip(tarball, { maxOutputLength: MAX_BYTES });
  const wanted = new Map(names.map((name) => [`package/${name}`, name]));
  const found = new Map<string, Buffer>();
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    const size = Number.parseInt(field(header, 124, 12), 8) || 0;
    const name = wanted.get(field(header, 0, 100));
    const begin = at + BLOCK;
    if (name !== undefined && isFile(header) && begin + size <= archive.length)
      found.set(name, archive.subarray(begin, begin + size));
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
  return found;
}

const field = (header: Buffer, start: number, length: number): string =>
  header.toString('latin1', start, start + length).split('\0', 1)[0]!;

const isFile = (header: Buffer): boolean => header[156] === 0x30 || header[156] === 0;
