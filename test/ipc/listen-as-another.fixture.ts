import { formatEndpoint } from '../../ipc/endpoint.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';

/** Prints what came of the transport "auto" for whoever runs this. */
async function main(): Promise<void> {
  const { listener, notices } = await TransportFactory.createListener({ transport: 'auto' });
  process.stdout.write(JSON.stringify({ endpoint: formatEndpoint(listener.endpoint), notices }));
  await listener.close();
}

void main();
