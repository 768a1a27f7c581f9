import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { streamChannel } from '../support/dap-channel.ts';
import { DapClient } from '../support/dap-client.ts';
import { standalone } from '../support/standalone.ts';
import { ownMeetingPlace, WaitingProgram } from '../support/waiting-program.ts';
import { found } from './support/finding.ts';
import { PROGRAMS } from './support/host.ts';

const TICKS = join(PROGRAMS, 'ticks.cjs');

describe.skipIf(process.platform === 'win32')('an adapter that is killed during an evaluation', () => {
  it.for(['for (const end = Date.now() + 500; Date.now() < end; );', 'await new Promise(() => {})'])(
    'lets the program run on: %s',
    async (lasting, context) => {
      vi.stubEnv('XDG_RUNTIME_DIR', ownMeetingPlace());
      onTestFinished(() => void vi.unstubAllEnvs());
      const waiting = new WaitingProgram(TICKS);
      const endpoint = await waiting.waits();
      const adapter = spawn(process.execPath, [join(standalone, 'adapter.js')]);
      onTestFinished(() => void adapter.kill('SIGKILL'));
      const client = new DapClient(streamChannel(adapter.stdout, adapter.stdin));
      adapter.stdin.on('error', () => {});
      await client.request('initialize', { adapterID: 'tandem' });
      const begun = client.send('attach', { endpoint });
      await client.waitFor('initialized');
      await client.request('setBreakpoints', { source: { path: TICKS }, breakpoints: [{ line: 4 }] });
      await client.request('configurationDone', {});
      await begun;
      const { threadId } = await client.waitFor('stopped');
      const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
      const expression = `process._rawDebug('begun'); ${lasting}`;
      client.request('evaluate', { expression, frameId: stackFrames[0]!.id }).catch(() => {});
      await waiting.says(/begun/, 'stderr');
      adapter.kill('SIGKILL');
      expect(await once(adapter, 'exit')).toEqual([null, 'SIGKILL']);
      await waiting.runs();
      found(context, {
        fault: `adapter killed while it evaluates \`${lasting}\``,
        times: 1,
        seen: 'the program runs on',
      });
    },
  );
});
