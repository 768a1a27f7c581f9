import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BINARY } from '../../ipc/framing.ts';
import type { MessageKind } from '../../ipc/message-codec.ts';
import { textFraming } from '../../ipc/text-framing.ts';
import { cut, decodeAll } from './pieces.ts';

interface Vector {
  readonly name: string;
  readonly file: string;
  /** Binary unless it says so. */
  readonly framing?: 'text';
  readonly hears: MessageKind;
  readonly messages: readonly unknown[];
  /** What is no message, a character for each byte. */
  readonly output?: string;
  readonly error?: string;
  readonly cuts?: readonly number[];
}

const directory = new URL('../../protocol/vectors/', import.meta.url);
const { vectors } = JSON.parse(readFileSync(new URL('vectors.json', directory), 'utf8')) as {
  vectors: Vector[];
};

function decode({ framing, hears }: Vector, bytes: Uint8Array, cuts: readonly number[]) {
  let output = '';
  const text = textFraming((bytes) => {
    output += Buffer.from(bytes).toString('latin1');
  });
  const decoder = (framing === 'text' ? text : BINARY).decoder(hears);
  const { messages, error } = decodeAll(decoder, cut(bytes, cuts), (message) => message);
  return { messages, output, error };
}

test('the vectors are those that scripts/make-vectors.mjs makes', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/make-vectors.mjs', '--check'], {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

describe.each(vectors)('vector "$name"', (vector) => {
  const { file, messages, output = '', error, cuts = [] } = vector;
  const bytes = readFileSync(new URL(file, directory));
  const expected = { messages, output, error };

  test('whole', () => expect(decode(vector, bytes, [])).toEqual(expected));
  test('as it is cut', () => expect(decode(vector, bytes, cuts)).toEqual(expected));
  test('byte by byte', () => expect(decode(vector, bytes, [...bytes.keys()])).toEqual(expected));
  test('cut in two, anywhere', () => {
    for (const at of bytes.keys()) expect(decode(vector, bytes, [at])).toEqual(expected);
  });
});
