import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect as dial } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { streamChannel } from '../support/dap-channel.ts';
import { DapClient } from '../support/dap-client.ts';
import { program } from '../support/fixtures.ts';
import { expectEnd, launchArguments } from '../support/session.ts';
import { cleanEnvironment, cliArguments, tandem } from './support/cli.ts';

function dap(...options: string[]): ChildProcess {
  const [file, ...args] = cliArguments(['dap', ...options]);
  const child = spawn(file, args, { env: cleanEnvironment() });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function debugOnce(client: DapClient): Promise<void> {
  await client.request('initialize', { adapterID: 'tandem' });
  const launched = client.request(
    'launch',
    launchArguments({ program: program('console.log("hello"); process.exit(3)') }),
  );
  await client.waitFor('initialized');
  await client.request('configurationDone', {});
  await launched;
  await expectEnd(client, 3);
  expect(client.output('stdout')).toBe('hello\n');
  await client.request('disconnect', {});
}

describe('tandem dap', () => {
  it('serves one session on standard input and output, and ends with it', async () => {
    const child = dap();
    const exited = once(child, 'exit');
    await debugOnce(new DapClient(streamChannel(child.stdout!, child.stdin!)));
    expect(await exited).toEqual([0, null]);
  });

  it('serves session after session on a port that it tells, until it is ended', async () => {
    const child = dap('--port', '0');
    const [line] = await once(child.stdout!, 'data');
    const port = Number(/on 127\.0\.0\.1:(\d+)/.exec(String(line))?.[1]);
    for (const _ of ['one', 'another']) {
      const socket = dial(port, '127.0.0.1');
      await debugOnce(new DapClient(streamChannel(socket, socket)));
    }
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });

  it.each([
    [['--port', 'x'], /--port x is not a port number/],
    [['--port', '1', '--socket', 'a'], /either --port or --socket/],
    [['--port', '1', '--host', '0.0.0.0'], /"0\.0\.0\.0" is not a loopback address/],
    [['--stdio'], /no option --stdio/],
    [['extra'], /"extra" is one argument too many/],
  ])('refuses %j with exit code 2', async (args, message) => {
    const run = await tandem(['dap', ...args]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
  });
});
