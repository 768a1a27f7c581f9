import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { privatePlaces } from '../support/private-places.ts';
import { MANY_COMMANDS_MS, tandem } from './support/cli.ts';
import { serving } from './support/serving.ts';

interface Told {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly state: string; readonly message: string }[];
}

describe('tandem doctor', { timeout: MANY_COMMANDS_MS }, () => {
  it('finds that all is well', async () => {
    const server = await serving(files({}));
    const { code, answer } = await server.ask('doctor');
    const { ok, checks } = answer as Told;
    expect(checks.filter(({ state }) => state === 'problem')).toEqual([]);
    expect({ ok, code }).toEqual({ ok: true, code: 0 });
    const of = (name: string) => checks.find((check) => check.name === name);
    expect(of('windows and servers')).toMatchObject({
      state: 'ok',
      message: expect.stringContaining(`server ${server.pid}`),
    });
    expect(of('runtime directory')).toMatchObject({
      state: 'ok',
      message: expect.stringContaining(', 0700'),
    });
    expect(of('private sockets')?.state).toBe('ok');
    const text = await server.run('doctor');
    expect(text.stdout).toMatch(/^✓ Node\.js +this is \d+\.\d+\.\d+$/m);
    expect(text.stdout).toMatch(/● Tandem works here\.\n$/);
  });

  it.skipIf(process.platform === 'win32')('says what is wrong, and what to do', async () => {
    const { home, directory } = privatePlaces();
    mkdirSync(directory, { mode: 0o755 });
    const bin = join(home, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'node'), '#!/bin/sh\necho v18.1.0\n', { mode: 0o755 });
    const run = await tandem(['doctor'], { env: { PATH: bin, NODE_OPTIONS: '--inspect-publish-uid=http' } });
    expect(run).toMatchObject({ code: 1, stderr: '' });
    expect(run.stdout).toMatch(
      /✗ node for programs +\S+node is 18\.1\.0, which is too old\n +Install Node\.js 20/,
    );
    expect(run.stdout).toMatch(
      /· tandem in PATH +"tandem" is not in PATH\n +It can be run as it was now: node \S+cli\.js/,
    );
    expect(run.stdout).toMatch(/· runtime directory +\S+, 0700, because \S+ cannot be used\n/);
    expect(run.stdout).toMatch(/· NODE_OPTIONS +"--inspect-publish-uid=http" opens an inspector/);
    expect(run.stdout).toMatch(/● There is a problem\.\n$/);
  });

  it('finds a server of another version, and one that does not answer', async () => {
    const server = await serving(files({}));
    const publication = String(server.told[0]!.publication);
    const told = JSON.parse(readFileSync(publication, 'utf8'));
    writeFileSync(publication, JSON.stringify({ ...told, version: '0.0.1' }));
    const { code, answer } = await server.ask('doctor');
    expect(code).toBe(1);
    expect((answer as Told).checks.filter(({ state }) => state === 'problem')).toMatchObject([
      { name: 'windows and servers', message: expect.stringMatching(/has Tandem 0\.0\.1, and this is/) },
    ]);
    server.process.kill('SIGSTOP');
    const stuck = (await tandem(['doctor'], { cwd: join(publication, '../..') })).stdout;
    server.process.kill('SIGCONT');
    expect(stuck).toMatch(
      /✗ windows and servers +server \d+ .* does not answer: .*\n +Reload the window, or end process \d+/,
    );
  });
});
