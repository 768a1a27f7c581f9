import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TaskServer } from '../../automation/server/task-server.ts';
import { RawClient } from '../automation/support/raw-client.ts';
import { ScriptedService } from '../automation/support/scripted-service.ts';
import { serve } from '../automation/support/serving.ts';
import { privatePlaces } from '../support/private-places.ts';

const CROWD = 200;

let service: ScriptedService;
let server: TaskServer;

beforeEach(async () => {
  privatePlaces();
  service = new ScriptedService();
  server = await serve(service);
});

const connect = (token: string) => ({ type: 'Connect', origin: 'Client', data: { token } });

describe('a task server', () => {
  it.skipIf(process.platform === 'win32')('publishes itself for its user alone', () => {
    const { publication } = server;
    expect(statSync(publication!).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(publication!)).mode & 0o777).toBe(0o700);
  });

  it('says nothing of itself to who has not shown the token, and carries nothing out', async () => {
    const carriedOut: string[] = [];
    service.script = (_caller, name) => void carriedOut.push(name);
    const almost = `${server.token.slice(0, -1)}${server.token.endsWith('A') ? 'B' : 'A'}`;
    for (const token of ['', almost, `${server.token}x`, server.token.toUpperCase()]) {
      const stranger = new RawClient(server.endpoint);
      stranger.say(connect(token));
      stranger.command(1, 'ListTasks');
      await stranger.closed;
      expect(stranger.heard).toEqual([{ type: 'Error', origin: 'Server', data: expect.anything() }]);
      expect(JSON.stringify(stranger.heard)).not.toContain(server.token);
    }
    expect(carriedOut).toEqual([]);
    expect(server.clients).toEqual([]);
  });

  it('does not tell strangers what happens', async () => {
    const stranger = new RawClient(server.endpoint);
    const client = await RawClient.enter(server);
    service.events.emit({ type: 'TaskClosed', taskId: 't1', timestamp: 1 });
    await client.next({ type: 'TaskEvent' });
    expect(stranger.heard).toEqual([]);
  });

  it('lets in who knows the token past a crowd that is silent, slow or loud', async () => {
    const before = process.memoryUsage().rss;
    const loud = 'x'.repeat(256 * 1024);
    const crowd = Array.from({ length: CROWD }, (_, index) => {
      const stranger = new RawClient(server.endpoint);
      const words = ['', '{"type":"Conn', loud][index % 3];
      if (words) stranger.write(words);
      return stranger;
    });
    const client = await RawClient.enter(server);
    client.command(1, 'ListTasks');
    expect(await client.answer(1)).toMatchObject({ ok: true });
    await Promise.all(crowd.map(({ closed }) => closed));
    // Of each no more was kept than a stranger may say.
    expect(process.memoryUsage().rss - before).toBeLessThan(CROWD * 256 * 1024);
    expect(server.clients).toEqual([client.clientId]);
  });

  it('is not what a page in a browser can speak to', async () => {
    const page = new RawClient(server.endpoint);
    const body = JSON.stringify(connect(server.token));
    page.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n\r\n${body}\n`);
    expect(await page.error()).toBe('taskServer.http');
    await page.closed;
    expect(server.clients).toEqual([]);
  });
});
