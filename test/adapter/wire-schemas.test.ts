import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { BINARY } from '../../ipc/framing.ts';
import { MessageDecoder } from '../../ipc/message-codec.ts';
import type { Message, Said } from '../../protocol/messages.ts';
import { commands } from '../../protocol/schema/commands.ts';
import { said } from '../../protocol/schema/envelope.ts';
import { events } from '../../protocol/schema/events.ts';
import { Debuggee } from '../engine/support.ts';
import { files, lineOf } from '../support/fixtures.ts';

const PROGRAM = `const order = { lines: [1, 2, 3] };
console.log(order);
const total = order.lines.reduce((sum, line) => sum + line); // here
setInterval(() => {}, 1000);
`;

/** All that passes between adapter and launcher, as it is written. */
function listen() {
  const ours: Message[] = [];
  const theirs: Message[] = [];
  onTestFinished(() => void vi.restoreAllMocks());
  const { encode } = BINARY;
  vi.spyOn(BINARY, 'encode').mockImplementation((kind, message: Said) => {
    if ('seq' in message) ours.push(JSON.parse(JSON.stringify(message)) as Message);
    return encode(kind, message);
  });
  const { push } = MessageDecoder.prototype;
  vi.spyOn(MessageDecoder.prototype, 'push').mockImplementation(function* (this: MessageDecoder, chunk) {
    for (const message of push.call(this, chunk)) {
      if ('seq' in message) theirs.push(message);
      yield message;
    }
  });
  return { ours, theirs };
}

it('is described by the schemas, whatever a session says', async () => {
  const { ours, theirs } = listen();
  const directory = files({ 'program.js': PROGRAM });
  const program = join(directory, 'program.js');
  const debuggee = await Debuggee.start({
    program,
    breakpoints: { [program]: [{ line: lineOf(program, 'here') }] },
  });
  const { client } = debuggee;
  const { threadId } = await debuggee.stop();
  await debuggee.locals();
  await debuggee.evaluate('order');
  await client.send('tandem.breakpointStory', {});
  await client.send('tandem.hotReload', { path: program });
  await client.send('tandem.startProfile', { kind: 'cpu', threadId });
  await debuggee.continue();
  await client.send('tandem.stopProfile', { kind: 'cpu', threadId, path: join(directory, 'a.cpuprofile') });
  await client.send('tandem.heapSnapshot', { path: join(directory, 'a.heapsnapshot') });
  await debuggee.end();

  const asked = new Map<number, string>();
  for (const message of ours) {
    said.adapter.parse(message);
    if (!('command' in message)) continue;
    asked.set(message.seq, message.command);
    commands[message.command]!.arguments.parse(message.arguments);
  }
  for (const message of theirs) {
    said.launcher.parse(message);
    if ('event' in message) events[message.event]!.parse(message.body);
    else if ('requestSeq' in message && !message.error)
      commands[asked.get(message.requestSeq)!]!.body.parse(message.body);
  }
  const names = new Set([...asked.values()]);
  for (const name of ['configure', 'breakpointStories', 'hotReload', 'stopProfile', 'heapSnapshot'])
    expect(names).toContain(name);
  expect(theirs.map((message) => ('event' in message ? message.event : ''))).toContain('hello');
});
