import type { Stop } from './debuggee.ts';

/** What an editor asks for at a stop, one after the other: the stack, the scopes of its top, what is in them. */
export async function look({ client, threadId }: Stop): Promise<void> {
  const { stackFrames } = await client.request('stackTrace', { threadId, startFrame: 0, levels: 20 });
  const { scopes } = await client.request('scopes', { frameId: stackFrames[0]!.id });
  let seen = 0;
  for (const { variablesReference } of scopes.filter(({ expensive }) => !expensive)) {
    seen += (await client.request('variables', { variablesReference })).variables.length;
  }
  if (seen === 0) throw new Error('there is nothing to look at: that would be too cheap');
}
