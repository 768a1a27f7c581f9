// Writes protocol/vectors/: byte streams and what they mean, for every implementation of the wire in any language.
// The bytes are put together by hand here, on purpose not by the code that the vectors test.
//
//   node scripts/make-vectors.mjs           write the files
//   node scripts/make-vectors.mjs --check   exit with 1 and name each file that is missing, stale or left over
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { textVectors } from './text-vectors.mjs';

const directory = fileURLToPath(new URL('../protocol/vectors/', import.meta.url));

const EVENT = 1;
const COMMAND = 2;

const ascii = (text) => Buffer.from(text, 'ascii');
const utf8 = (value) => Buffer.from(JSON.stringify(value), 'utf8');

function header(kind, length, { magic = 'DP', version = 1 } = {}) {
  const bytes = Buffer.alloc(8);
  bytes.write(magic, 0, 'latin1');
  bytes[2] = version;
  bytes[3] = kind;
  bytes.writeUInt32BE(length, 4);
  return bytes;
}

const frame = (kind, payload, fields) => Buffer.concat([header(kind, payload.length, fields), payload]);

const output = { seq: 1, type: 'event', event: 'output', body: { category: 'stdout', output: 'hello\n' } };
const next = { seq: 1, command: 'next', arguments: { threadId: 1 } };
const response = { seq: 2, type: 'response', requestSeq: 1, body: {} };
const failure = {
  seq: 3,
  type: 'response',
  requestSeq: 2,
  error: { code: 'internal', message: 'It failed.', hint: 'Try again.', audience: 'internal' },
};
const telemetry = { seq: 4, type: 'event', channel: 'telemetry', event: 'counters', body: { steps: 3 } };
// Two, three and four bytes a character; the last is a surrogate pair in UTF-16.
const unicode = { seq: 1, type: 'event', event: 'output', body: { output: 'é – 漢字 – 🐍𝒳' } };
const escapes = {
  seq: 1,
  type: 'event',
  event: 'output',
  body: { output: '"\\\u0000\u001b[0m\u2028\ud800' },
};

const LINK = 'zM3sWn0a2kCVYx1u';
const open = { link: 'open', id: LINK, token: 'secret' };
const resume = { link: 'resume', id: LINK, token: 'secret', seen: 17 };
const refused = { link: 'refused', error: failure.error };
const aboutLink = [{ link: 'welcome', seen: 0 }, resume, { link: 'seen', seen: 2 }, refused, { link: 'bye' }];

const good = frame(EVENT, utf8(output));
const two = Buffer.concat([frame(EVENT, utf8(response)), frame(EVENT, utf8(failure))]);

/**
 * `hears`: the kind of frame that the reader accepts. `messages`: what it delivers, before `error` ends the stream.
 * `cuts`: offsets at which the stream arrives in pieces; a reader must come to the same result for any others.
 */
const vectors = [
  { name: 'simple event', hears: 'event', bytes: good, messages: [output] },
  { name: 'simple command', hears: 'command', bytes: frame(COMMAND, utf8(next)), messages: [next] },
  {
    name: 'event with an empty body',
    hears: 'event',
    bytes: frame(EVENT, utf8({ seq: 1, type: 'event', event: 'ready', body: {} })),
    messages: [{ seq: 1, type: 'event', event: 'ready', body: {} }],
  },
  { name: 'telemetry channel', hears: 'event', bytes: frame(EVENT, utf8(telemetry)), messages: [telemetry] },
  { name: 'utf8 beyond bmp', hears: 'event', bytes: frame(EVENT, utf8(unicode)), messages: [unicode] },
  { name: 'json escapes', hears: 'event', bytes: frame(EVENT, utf8(escapes)), messages: [escapes] },
  {
    name: 'whitespace around json',
    hears: 'command',
    bytes: frame(COMMAND, ascii(' {\n"seq": 1, "command":\t"ping"}\r\n')),
    messages: [{ seq: 1, command: 'ping' }],
  },
  { name: 'empty stream', hears: 'event', bytes: Buffer.alloc(0), messages: [] },
  { name: 'two frames', hears: 'event', bytes: two, messages: [response, failure] },
  {
    name: 'split points',
    hears: 'event',
    bytes: Buffer.concat([frame(EVENT, utf8(unicode)), good]),
    messages: [unicode, output],
    // Inside the magic, the length and a four-byte character, and right after the header, the payload and all.
    cuts: [
      1,
      6,
      8,
      8 + utf8(unicode).indexOf('🐍') + 2,
      8 + utf8(unicode).length,
      8 + utf8(unicode).length + good.length,
    ],
  },
  {
    name: 'link messages of a launcher',
    hears: 'event',
    bytes: Buffer.concat(aboutLink.map((message) => frame(EVENT, utf8(message)))),
    messages: aboutLink,
  },
  {
    name: 'link messages of an adapter',
    hears: 'command',
    bytes: Buffer.concat([open, next, ...aboutLink].map((message) => frame(COMMAND, utf8(message)))),
    messages: [open, next, ...aboutLink],
  },
  {
    name: 'link unknown',
    hears: 'event',
    bytes: frame(EVENT, utf8({ link: 'toString' })),
    error: 'frame.payload',
  },
  {
    name: 'link not a word',
    hears: 'event',
    bytes: frame(EVENT, utf8({ link: 1, seq: 1 })),
    error: 'frame.payload',
  },
  {
    name: 'link resume without a token',
    hears: 'event',
    bytes: frame(EVENT, utf8({ ...resume, token: undefined })),
    error: 'frame.payload',
  },
  {
    name: 'link with a short id',
    hears: 'command',
    bytes: frame(COMMAND, utf8({ ...open, id: LINK.slice(1) })),
    error: 'frame.payload',
  },
  {
    name: 'link seen less than nothing',
    hears: 'event',
    bytes: frame(EVENT, utf8({ link: 'seen', seen: -1 })),
    error: 'frame.payload',
  },
  {
    name: 'link refused for no reason',
    hears: 'command',
    bytes: frame(COMMAND, utf8({ link: 'refused' })),
    error: 'frame.payload',
  },
  { name: 'empty object', hears: 'event', bytes: frame(EVENT, utf8({})), error: 'frame.payload' },
  { name: 'zero length payload', hears: 'event', bytes: header(EVENT, 0), error: 'frame.payload' },
  { name: 'not an object', hears: 'event', bytes: frame(EVENT, utf8([output])), error: 'frame.payload' },
  { name: 'bad json', hears: 'event', bytes: frame(EVENT, ascii('{"seq":1,')), error: 'frame.payload' },
  {
    name: 'byte order mark',
    hears: 'event',
    bytes: frame(EVENT, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8(output)])),
    error: 'frame.payload',
  },
  {
    name: 'invalid utf8',
    hears: 'event',
    bytes: frame(
      EVENT,
      Buffer.concat([ascii('{"seq":1,"type":"event","event":"'), Buffer.from([0xc3, 0x28]), ascii('"}')]),
    ),
    error: 'frame.payload',
  },
  {
    name: 'utf8 encoded surrogate',
    hears: 'event',
    bytes: frame(
      EVENT,
      Buffer.concat([
        ascii('{"seq":1,"type":"event","event":"'),
        Buffer.from([0xed, 0xa0, 0x80]),
        ascii('"}'),
      ]),
    ),
    error: 'frame.payload',
  },
  {
    name: 'seq zero',
    hears: 'event',
    bytes: frame(EVENT, utf8({ ...output, seq: 0 })),
    error: 'frame.payload',
  },
  { name: 'wrong magic', hears: 'event', bytes: ascii('GET / HTTP/1.1\r\n\r\n'), error: 'frame.magic' },
  { name: 'wrong magic second byte', hears: 'event', bytes: ascii('DQ'), error: 'frame.magic' },
  {
    name: 'wrong version',
    hears: 'event',
    bytes: frame(EVENT, utf8(output), { version: 2 }),
    error: 'frame.version',
  },
  { name: 'wrong kind', hears: 'event', bytes: frame(3, utf8(output)), error: 'frame.kind' },
  {
    name: 'wrong direction',
    hears: 'event',
    bytes: frame(COMMAND, utf8(next)),
    error: 'frame.direction',
  },
  { name: 'over long length', hears: 'event', bytes: header(EVENT, 0xffffffff), error: 'frame.tooLong' },
  {
    name: 'one byte over the limit',
    hears: 'event',
    bytes: header(EVENT, 64 * 1024 * 1024 + 1),
    error: 'frame.tooLong',
  },
  { name: 'truncated header', hears: 'event', bytes: good.subarray(0, 5), error: 'frame.truncated' },
  { name: 'truncated payload', hears: 'event', bytes: good.subarray(0, -1), error: 'frame.truncated' },
  {
    name: 'good frame before a bad one',
    hears: 'event',
    bytes: Buffer.concat([good, ascii('oops')]),
    messages: [output],
    error: 'frame.magic',
  },
];

function files() {
  const described = [...vectors, ...textVectors].map(
    ({ name, framing, hears, bytes, messages = [], output, error, cuts }) => ({
      description: {
        name,
        file: `${name.replaceAll(' ', '-')}.bin`,
        framing,
        hears,
        messages,
        output,
        error,
        cuts,
      },
      bytes,
    }),
  );
  const index = { wireVersion: 1, vectors: described.map(({ description }) => description) };
  // As the formatter wants it: arrays of numbers on one line.
  const json = JSON.stringify(index, null, 2).replace(/\[[\d,\s]+\]/g, (array) =>
    array.replace(/\s+/g, '').replaceAll(',', ', '),
  );
  return new Map([
    ['vectors.json', Buffer.from(`${json}\n`)],
    // No conversion of line ends may touch the bytes.
    ['.gitattributes', ascii('*.bin binary\n')],
    ...described.map(({ description, bytes }) => [description.file, bytes]),
  ]);
}

function check(expected) {
  const present = readdirSync(directory);
  const wrong = [...expected].filter(
    ([name, bytes]) => !present.includes(name) || !readFileSync(directory + name).equals(bytes),
  );
  const leftOver = present.filter((name) => !expected.has(name));
  for (const [name] of wrong) console.error(`${name} is missing or stale`);
  for (const name of leftOver) console.error(`${name} is left over`);
  if (wrong.length + leftOver.length > 0) {
    console.error('Run: node scripts/make-vectors.mjs');
    process.exitCode = 1;
  }
}

if (process.argv.includes('--check')) check(files());
else for (const [name, bytes] of files()) writeFileSync(directory + name, bytes);
