import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { DapClient } from '../support/dap-client.ts';
import { fixture, lineOf, program } from '../support/fixtures.ts';
import { connect, expectEnd, launchArguments, type Settings } from '../support/session.ts';

interface Terminal {
  readonly kind: string;
  readonly cwd: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | null>>;
}

/** A client that runs terminals, as an editor does: the process is its child, and only its shell is known. */
async function withTerminal(settings: Settings): Promise<{ client: DapClient; terminals: Terminal[] }> {
  const client = await connect({ supportsRunInTerminalRequest: true });
  const terminals: Terminal[] = [];
  client.onReverseRequest('runInTerminal', (args) => {
    const terminal = args as Terminal;
    terminals.push(terminal);
    const env = Object.entries({ ...process.env, ...terminal.env }).filter(([, value]) => value !== null);
    spawn(terminal.args[0]!, terminal.args.slice(1), {
      cwd: terminal.cwd,
      env: Object.fromEntries(env) as Record<string, string>,
      stdio: 'ignore',
    });
    return { shellProcessId: 1 };
  });
  const launched = client.request('launch', launchArguments(settings));
  launched.catch(() => {});
  await client.waitFor('initialized');
  return { client, terminals };
}

describe('a program in a terminal', () => {
  it('is debugged there, and its exit code is known', async () => {
    const counter = fixture('counter.js');
    const { client, terminals } = await withTerminal({
      program: counter,
      console: 'integratedTerminal',
      env: { ADDED: 'yes', GONE: null },
    });
    const line = lineOf(counter, 'end');
    await client.request('setBreakpoints', { source: { path: counter }, breakpoints: [{ line }] });
    await client.request('configurationDone', {});
    const { threadId } = await client.waitFor('stopped');
    await client.request('continue', { threadId: threadId! });
    await expectEnd(client, 0);
    expect(terminals).toEqual([
      expect.objectContaining({
        kind: 'integrated',
        env: expect.objectContaining({ ADDED: 'yes', GONE: null }),
      }),
    ]);
    expect(client.output('stdout')).toBe('');
  });

  it.each([false, true])('reports how it exits, noDebug %s', async (noDebug) => {
    const { client, terminals } = await withTerminal({
      program: program('debugger; process.exit(6)'.slice(noDebug ? 0 : 'debugger; '.length)),
      console: 'externalTerminal',
      noDebug,
    });
    await client.request('configurationDone', {});
    await expectEnd(client, 6);
    expect(terminals[0]!.kind).toBe('external');
  });

  it.skipIf(process.platform === 'win32')('is ended from here', async () => {
    const { client } = await withTerminal({
      program: program('process.on("SIGTERM", () => process.exit(8)); setInterval(() => {}, 1e6); debugger;'),
      console: 'integratedTerminal',
    });
    await client.request('configurationDone', {});
    await client.waitFor('stopped');
    await client.request('terminate', {});
    await expectEnd(client, 8);
  });

  it('that the client cannot run is an error', async () => {
    const client = await connect({ supportsRunInTerminalRequest: true });
    const settings = { program: program(''), console: 'integratedTerminal' };
    await expect(client.request('launch', launchArguments(settings))).rejects.toThrow(
      'The client could not start the program in a terminal: this client does not know runInTerminal.',
    );
  });
});
