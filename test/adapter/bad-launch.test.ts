import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RefusedError } from '../support/dap-client.ts';
import { files, program } from '../support/fixtures.ts';
import { connect, launchArguments, type Settings } from '../support/session.ts';

/** Launches what cannot be launched; resolves with the refusal, when the session has come to its end. */
async function refused(settings: Settings): Promise<RefusedError> {
  const client = await connect();
  const refusal = await client.request('launch', launchArguments(settings)).then(
    () => expect.fail('the launch succeeded'),
    (error: RefusedError) => error,
  );
  await client.waitFor('terminated');
  expect(client.eventNames).not.toContain('initialized');
  return refusal;
}

const posix = process.platform !== 'win32';
const root = posix && process.getuid?.() === 0;

describe.each([false, true])('a launch with inProcess %s', (inProcess) => {
  it.each<[name: string, settings: () => Settings, code: string, message: RegExp]>([
    ['no program', () => ({}), 'launch.programUnset', /names no program\. Set "program"/],
    [
      'a program that is missing',
      () => ({ program: '/nowhere/a.js' }),
      'launch.programNotFound',
      /nowhere.* does not exist/,
    ],
    [
      'a directory',
      () => ({ program: files({ 'x.txt': '' }) }),
      'launch.programIsDirectory',
      /is a directory that holds/,
    ],
    [
      'a directory whose main is missing',
      () => ({ program: files({ 'package.json': '{"main":"gone.js"}' }) }),
      'launch.programIsDirectory',
      /"main" that exists/,
    ],
    [
      'an environment file that is missing',
      () => ({ program: program(''), envFile: '/nowhere/.env' }),
      'launch.envFileUnreadable',
      /\.env" cannot be read \(ENOENT\)/,
    ],
    [
      'an environment file that is none',
      () => ({ program: program(''), envFile: join(files({ '.env': 'what?' }), '.env') }),
      'launch.envFileInvalid',
      /^Line 1 of/,
    ],
    ['a setting that is wrong', () => ({ program: 'a', args: 5 }), 'launch.settingInvalid', /"args" must be/],
  ])('fails on %s', async (_name, settings, code, message) => {
    const refusal = await refused({ ...settings(), inProcess });
    expect(refusal.message).toMatch(message);
    expect(refusal.code).toBe(code);
    expect(refusal.response.body.error?.showUser).toBe(true);
  });

  it.skipIf(!posix || root)('fails on a program that may not be read', async () => {
    const file = program('');
    chmodSync(file, 0);
    expect((await refused({ program: file, inProcess })).code).toBe('launch.programUnreadable');
  });
});

describe('an external launch', () => {
  it.each<[name: string, settings: () => Settings, code: string, message: RegExp]>([
    ['a cwd that is missing', () => ({ cwd: '/nowhere' }), 'launch.cwdInvalid', /"\/nowhere" does not exist/],
    ['a cwd that is a file', () => ({ cwd: program('') }), 'launch.cwdInvalid', /is not a directory/],
    ['a relative cwd', () => ({ cwd: 'src' }), 'launch.cwdInvalid', /is not an absolute path/],
    [
      'an unknown runtime',
      () => ({ runtimeExecutable: 'nodde' }),
      'launch.runtimeNotFound',
      /"nodde" was not found/,
    ],
    [
      'a runtime at no such path',
      () => ({ runtimeExecutable: '/no/node' }),
      'launch.runtimeNotFound',
      /was not found/,
    ],
    [
      'a client without terminals',
      () => ({ console: 'integratedTerminal' }),
      'launch.terminalUnsupported',
      /no terminal/,
    ],
  ])('fails on %s', async (_name, settings, code, message) => {
    const refusal = await refused({ program: program(''), ...settings() });
    expect(refusal.message).toMatch(message);
    expect(refusal.code).toBe(code);
  });
});

describe('an in-process launch', () => {
  it.each<[name: string, settings: Settings, code: string, message: RegExp]>([
    [
      'another cwd',
      { cwd: '/' },
      'launch.inProcessSetting',
      /cannot honour "cwd": .* Remove "cwd", or set "inProcess"/,
    ],
    ['another runtime', { runtimeExecutable: 'node' }, 'launch.inProcessSetting', /"runtimeExecutable"/],
    ['a terminal', { console: 'externalTerminal' }, 'launch.inProcessSetting', /"console"/],
    [
      'options of V8',
      { runtimeArgs: ['--expose-gc'] },
      'launch.inProcessSetting',
      /"runtimeArgs": .*--expose-gc/,
    ],
    [
      'bad NODE_OPTIONS',
      { env: { NODE_OPTIONS: '--title=x' } },
      'launch.inProcessSetting',
      /"env\.NODE_OPTIONS"/,
    ],
  ])('refuses %s before it starts', async (_name, settings, code, message) => {
    const refusal = await refused({ program: program(''), inProcess: true, ...settings });
    expect(refusal.message).toMatch(message);
    expect(refusal.code).toBe(code);
  });

  it('takes a cwd that is the one it has', async () => {
    const client = await connect();
    const settings = { program: program(''), inProcess: true, noDebug: true, cwd: process.cwd() };
    await client.request('launch', launchArguments(settings));
  });
});

describe('a program that dies before it can be debugged', () => {
  it('is reported with how, and its last words', async () => {
    const client = await connect();
    const launched = client.request(
      'launch',
      launchArguments({ program: program(''), runtimeArgs: ['--bogus'] }),
    );
    await expect(launched).rejects.toThrow(
      /ended before it could be debugged \(exit code 9\).*bad option: --bogus/s,
    );
    expect(await client.waitFor('exited')).toEqual({ exitCode: 9 });
    await client.waitFor('terminated');
  });

  it.skipIf(!posix)('of an old Node is told the version that is needed', async () => {
    const bin = files({ node: '#!/bin/sh\n[ "$1" = --version ] && echo v16.20.2\nexit 1\n' });
    chmodSync(join(bin, 'node'), 0o755);
    const client = await connect();
    const launched = client.request(
      'launch',
      launchArguments({ program: program(''), runtimeExecutable: join(bin, 'node') }),
    );
    await expect(launched).rejects.toThrow(
      /is Node\.js 16\.20\.2; Tandem debugs Node\.js 20\.19\.0 and later/,
    );
  });

  it.skipIf(!posix)('by a signal is told which', async () => {
    const bin = files({ node: '#!/bin/sh\nkill -9 $$\n' });
    chmodSync(join(bin, 'node'), 0o755);
    const client = await connect();
    const launched = client.request(
      'launch',
      launchArguments({ program: program(''), runtimeExecutable: join(bin, 'node') }),
    );
    await expect(launched).rejects.toThrow(/before it could be debugged \(SIGKILL\)/);
    expect(await client.waitFor('exited')).toEqual({ exitCode: 137 });
  });
});

it('an unknown setting does not keep the program from running, and is told', async () => {
  const client = await connect();
  await client.request('launch', launchArguments({ program: program(''), noDebug: true, argz: [] }));
  expect(client.output('console')).toBe('Unknown setting "argz" is ignored. Did you mean "args"?\n');
});
