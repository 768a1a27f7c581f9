import { expect, test } from 'vitest';
import { transportNamed } from '../../ipc/transports/registry.ts';
import { tcp } from '../../ipc/transports/tcp.ts';
import { listenerContract } from './listener-contract.ts';
import { TRANSPORTS } from './support.ts';

for (const transport of [...TRANSPORTS, 'ws'] as const) {
  listenerContract(transport, () => transportNamed(transport).listen({ transport }));
}

test('a listener reports a port that is taken', async () => {
  await using first = await tcp.listen({ transport: 'tcp' });
  await first.startListening();
  const second = await tcp.listen({ transport: 'tcp', ...(first.endpoint as { port: number }) });
  await expect(second.startListening()).rejects.toMatchObject({
    code: 'ipc.listenFailed',
    message: /EADDRINUSE/,
  });
});
