import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { files, fixture, lineOf } from '../support/fixtures.ts';
import { connect, expectEnd, launch, launchArguments, type Settings } from '../support/session.ts';

const posix = process.platform !== 'win32';
const LOCAL = posix ? 'unix' : 'pipe';

/** Stops in a program, and has it write how it was told to come to the debugger. */
async function debug(settings: Settings) {
  const directory = files({ 'app.js': 'const seen = 1; // here\nconsole.log(seen);\n' });
  const program = join(directory, 'app.js');
  const { client, launched } = await launch({ program, ...settings });
  const breakpoints = [{ line: lineOf(program, 'here') }];
  await client.request('setBreakpoints', { source: { path: program }, breakpoints });
  await client.request('configurationDone', {});
  await launched;
  const { threadId } = await client.waitFor('stopped');
  await client.request('continue', { threadId: threadId! });
  await expectEnd(client, 0);
  return client;
}

describe('the setting "transport"', () => {
  it.each<[string, Settings['transport']]>([
    ['auto', 'auto'],
    [LOCAL, LOCAL],
    ['tcp', 'tcp'],
    ['WebSocket', 'ws'],
    ['tcp on another address', { type: 'tcp', host: 'localhost' }],
    ['details alone', { host: '127.0.0.1' }],
  ])('carries a session: %s', async (_name, transport) => {
    const client = await debug({ transport });
    expect(client.output('console')).toBe('');
  });

  it('warns of an address that other machines can reach', async () => {
    const client = await debug({ transport: { host: '0.0.0.0', allowNonLoopback: true } });
    expect(client.output('console')).toMatch(
      /^Listening on 0\.0\.0\.0:\d+, which other machines can reach\./,
    );
  });

  it.each<[string, Settings['transport'], RegExp]>([
    ['ipc.hostNotLoopback', { host: '0.0.0.0' }, /"0\.0\.0\.0" is not a loopback address/],
    ['ipc.transportUnavailable', posix ? 'pipe' : 'unix', /does not exist on/],
    ['ipc.transportSetting', { type: 'tcp', path: '/tmp/s' }, /"path" means nothing to .* "tcp"/],
    ['ipc.transportSetting', { type: LOCAL, port: 1 }, /"port" means nothing to/],
    ['launch.settingInvalid', 'pigeon', /"transport" must be "auto", .*, but is "pigeon"/],
    ['launch.settingInvalid', { port: 65_536 }, /"transport/],
  ])('is refused with %s', async (code, transport, message) => {
    const client = await connect();
    const program = fixture('counter.js');
    await expect(client.request('launch', launchArguments({ program, transport }))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it.runIf(posix)('falls back to TCP where no socket can be made, and tells so', async () => {
    const long = join(files({}), 'x'.repeat(120));
    mkdirSync(long);
    vi.stubEnv('XDG_RUNTIME_DIR', undefined);
    vi.stubEnv('TMPDIR', long);
    onTestFinished(() => void vi.unstubAllEnvs());
    const client = await debug({});
    expect(client.output('console')).toMatch(
      /^The socket path ".*" is longer than the \d+ bytes .* Using 127\.0\.0\.1:\d+ instead\.\n$/,
    );
  });
});
