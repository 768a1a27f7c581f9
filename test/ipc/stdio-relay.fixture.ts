import { connect } from '../../ipc/connect.ts';
import { parseEndpoint } from '../../ipc/endpoint.ts';
import { hearLastWords } from '../../ipc/last-words.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';

async function main(): Promise<void> {
  const { listener } = await TransportFactory.createListener({ transport: 'stdio' });
  const [stdio, socket] = await Promise.all([
    listener.waitForClient(1000),
    connect(parseEndpoint(process.argv[2]!)),
  ]);
  for (const stream of [stdio, socket]) {
    stream.on('error', () => {});
    hearLastWords(stream);
  }
  stdio.pipe(socket);
  socket.pipe(stdio);
  // The other side learns of the end when this process has gone.
  stdio.on('finish', () => process.exit());
  stdio.on('close', () => socket.destroy());
  socket.on('close', () => stdio.end());
}

void main();
