import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createMcpServer } from '../../../automation/mcp/mcp-server.ts';
import { Toolbox } from '../../../automation/tools/toolbox.ts';
import { ended, FOLDER } from '../tools/answers.ts';
import { ScriptedCommander } from '../tools/scripted-commander.ts';

it('a client that waits for a program hears that it is still waited for', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  let end!: () => void;
  const waiting = new Promise<void>((resolve) => {
    end = resolve;
  });
  const commander = new ScriptedCommander({
    Wait: async () => {
      await waiting;
      return ended();
    },
    ListBreakpoints: () => ({ breakpoints: [] }),
  });
  const place = () => ({ commander, name: 'a test', folder: FOLDER });
  const server = createMcpServer(new Toolbox(place, { readOnly: false, redactor: undefined }), '', '');
  const client = new Client({ name: 'a test', version: '1' });
  const [here, there] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(there), client.connect(here)]);

  let heard = 0;
  const call = client.callTool({ name: 'debug_wait', arguments: { task: 't1' } }, undefined, {
    onprogress: () => {
      heard += 1;
    },
  });
  await expect.poll(() => commander.asked.length).toBe(1);
  vi.advanceTimersByTime(20_000);
  await expect.poll(() => heard).toBe(2);
  end();
  await call;
  expect(vi.getTimerCount()).toBe(0);
});
