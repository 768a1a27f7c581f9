import type { OpenAdapter } from './contender.ts';
import { ServerProcess } from './process.ts';
import { streamAdapter } from './stream-adapter.ts';

/** A server whose standard input and output are the wire. */
export async function openStdio(command: readonly string[]): Promise<OpenAdapter> {
  const server = new ServerProcess(command, ['pipe', 'pipe', 'inherit']);
  const { stdin, stdout } = server.child;
  return {
    adapter: streamAdapter(stdout!, stdin!),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
