import { describe, expect, it } from 'vitest';
import { attachSettingNames, parseAttachConfiguration } from '../../adapter/attach/configuration.ts';
import { toLocal, toRemote } from '../../adapter/attach/roots.ts';
import { unknownSettings } from '../../adapter/settings/unknown-settings.ts';

const error = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe('an attach configuration', () => {
  it.each([
    { processId: 4711 },
    { processId: '4711' },
    { port: 9229 },
    { port: '9229', host: 'localhost' },
    { port: 9229, address: '127.0.0.1', restart: { delay: 100, maxAttempts: 3 } },
    { endpoint: 'unix:/run/app.sock', token: 'secret' },
    { path: '/run/app.sock', localRoot: '/home/me/app', remoteRoot: '/app' },
    { pipeName: 'app' },
    { pipe: ['docker', 'exec', '-i', 'web'], processId: 1, remoteRoot: '/app' },
    { pipe: ['ssh', 'host'] },
    { pipe: { command: 'vagrant', args: ['ssh', '-c'], quoteArgs: true }, processId: 1 },
  ])('%j is one', (raw) => {
    expect(parseAttachConfiguration(raw)).toMatchObject(raw);
  });

  it('has the settings of debugging, with their defaults', () => {
    expect(parseAttachConfiguration({ processId: 1 })).toEqual({
      processId: 1,
      restart: false,
      timeout: 10_000,
      stopOnEntry: false,
      showAsyncStacks: true,
      autoAttachChildProcesses: true,
      pauseAllThreads: false,
      customDescriptions: false,
      justMyCode: true,
      sourceMaps: true,
      sourceMapPathOverrides: {},
      resolveSourceMapLocations: null,
      outFiles: [],
      skipFiles: ['<node_internals>/**'],
      smartStep: true,
      killTimeout: 5000,
      trace: false,
    });
  });

  it.each([
    [{}, 'attach.placeUnset', /does not say where/],
    [{ processId: 1, port: 2 }, 'attach.placeAmbiguous', /both "port" and "processId"/],
    [{ path: '/a', endpoint: 'unix:/a' }, 'attach.placeAmbiguous', /both "endpoint" and "path"/],
    [{ processId: 'node' }, 'launch.settingInvalid', /"processId" must be the id of a process/],
    [{ processId: 0 }, 'launch.settingInvalid', /"processId" must be/],
    [{ port: 70_000 }, 'launch.settingInvalid', /"port" must be a port number/],
    [{ processId: 1, pipe: 'docker exec' }, 'launch.settingInvalid', /"pipe" must be a command as a list/],
    [{ processId: 1, restart: 'yes' }, 'launch.settingInvalid', /"restart" must be true, false, or/],
    [{ processId: 1, timeout: -1 }, 'launch.settingInvalid', /"timeout" must be a number of milliseconds/],
    [{ processId: 1, skipFiles: 'a' }, 'launch.settingInvalid', /"skipFiles" must be a list of glob/],
  ])('%j is none', (raw, code, message) => {
    expect(() => parseAttachConfiguration(raw)).toThrow(error(code, message));
  });

  it('has settings of its own', () => {
    expect(unknownSettings({ processId: 1, program: 'a.js', remoteRot: '/' }, attachSettingNames)).toEqual([
      'Unknown setting "program" is ignored.',
      'Unknown setting "remoteRot" is ignored. Did you mean "remoteRoot"?',
    ]);
  });
});

describe('a path in another place', () => {
  it.each([
    ['/home/me/app', '/app', '/home/me/app/src/a.js', '/app/src/a.js'],
    ['/home/me/app/', '/', '/home/me/app/a.js', '/a.js'],
    ['C:\\work\\app', '/app', 'C:\\work\\app\\src\\a.js', '/app/src/a.js'],
    ['/home/me/app', 'D:\\app', '/home/me/app/src/a.js', 'D:\\app\\src\\a.js'],
    ['/home/me/app', '/app', '/home/me/app', '/app'],
  ])('is below the other root: %s is %s', (local, remote, here, there) => {
    expect(toRemote(here, { local, remote })).toBe(there);
    expect(toLocal(there, { local, remote }).replace(/\/$/, '')).toBe(here.replace(/\/$/, ''));
  });

  it.each(['/home/me/other/a.js', '/home/me/app2/a.js', 'C:\\home\\me\\app\\a.js', '<eval>'])(
    'is itself where it is not below the root: %s',
    (path) => {
      expect(toRemote(path, { local: '/home/me/app', remote: '/app' })).toBe(path);
    },
  );
});
