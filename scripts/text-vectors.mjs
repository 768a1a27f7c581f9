// Test vectors for the text form: messages as lines among a program's output. Put together by hand, as the others are.

const ascii = (text) => Buffer.from(text, 'latin1');
const json = (value) => Buffer.from(JSON.stringify(value), 'utf8');
const line = (payload) => Buffer.concat([ascii('\x1eDBGP: '), payload, ascii('\n')]);
const stream = (...parts) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? ascii(part) : part)));

const hello = { seq: 1, type: 'event', event: 'output', body: { output: 'é – 漢字 – 🐍\u001e\n\\' } };
const answer = { seq: 2, type: 'response', requestSeq: 1, body: {} };
const long = { seq: 3, type: 'event', event: 'output', body: { output: 'x'.repeat(2000) } };
const next = { seq: 1, command: 'next', arguments: { threadId: 1 } };

const whole = json(hello);
const inSnake = whole.indexOf('🐍') + 2;
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

/** `output`: what is no message, a character for each byte. */
export const textVectors = [
  { name: 'message', bytes: line(whole), messages: [hello] },
  { name: 'command', hears: 'command', bytes: line(json(next)), messages: [next] },
  {
    name: 'among output',
    bytes: stream('before\n', line(whole), 'between', line(json(answer)), '\nafter'),
    messages: [hello, answer],
    output: 'before\nbetween\nafter',
  },
  {
    name: 'after half a line',
    bytes: stream('a prompt> ', line(whole), 'and its answer\r\n', line(json(answer))),
    messages: [hello, answer],
    output: 'a prompt> and its answer\r\n',
  },
  { name: 'output only', bytes: ascii('no newline at the end'), output: 'no newline at the end' },
  {
    name: 'binary output',
    bytes: stream(everyByte, line(whole), everyByte),
    messages: [hello],
    output: everyByte.toString('latin1').repeat(2),
  },
  {
    name: 'output that looks like a message',
    bytes: stream('DBGP: {"seq":1}\n \x1eDBGP:{}\n\x1e\x1e\x1eDBGP\x1eDB', line(whole), '\x1eDBGq: {}\n'),
    messages: [hello],
    output: 'DBGP: {"seq":1}\n \x1eDBGP:{}\n\x1e\x1e\x1eDBGP\x1eDB\x1eDBGq: {}\n',
  },
  {
    name: 'beginning of a message at the end',
    bytes: stream(line(whole), '\x1eDBGP:'),
    messages: [hello],
    output: '\x1eDBGP:',
  },
  {
    name: 'continued',
    bytes: stream('\x1eDBGP: ', whole.subarray(0, inSnake), '\\\n', line(whole.subarray(inSnake))),
    messages: [hello],
    cuts: [7, 7 + inSnake, 8 + inSnake, 9 + inSnake, 12 + inSnake],
  },
  {
    name: 'continued behind output',
    bytes: stream('\x1eDBGP: {"seq":2,\\\noh\n\x1eDBGP: \\\n', line(json(answer).subarray(9)), '!'),
    messages: [answer],
    output: 'oh\n!',
  },
  { name: 'long line', bytes: line(json(long)), messages: [long] },
  {
    name: 'line ends of a terminal',
    bytes: stream('\x1eDBGP: {"seq":2,\\\r\n', '\x1eDBGP: ', json(answer).subarray(9), '\r\n\r\n'),
    messages: [answer],
    output: '\r\n',
  },
  { name: 'bad json', bytes: stream('a', line(ascii('{"seq":1,'))), output: 'a', error: 'frame.payload' },
  { name: 'empty line', bytes: line(ascii('')), error: 'frame.payload' },
  { name: 'no message', bytes: line(json({ type: 'event' })), error: 'frame.payload' },
  {
    name: 'invalid utf8',
    bytes: line(ascii('{"seq":1,"type":"event","event":"\xc3("}')),
    error: 'frame.payload',
  },
  {
    name: 'torn by output',
    bytes: stream('\x1eDBGP: {"seq":1,"type":"ev', 'output\n', 'ent","event":"e"}\n'),
    error: 'frame.payload',
  },
  { name: 'echo', bytes: line(json(next)), error: 'frame.direction' },
  {
    name: 'truncated',
    bytes: stream('out', line(whole).subarray(0, -1)),
    output: 'out',
    error: 'frame.truncated',
  },
  {
    name: 'truncated between lines',
    bytes: ascii('\x1eDBGP: {"seq":1,\\\noutput'),
    output: 'output',
    error: 'frame.truncated',
  },
].map(({ name, ...vector }) => ({ name: `text ${name}`, framing: 'text', hears: 'event', ...vector }));
