import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TandemClient } from '../../automation/client/main.ts';
import { files } from '../support/fixtures.ts';
import { MANY_COMMANDS_MS } from './support/cli.ts';
import { counterDirectory } from './support/programs.ts';
import { Pty } from './support/pty.ts';
import { serving } from './support/serving.ts';

// Node takes the terminal of a CI for one without colours.
const COLOURS = { NO_COLOR: undefined, CI: undefined, TERM: 'xterm-256color' };

describe('at a terminal', { timeout: MANY_COMMANDS_MS }, () => {
  it('a stop is told in colours', async () => {
    const cwd = counterDirectory();
    await serving(cwd);
    const terminal = new Pty(['start', '-b', '3', 'counter.js'], { cwd, env: COLOURS });
    expect(await terminal.exitCode).toBe(0);
    expect(terminal.raw).toContain('\u001b[31m●\u001b[39m \u001b[1mBreakpoint 1\u001b[22m');
    expect(terminal.text).toContain(' ▶ 3    total.sum += value; // add\n');
  });

  it('Ctrl-C ends the waiting, says so, and not the program', async () => {
    const cwd = files({ 'endless.js': 'setInterval(() => {}, 1000);' });
    const server = await serving(cwd);
    await using watcher = await TandemClient.connect({ pid: server.pid });
    const started = watcher.next('TaskStarted');
    const terminal = new Pty(['start', 'endless.js'], { cwd });
    await started;
    terminal.type('\u0003');
    await terminal.waitFor('The program still runs: tandem wait, pause, output; cancel ends it.');
    expect(await terminal.exitCode).toBe(130);
    expect((await server.run('tasks')).stdout).toContain('t1  running');
  });

  it('Ctrl-C ends it also where the window or server says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const terminal = new Pty(['start', '--endpoint', `tcp:127.0.0.1:${port}`, 'counter.js'], {
      cwd: counterDirectory(),
      env: { TANDEM_TOKEN: 'any' },
    });
    const [socket] = (await once(silent, 'connection')) as [Socket];
    onTestFinished(() => void socket.destroy());
    await once(socket, 'data');
    terminal.type('\u0003');
    expect(await terminal.exitCode).toBe(130);
    // Nothing was started.
    expect(terminal.text).not.toContain('still runs');
  });
});
