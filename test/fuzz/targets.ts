import { deepStrictEqual, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { formatEndpoint, parseEndpoint } from '../../ipc/endpoint.ts';
import { BINARY, type Framing } from '../../ipc/framing.ts';
import { parseLauncherArgs, toLauncherArgs } from '../../ipc/launcher-args.ts';
import { PieceReader } from '../../ipc/pieces.ts';
import { textFraming } from '../../ipc/text-framing.ts';
import { contentsIn, parseMap } from '../../launcher/node/engine/map-text.ts';
import { TandemError } from '../../protocol/errors.ts';
import { FrameDecoder } from '../../protocol/frame.ts';
import { messageProblem } from '../../protocol/messages.ts';

/** A reader of bytes from outside, and what must be true of it whatever they are. */
export interface Target {
  /** Where the search begins. */
  readonly seeds: readonly Uint8Array[];
  /** What is often of use in an input. */
  readonly words: readonly string[];
  /** Throws when something is wrong with the reader. */
  run(bytes: Uint8Array): void;
}

/** Longest message that the readers of frames take here, in bytes. */
const LIMIT = 512;

/** What came out of a reader, and the code of the error that ended it. */
interface Outcome {
  readonly out: readonly unknown[];
  readonly error: string | undefined;
}

interface Reader {
  push(chunk: Uint8Array): Iterable<unknown>;
  end?(): unknown;
}

/** Reads to the end. Nothing but errors with a name of ours may come of it. */
function outcome(reader: Reader, chunks: readonly Uint8Array[], named: RegExp): Outcome {
  const out: unknown[] = [];
  try {
    for (const chunk of chunks) for (const item of reader.push(chunk)) out.push(item);
    reader.end?.();
    return { out, error: undefined };
  } catch (thrown) {
    ok(thrown instanceof TandemError && named.test(thrown.code), thrown as Error);
    return { out, error: thrown.code };
  }
}

/** In pieces of the length that the first byte says; the last comes in single bytes. */
function inPieces(bytes: Uint8Array, length: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += Math.max(1, length)) {
    pieces.push(bytes.subarray(at, at + Math.max(1, length)));
  }
  return pieces;
}

/** The same comes out however a stream is cut. The first byte of the input says how. */
function holdsForAnyCut(bytes: Uint8Array, named: RegExp, read: () => [Reader, () => unknown]): void {
  const [cut = 1, ...rest] = bytes;
  const stream = Uint8Array.from(rest);
  const results = [[stream], inPieces(stream, cut % 17)].map((chunks) => {
    const [reader, beside] = read();
    return { ...outcome(reader, chunks, named), beside: beside() };
  });
  deepStrictEqual(results[1], results[0]);
}

const messages =
  (framing: (onOutput: (bytes: Uint8Array) => void) => Framing, kind: 'event' | 'command') =>
  (bytes: Uint8Array) =>
    holdsForAnyCut(bytes, /^frame\./, () => {
      let output = '';
      const decoder = framing((bytes) => {
        output += Buffer.from(bytes).toString('latin1');
      }).decoder(kind);
      decoder.maxPayload = LIMIT;
      const push = function* (chunk: Uint8Array) {
        for (const said of decoder.push(chunk)) {
          deepStrictEqual(messageProblem(said, kind), undefined);
          yield said;
        }
      };
      return [{ push, end: () => decoder.end() }, () => output];
    });

const vectors = new URL('../../protocol/vectors/', import.meta.url);
const streams = (wanted: (name: string) => boolean): Uint8Array[] =>
  readdirSync(vectors)
    .filter((name) => name.endsWith('.bin') && wanted(name))
    .map((name) => Buffer.concat([Buffer.of(3), readFileSync(new URL(name, vectors))]));
const binary = streams((name) => !name.startsWith('text-'));
const texts = (...texts: readonly string[]): Uint8Array[] => texts.map((text) => Buffer.from(text));

const WORDS = [
  'DP\x01\x01\0\0\0\x02{}',
  'DP\x01\x02\0\0\0',
  '{"seq":1,',
  '"type":"event"',
  '"type":"response"',
  '"requestSeq":1',
  '"event":""',
  '"command":""',
  '"link":"seen","seen":0',
  '"error":{"code":"","message":""}',
  '"channel":"debug"',
  '\ufeff',
  '\\ud800',
];

const PIECE = '\0DM\x01\0\0\0\x05\0\0\0\x03abc';

/** Only errors of ours; what is understood is written and read again as the same. */
function roundTrip<T>(read: () => T, again: (value: T) => unknown): void {
  let value: T;
  try {
    value = read();
  } catch (thrown) {
    ok(thrown instanceof TandemError, thrown as Error);
    return;
  }
  deepStrictEqual(again(value), value);
}

const BASE = 'file:///bundle/dist/bundle.js.map';

/** What it comes to, or undefined where the text is refused; not by running out of something. */
function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    ok(thrown instanceof Error && !(thrown instanceof RangeError), thrown as Error);
    return undefined;
  }
}

/** A map is refused with an error, or can be asked whatever there is to ask. */
function readMap(bytes: Uint8Array): void {
  const text = Buffer.from(bytes);
  const map = unlessRefused(() => parseMap(text, BASE));
  if (!map) return;
  const { mappings, names } = map;
  for (const line of [0, 1, 7]) {
    for (const column of [0, 1, 40]) {
      const [at, from] = [mappings.at(line, column), mappings.from(line, column)];
      ok(!at || (at.line === line && at.column <= column));
      ok(!from || (from.line === line && from.column >= column));
    }
  }
  for (const [index] of names.sources.entries()) {
    for (const { source } of mappings.of(index)) ok(source === index);
  }
  unlessRefused(() => contentsIn(text, BASE));
}

const MAP = {
  version: 3,
  sources: ['a.ts', 'b.ts'],
  sourcesContent: ['const a = "\\\\";', null],
  names: ['one'],
  mappings: 'AAAA,CAACA;;ACAD,EAAE',
};

export const targets: Readonly<Record<string, Target>> = {
  frames: {
    seeds: binary,
    words: WORDS,
    run: (bytes) =>
      holdsForAnyCut(bytes, /^frame\./, () => {
        const decoder = new FrameDecoder(LIMIT);
        const push = function* (chunk: Uint8Array) {
          // A payload may share memory with its chunk.
          for (const { kind, payload } of decoder.push(chunk)) yield { kind, payload: [...payload] };
        };
        return [{ push, end: () => decoder.end() }, () => undefined];
      }),
  },
  events: { seeds: binary, words: WORDS, run: messages(() => BINARY, 'event') },
  commands: { seeds: binary, words: WORDS, run: messages(() => BINARY, 'command') },
  lines: {
    seeds: streams((name) => name.startsWith('text-')),
    words: [...WORDS, '\x1eDBGP: ', '\\\n', '\r\n', '\n', '\x1e'],
    run: messages(textFraming, 'event'),
  },
  pieces: {
    seeds: texts(`\x03${PIECE}`, `\x01noise${PIECE}${PIECE}more`),
    words: [PIECE, '\0DM', '\0', '\x04\0\0\0\x01\0\0\0\x04'],
    run: (bytes) =>
      holdsForAnyCut(bytes, /^pipe\.garbled$/, () => {
        let noise = '';
        const reader = new PieceReader((bytes) => {
          noise += bytes.toString('latin1');
        });
        const push = function* (chunk: Uint8Array) {
          for (const { bytes, ...piece } of reader.push(Buffer.from(chunk)))
            yield { ...piece, bytes: [...bytes] };
        };
        return [{ push }, () => noise];
      }),
  },
  launcherArgs: {
    seeds: texts(
      '--ipc\nunix\n--ipc-path\n/run/a',
      '--ipc\ntcp\n--ipc-host\n::1\n--ipc-port\n5',
      '--ipc\npipe\n--ipc-pipe\nname',
      '--ipc\nstdio',
      '--ipc\nws\n--ipc-url\nws://127.0.0.1:5/',
    ),
    words: [
      '--ipc',
      '--ipc-',
      '--ipc-path',
      '--ipc-url',
      'ws://',
      '--ipc-host',
      '--ipc-port',
      '\n',
      '\0',
      '65536',
      '/',
      '..',
    ],
    run: (bytes) =>
      roundTrip(
        () => parseLauncherArgs(Buffer.from(bytes).toString().split('\n')),
        (endpoint) => parseLauncherArgs(toLauncherArgs(endpoint)),
      ),
  },
  endpoints: {
    seeds: texts(
      'unix:/run/a',
      'pipe:name',
      'tcp:127.0.0.1:5',
      'tcp:[::1]:65535',
      'stdio:',
      'ws://localhost:80/a?b',
      'wss://[::1]/',
    ),
    words: [
      'unix:',
      'pipe:',
      'tcp:',
      'ws://',
      'wss://',
      '@',
      '#',
      '%',
      '?',
      '[',
      ']',
      ':',
      '/',
      '\\\\.\\pipe\\',
      '..',
      '\0',
    ],
    run: (bytes) =>
      roundTrip(
        () => parseEndpoint(Buffer.from(bytes).toString()),
        (endpoint) => parseEndpoint(formatEndpoint(endpoint)),
      ),
  },
  maps: {
    seeds: texts(
      JSON.stringify(MAP),
      JSON.stringify(MAP, null, 2),
      JSON.stringify({ version: 3, sections: [{ offset: { line: 1, column: 2 }, map: MAP }] }),
    ),
    words: [
      '"mappings":"',
      '"sources":[',
      '"sourcesContent":[',
      '"sections":[',
      '"line":1e9',
      '{"version":3,"sections":[{"offset":{"line":1,"column":0},"map":',
      '"sourceRoot":"',
      'null',
      '\\',
      '"',
      ',',
      ';',
      'AAAA',
      'gggggggB',
      '//////////D',
    ],
    run: readMap,
  },
};
