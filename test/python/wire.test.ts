import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { interpreters } from './interpreters.ts';

const root = resolve(import.meta.dirname, '../..');
const directory = resolve(root, 'protocol/vectors');

interface Vector {
  readonly name: string;
  readonly framing?: string;
  readonly messages: readonly unknown[];
  readonly error?: string;
}

interface Read {
  readonly messages: readonly unknown[];
  readonly error?: string;
}

const { vectors } = JSON.parse(readFileSync(resolve(directory, 'vectors.json'), 'utf8')) as {
  vectors: Vector[];
};

describe.each(interpreters)('the wire in $name', ({ path }) => {
  it('reads the shared vectors as everybody does, however they are cut', async () => {
    const script = resolve(import.meta.dirname, 'read_vectors.py');
    const { stdout } = await promisify(execFile)(path, [script, resolve(root, 'launcher/python'), directory]);
    const read = JSON.parse(stdout) as Record<string, { asCut: Read; inBytes: Read; again: boolean }>;
    for (const { name, framing, messages, error } of vectors) {
      if (framing === 'text') continue;
      const expected = error === undefined ? { messages } : { messages, error };
      expect({ name, ...read[name] }).toEqual({ name, asCut: expected, inBytes: expected, again: true });
    }
  });
});
