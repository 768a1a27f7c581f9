// The other side of a measured channel: sends back what comes, or all that it can.

import { CommandReceiver } from '../../ipc/command-channel.ts';
import { connect } from '../../ipc/connect.ts';
import { FramedConnection } from '../../ipc/connection.ts';
import { parseEndpoint } from '../../ipc/endpoint.ts';
import { dialLink } from '../../ipc/link/dialler.ts';
import { limitsOf } from '../../ipc/link/limits.ts';
import { TOKEN } from './channel.ts';
import { FLOOD } from './rows.ts';

const [kind, where] = process.argv.slice(2) as [string, string];
const endpoint = parseEndpoint(where);
const text = 'x'.repeat(FLOOD.bytes);

process.on('message', () => process.send!(process.memoryUsage().rss));
// A link would wait for who has started us.
process.on('disconnect', () => process.exit());

async function bare(): Promise<void> {
  const stream = await connect(endpoint);
  stream.on('data', async (bytes: Buffer) => {
    if (bytes.length > 1 || bytes[0] !== 0x21) return void stream.write(bytes);
    for (let count = 0; count < FLOOD.messages; count += 1) {
      if (!stream.write(text)) await new Promise((resolve) => stream.once('drain', resolve));
    }
  });
  stream.on('error', () => process.exit());
}

async function framed(): Promise<void> {
  const dial = async () => new FramedConnection(await connect(endpoint), 'launcher');
  const link =
    kind === 'link'
      ? await dialLink({ dial, token: TOKEN, limits: limitsOf(endpoint), opening: 'hello' })
      : undefined;
  const receiver = new CommandReceiver(link ?? (await dial()), async (command, args) => {
    if (command === 'echo') return args;
    for (let count = 0; count < FLOOD.messages; count += 1) {
      await receiver.congested('output');
      receiver.emit('output', text, 'output');
    }
    return {};
  });
  if (!link) return;
  const { pid, version: runtimeVersion } = process;
  receiver.emit('hello', { token: TOKEN, pid, runtime: 'node', runtimeVersion, version: '', link: link.id });
}

void (kind === 'bare' ? bare() : framed());
