import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDevState } from '../../automation/dev/dev-state.ts';
import { LogFile } from '../../automation/dev/log-file.ts';
import { tandem } from '../cli/support/cli.ts';
import { files, program } from '../support/fixtures.ts';
import { gone, launchArguments } from '../support/session.ts';
import { type DevProcess, startDev } from './support.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const IS_WINDOWS = process.platform === 'win32';

/** A program of a session that does not end by itself; resolves with its process id. */
async function endless(dev: DevProcess): Promise<number> {
  const client = await dev.connect();
  const launched = client.request(
    'launch',
    launchArguments({ program: program('setInterval(() => {}, 1e6);') }),
  );
  await client.waitFor('initialized');
  await client.request('configurationDone', {});
  await launched;
  return (await client.waitFor('process')).systemProcessId!;
}

describe.skipIf(IS_WINDOWS)('a dev adapter', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends at %s with its programs, and leaves its log',
    async (signal) => {
      const dev = await startDev(REPOSITORY).ready();
      const pid = await endless(dev);
      expect(readFileSync(join(dev.state, 'dev.pid'), 'utf8')).toBe(`${dev.child.pid}\n`);
      dev.child.kill(signal);
      expect(await dev.exited).toBe(0);
      await gone(pid);
      expect(readdirSync(dev.state)).toEqual(['dev.log']);
    },
  );

  it('that was killed takes its programs along; what it has left is removed by the next one', async () => {
    const dev = await startDev(REPOSITORY).ready();
    const pid = await endless(dev);
    dev.child.kill('SIGKILL');
    await dev.exited;
    await gone(pid);
    const left = readdirSync(dev.state);
    expect(left).toEqual(
      expect.arrayContaining(['dev.json', 'dev.pid', 'dev.sock', 'generations', 'in.fifo']),
    );
    const next = await startDev(REPOSITORY, dev.state).ready();
    await next.connect('fifos, lines');
    next.child.kill('SIGTERM');
    expect(await next.exited).toBe(0);
    expect(readdirSync(dev.state)).toEqual(['dev.log']);
  });

  it('takes along what builds for one that was killed, and has not noticed that', async () => {
    const dev = await startDev(REPOSITORY).ready();
    const { builder } = readDevState(dev.state)!;
    // As it stays when its parent is killed while it waits for an answer.
    process.kill(builder!.pid, 'SIGSTOP');
    dev.child.kill('SIGKILL');
    await dev.exited;
    await startDev(REPOSITORY, dev.state).ready();
    await gone(builder!.pid);
  });

  it('keeps another one out of its state directory, also when both begin at once', async () => {
    const state = join(files({}), 'state');
    const both = [startDev(REPOSITORY, state), startDev(REPOSITORY, state)];
    const loser = await Promise.race(both.map(async (dev) => dev.exited.then(() => dev)));
    const winner = both.find((dev) => dev !== loser)!;
    expect(await loser.exited).toBe(125);
    await winner.ready();
    const { code, stdout } = await tandem(['dev', '--json', '--state', state, '--checkout', REPOSITORY]);
    expect(code).toBe(125);
    expect(JSON.parse(stdout)).toMatchObject({ event: 'error', code: 'dev.running' });
    expect(stdout).toContain(`${winner.child.pid}`);
    await winner.connect();
  });

  it('is shown by --status, without its secret, and ended by --stop', async () => {
    const dev = await startDev(REPOSITORY).ready();
    const pid = await endless(dev);
    const status = await tandem(['dev', '--status', '--json', '--state', dev.state]);
    const { token } = JSON.parse(readFileSync(join(dev.state, 'dev.json'), 'utf8')).endpoints.tcp;
    expect(JSON.parse(status.stdout)).toMatchObject({ event: 'running', pid: dev.child.pid, generation: 1 });
    expect(status.stdout).not.toContain(token);
    expect((await tandem(['dev', '--status', '--state', dev.state])).stdout).toContain(
      join(dev.state, 'dev.sock'),
    );
    expect(await tandem(['dev', '--stop', '--state', dev.state])).toMatchObject({
      code: 0,
      stdout: 'Ended.\n',
    });
    expect(existsSync(join(dev.state, 'dev.json'))).toBe(false);
    await gone(pid);
    for (const option of ['--status', '--stop']) {
      const { code, stderr } = await tandem(['dev', option, '--state', dev.state]);
      expect(code).toBe(125);
      expect(stderr).toContain('No dev adapter runs');
    }
  });
});

describe('a dev adapter does not begin', () => {
  const refusal = async (...args: string[]): Promise<unknown> => {
    const { code, stdout } = await tandem(['dev', '--json', ...args], { cwd: files({}) });
    return { exit: code, ...(JSON.parse(stdout) as object) };
  };

  it('where there are no sources', async () => {
    expect(await refusal('--checkout', files({}))).toMatchObject({ exit: 125, code: 'dev.noCheckout' });
  });

  it('in a checkout that is not set up', async () => {
    const bare = files({ 'adapter/main.ts': '', 'scripts/build.mjs': '' });
    const state = join(files({}), 'state');
    expect(await refusal('--checkout', bare, '--state', state)).toMatchObject({ code: 'dev.noBuilder' });
    expect(readdirSync(state)).toEqual(['dev.log']);
  });

  it('in a directory with files of somebody else, which stay', async () => {
    const state = files({ 'thesis.txt': 'all of it' });
    chmodSync(state, 0o700);
    const refused = await refusal('--checkout', REPOSITORY, '--state', state);
    expect(refused).toMatchObject({ code: 'dev.stateForeign' });
    expect(readdirSync(state)).toEqual(['thesis.txt']);
  });

  it.skipIf(IS_WINDOWS)('in a directory that others may use', async () => {
    const state = files({});
    chmodSync(state, 0o755);
    expect(await refusal('--checkout', REPOSITORY, '--state', state)).toMatchObject({
      code: 'dev.stateUnsafe',
    });
  });

  it('when its command line is wrong', async () => {
    expect(await refusal('--status', '--stop')).toMatchObject({ exit: 2, code: 'cli.usage' });
    expect(await refusal('now')).toMatchObject({ exit: 2, code: 'cli.usage' });
  });
});

describe('a log', () => {
  it('is no longer than twice its limit, and keeps what was said last', () => {
    const directory = files({});
    const [path, former] = [join(directory, 'log'), join(directory, 'log.1')];
    const log = new LogFile(path, former, 1000);
    for (let line = 0; line < 200; line += 1) log.write(`line ${line}`);
    const text = readFileSync(former, 'utf8') + readFileSync(path, 'utf8');
    expect(text.length).toBeLessThanOrEqual(2000);
    expect(text).toMatch(/line 197\n.*line 198\n.*line 199\n$/);
  });
});
