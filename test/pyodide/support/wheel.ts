import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A zip archive, not compressed: a wheel is nothing else. */
export function zipOf(files: Files): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, contents] of Object.entries(files)) {
    const bytes = Buffer.from(contents as string);
    const title = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x21, 8);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(bytes.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const entry = [Buffer.from('PK\x03\x04'), facts, title, bytes];
    local.push(...entry);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, place, title);
    at += entry.reduce((all, { length }) => all + length, 0);
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, directory, end]);
}

export interface Wheel {
  readonly file: string;
  readonly bytes: Buffer;
  /** Its entry in a pyodide-lock.json. */
  readonly entry: object;
}

export function wheelOf(name: string, files: Files, depends: readonly string[] = []): Wheel {
  const file = `${name}-1.0-py3-none-any.whl`;
  const about = `${name}-1.0.dist-info`;
  const bytes = zipOf({
    ...files,
    [`${about}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`,
    [`${about}/WHEEL`]: 'Wheel-Version: 1.0\n',
    [`${about}/RECORD`]: '',
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const entry = { name, file_name: file, sha256, install_dir: 'site', imports: [name], depends };
  return { file, bytes, entry };
}

/** A compiled module of Python without anything in it, as Emscripten would make it. */
export function compiledModule(name: string): Buffer {
  const number = (value: number): number[] => {
    const [low, rest] = [value & 0x7f, value >> 7];
    return (rest === 0 && !(low & 0x40)) || (rest === -1 && low & 0x40)
      ? [low]
      : [low | 0x80, ...number(rest)];
  };
  const size = (value: number): number[] =>
    value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...size(value >> 7)];
  const text = (value: string): number[] => [...size(value.length), ...Buffer.from(value)];
  const section = (id: number, body: number[]): number[] => [id, ...size(body.length), ...body];
  const [i32, base, add, store] = [0x7f, [0x23, 0], [0x6a], [0x36, 2, 0]];
  const constant = (value: number): number[] => [0x41, ...number(value)];
  // PyModuleDef: its name is at 20, its size at 28, and behind it, at 64, stands the name itself.
  const put = (at: number, value: number[]): number[] => [
    ...[...base, ...constant(at), ...add],
    ...[...value, ...store],
  ];
  const code = [
    0,
    ...put(20, [...base, ...constant(64), ...add]),
    ...put(28, constant(-1)),
    ...[...base, ...constant(1013), 0x10, 0, 0x0b],
  ];
  const data = [...Buffer.alloc(64), ...Buffer.from(`${name}\0`)];
  const memory = [...size(128), ...size(4), 0, 0];
  return Buffer.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(0, [...text('dylink.0'), 1, ...size(memory.length), ...memory]),
    ...section(1, [2, 0x60, 2, i32, i32, 1, i32, 0x60, 0, 1, i32]),
    ...section(2, [
      3,
      ...[...text('env'), ...text('memory'), 2, 0, 1],
      ...[...text('env'), ...text('__memory_base'), 3, i32, 0],
      ...[...text('env'), ...text('PyModule_Create2'), 0, 0],
    ]),
    ...section(3, [1, 1]),
    ...section(7, [1, ...text(`PyInit_${name}`), 0, 1]),
    ...section(10, [1, ...size(code.length), ...code]),
    ...section(11, [1, 0, ...base, 0x0b, ...size(data.length), ...data]),
  ]);
}
