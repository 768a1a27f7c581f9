import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DapClient } from './dap-client.ts';
import { connect, type Settings } from './session.ts';

/** Joins and comes to the point where the client configures; `started` resolves once it has. Rejects when it cannot join. */
export async function beginAttach(
  settings: Settings,
  by?: DapClient,
): Promise<{ client: DapClient; started: Promise<unknown> }> {
  const client = by ?? (await connect());
  if (by) await by.request('initialize', { adapterID: 'tandem' });
  const started = client.request('attach', settings as DebugProtocol.AttachRequestArguments);
  started.catch(() => {});
  await Promise.race([client.waitFor('initialized'), started]);
  return { client, started };
}

/** Joins, with these breakpoints. */
export async function attach(
  settings: Settings,
  breakpoints: Readonly<Record<string, readonly DebugProtocol.SourceBreakpoint[]>> = {},
  by?: DapClient,
): Promise<DapClient> {
  const { client, started } = await beginAttach(settings, by);
  for (const [path, wanted] of Object.entries(breakpoints)) {
    await client.request('setBreakpoints', { source: { path }, breakpoints: [...wanted] });
  }
  await client.request('configurationDone', {});
  await started;
  return client;
}
