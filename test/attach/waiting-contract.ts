import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { expect, it } from 'vitest';
import { publicationOf } from '../../ipc/discovery.ts';
import { attach } from '../support/attach.ts';
import { inlineChannel } from '../support/dap-channel.ts';
import { DapClient } from '../support/dap-client.ts';
import { expectEnd, gone } from '../support/session.ts';
import { launcherDirectory } from '../support/standalone.ts';
import type { WaitingProgram } from '../support/waiting-program.ts';

/** A program that waits for debuggers, calls a function again and again, and would stop in it. */
export interface Ticking {
  readonly file: string;
  readonly waiting: WaitingProgram;
  readonly endpoint: string;
  /** In the function `tick`. */
  readonly breakpoints: Readonly<Record<string, readonly DebugProtocol.SourceBreakpoint[]>>;
}

/** What holds for a program that waits for debuggers, in whatever language it is. `meetingPlace` is the test's own. */
export function testWaiting(ticking: () => Promise<Ticking>, meetingPlace: () => string): void {
  it('is joined, stopped, stepped and left, again and again, while it runs on', async () => {
    const { file, waiting, endpoint, breakpoints } = await ticking();
    for (const how of [{ endpoint }, { processId: waiting.pid }, { path: endpoint.slice(5) }, { endpoint }]) {
      const client = await attach(how, breakpoints);
      expect(client.events('process')).toEqual([
        { name: file, startMethod: 'attach', isLocalProcess: true, systemProcessId: waiting.pid },
      ]);
      const { threadId, reason } = await client.waitFor('stopped');
      expect(reason).toBe('breakpoint');
      const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
      expect(stackFrames[0]).toMatchObject({ name: 'tick', line: breakpoints[file]![0]!.line });
      await client.request('next', { threadId: threadId! });
      expect((await client.waitFor('stopped')).reason).toBe('step');
      await client.request('disconnect', {});
      await waiting.runs();
    }
    expect(waiting.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('may be killed while it is stopped', async () => {
    const { waiting, endpoint, breakpoints } = await ticking();
    const client = await attach({ endpoint }, breakpoints);
    await client.waitFor('stopped');
    waiting.child.kill('SIGKILL');
    await expectEnd(client, 1);
    expect(publicationOf('program', waiting.pid)).toBeUndefined();
    expect(readdirSync(join(meetingPlace(), 'tandem'))).toEqual([]);
  });

  it('is left alone by a client that goes away, and ended by one that asks for that', async () => {
    const { waiting, endpoint, breakpoints } = await ticking();
    const channel = inlineChannel({ launcherDirectory });
    const client = await attach({ endpoint }, breakpoints, new DapClient(channel));
    await client.waitFor('stopped');
    channel.close();
    await channel.ended;
    await waiting.runs();
    const other = await attach({ endpoint });
    await other.request('disconnect', { terminateDebuggee: true });
    await gone(waiting.pid);
  });

  it('takes one client at a time, and says so to the next', async () => {
    const { endpoint, breakpoints } = await ticking();
    const first = await attach({ endpoint }, breakpoints);
    await first.waitFor('stopped');
    await expect(attach({ endpoint })).rejects.toMatchObject({ code: 'attach.occupied' });
    await first.request('disconnect', {});
    const second = await attach({ endpoint }, breakpoints);
    await second.waitFor('stopped');
  });
}
