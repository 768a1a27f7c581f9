import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MessageDecoder, type MessageKind } from '../../ipc/message-codec.ts';
import { TandemError } from '../../protocol/errors.ts';

interface Vector {
  readonly name: string;
  readonly file: string;
  readonly hears: MessageKind;
  readonly messages: readonly unknown[];
  readonly error?: string;
  readonly cuts?: readonly number[];
}

const directory = new URL('../../protocol/vectors/', import.meta.url);
const { vectors } = JSON.parse(readFileSync(new URL('vectors.json', directory), 'utf8')) as {
  vectors: Vector[];
};

function decode(hears: MessageKind, bytes: Uint8Array, cuts: readonly number[]) {
  const decoder = new MessageDecoder(hears);
  const messages: unknown[] = [];
  try {
    let from = 0;
    for (const to of [...cuts, bytes.length]) {
      for (const message of decoder.push(bytes.subarray(from, to))) messages.push(message);
      from = to;
    }
    decoder.end();
    return { messages, error: undefined };
  } catch (thrown) {
    if (!(thrown instanceof TandemError)) throw thrown;
    return { messages, error: thrown.code };
  }
}

test('the vectors are those that scripts/make-vectors.mjs makes', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/make-vectors.mjs', '--check'], {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

describe.each(vectors)('vector "$name"', ({ file, hears, messages, error, cuts = [] }) => {
  const bytes = readFileSync(new URL(file, directory));
  const expected = { messages, error };

  test('whole', () => expect(decode(hears, bytes, [])).toEqual(expected));
  test('as it is cut', () => expect(decode(hears, bytes, cuts)).toEqual(expected));
  test('byte by byte', () => expect(decode(hears, bytes, [...bytes.keys()])).toEqual(expected));
  test('cut in two, anywhere', () => {
    for (const at of bytes.keys()) expect(decode(hears, bytes, [at])).toEqual(expected);
  });
});
