import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { TaskServer } from '../../../automation/server/task-server.ts';
import { HeadlessHost } from '../../../automation/tasks/headless/headless-host.ts';
import { createTaskService } from '../../../automation/tasks/task-service.ts';
import { CLI, cleanEnvironment } from '../../cli/support/cli.ts';
import { program } from '../../support/fixtures.ts';
import { privatePlaces } from '../../support/private-places.ts';
import { launcherDirectory } from '../../support/standalone.ts';
import { serve } from '../support/serving.ts';
import { BUGS, mcpSession } from './mcp-session.ts';

let server: TaskServer;

beforeEach(() => {
  privatePlaces();
});

/** As a window of VS Code serves the folder that is open in it. */
async function open({ kind = 'window', readOnly = false, folder = BUGS } = {}): Promise<void> {
  const host = new HeadlessHost({ folders: [folder], session: { launcherDirectory } });
  const service = createTaskService(host, { readOnly });
  onTestFinished(() => service[Symbol.asyncDispose]());
  server = await serve(service, {
    kind: kind as 'window',
    folders: () => [folder],
    readOnly: () => readOnly,
  });
}

describe('where programs run', () => {
  it('is the window that has the folder open', async () => {
    await open();
    const { client, call } = await mcpSession([]);
    expect(client.getInstructions()).toContain(
      `Programs run in the VS Code window of process ${process.pid}`,
    );
    expect(await call('debug_start', { program: 'pages/pages.mjs' })).toContain('UNCAUGHT exception');
    await call('debug_stop', {});
  });

  it('is the window that is named, wherever one is', async () => {
    await open();
    const { client } = await mcpSession(['--window', String(process.pid)], { cwd: '/' });
    expect(client.getInstructions()).toContain(`the VS Code window of process ${process.pid}`);
  });

  it('is this server where no window has the folder open, or none is wanted', async () => {
    await open();
    const elsewhere = await mcpSession([], { cwd: '/' });
    expect(elsewhere.client.getInstructions()).toContain('Programs run in this server itself');
    const alone = await mcpSession(['--headless']);
    expect(alone.client.getInstructions()).toContain('Programs run in this server itself');
  });

  it('is not guessed: a window that is named and is not there is an error, at each call', async () => {
    const { client, call } = await mcpSession(['--window', '1']);
    expect(client.getInstructions()).toContain('No program can be run yet');
    expect(await call('debug_tasks', {})).toContain('is no window and no server');
    await open();
    expect(await call('debug_tasks', {})).toContain('is no window and no server');
  });

  it('is not guessed between two that have the folder open', async () => {
    await open();
    const other = spawn(process.execPath, [CLI, 'serve'], {
      cwd: BUGS,
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void other.kill('SIGKILL'));
    await once(other.stdout, 'data');
    const { client, call } = await mcpSession([]);
    expect(client.getInstructions()).toContain('No program can be run yet: More than one window or server');
    expect(await call('debug_tasks', {})).toMatch(/--window PID.*\n {2}\d+ {2}window.*\n {2}\d+ {2}server/);
    // As soon as there is no question, there is an answer.
    await server.close();
    expect(await call('debug_tasks', {})).toContain(
      `Programs run in the "tandem serve" of process ${other.pid}`,
    );
  });

  it('is told to have changed when the window was closed', async () => {
    await open();
    const { call } = await mcpSession([]);
    const file = program('setInterval(() => {}, 1000);');
    await call('debug_start', { program: file, waitMs: 0 });
    const waiting = call('debug_wait', { waitMs: 60_000 });
    await server.close();
    expect(await waiting).toContain('debug_tasks tells');
    const after = await call('debug_tasks', {});
    expect(after).toMatch(
      /^\(Programs run in this server itself.* from now on\. What ran before, in the VS Code window/,
    );
    expect(after).toContain('No tasks yet.');
  });

  it('may be read-only, whatever the tools are', async () => {
    await open({ readOnly: true });
    const { client, call } = await mcpSession([]);
    expect(client.getInstructions()).toContain('which is read-only');
    expect(await call('debug_start', { program: 'discount.mjs' })).toMatch(
      /debug_start is not carried out: .* read-only/,
    );
  });
});
