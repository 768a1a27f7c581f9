import { describe, expect, it } from 'vitest';
import { splitArguments } from '../../adapter/launch/arguments.ts';
import { parseConfiguration, settingNames } from '../../adapter/launch/configuration.ts';
import { unknownSettings } from '../../adapter/settings/unknown-settings.ts';

const error = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe('a launch configuration', () => {
  it('needs nothing but a program', () => {
    expect(parseConfiguration({ program: 'a.js' })).toEqual({
      program: 'a.js',
      args: [],
      env: {},
      runtimeArgs: [],
      console: 'internalConsole',
      stopOnEntry: false,
      showAsyncStacks: true,
      autoAttachChildProcesses: true,
      pauseAllThreads: false,
      customDescriptions: false,
      justMyCode: true,
      pythonArgs: [],
      sourceMaps: true,
      sourceMapPathOverrides: {},
      resolveSourceMapLocations: null,
      outFiles: [],
      skipFiles: ['<node_internals>/**'],
      smartStep: true,
      inProcess: false,
      noDebug: false,
      transport: 'auto',
      killTimeout: 5000,
      trace: false,
    });
  });

  it.each([
    [{}, 'launch.programUnset', /names no program/],
    [{ program: ' ' }, 'launch.programUnset', /names no program/],
    [{ program: 5 }, 'launch.settingInvalid', /"program" must be the path of a file, but is 5\./],
    [{ program: 'a', args: [1] }, 'launch.settingInvalid', /"args" must be a list of strings, or one string/],
    [{ program: 'a', env: { PORT: 80 } }, 'launch.settingInvalid', /"env\.PORT" must be .* but is 80\./],
    [
      { program: 'a', console: 'tmux' },
      'launch.settingInvalid',
      /"console" must be "internalConsole", .* "tmux"/,
    ],
    [{ program: 'a', stopOnEntry: 'yes' }, 'launch.settingInvalid', /"stopOnEntry" must be true or false/],
    [
      { program: 'a', killTimeout: -1 },
      'launch.settingInvalid',
      /"killTimeout" must be a number of milliseconds/,
    ],
    [
      { program: 'a', resourceLimits: { heap: 1 } },
      'launch.settingInvalid',
      /"resourceLimits" must be an object of/,
    ],
    [
      { program: 'a', transport: 'pigeon' },
      'launch.settingInvalid',
      /"transport" must be "auto", .* but is "pigeon"\./,
    ],
    [{ program: 'a', transport: { type: 'tcp', port: -1 } }, 'launch.settingInvalid', /"transport/],
    [{ program: 'a', transport: { prot: 1 } }, 'launch.settingInvalid', /"transport/],
    [{ program: 'a', skipFiles: 'x'.repeat(99) }, 'launch.settingInvalid', /but is "x{58}…\./],
  ])('%j is refused, and the setting is named', (raw, code, message) => {
    expect(() => parseConfiguration(raw)).toThrow(error(code, message));
  });
});

describe('unknown settings', () => {
  it('are named, with the one that was probably meant', () => {
    expect(unknownSettings({ program: 'a', stopOnEntri: true, ENV: {}, timeouts: 1 }, settingNames)).toEqual([
      'Unknown setting "stopOnEntri" is ignored. Did you mean "stopOnEntry"?',
      'Unknown setting "ENV" is ignored. Did you mean "env"?',
      'Unknown setting "timeouts" is ignored.',
    ]);
  });

  it('of debugpy do what they say, or it is said what does', () => {
    const raw = {
      module: 'pytest',
      args: '-k "a b"',
      subProcess: false,
      autoReload: { enable: true },
      pathMappings: [{ localRoot: '/here', remoteRoot: '/there' }],
    };
    expect(parseConfiguration(raw)).toMatchObject({
      autoAttachChildProcesses: false,
      hotReload: true,
      localRoot: '/here',
      remoteRoot: '/there',
    });
    expect(parseConfiguration({ ...raw, hotReload: false }).hotReload).toBe(false);
    expect(unknownSettings(raw, settingNames)).toEqual([]);
    const more = { redirectOutput: true, django: true, jinja: false, purpose: [], pathMappings: [{}, {}] };
    expect(unknownSettings(more, settingNames)).toEqual([
      expect.stringContaining('"django" is ignored'),
      expect.stringContaining('"pathMappings" is ignored'),
    ]);
  });

  it('are not what belongs to the editor', () => {
    const raw = { name: 'Run', type: 'tandem', request: 'launch', preLaunchTask: 'build', __sessionId: '1' };
    expect(unknownSettings(raw, settingNames)).toEqual([]);
  });
});

describe('args in one string', () => {
  it.each([
    ['', []],
    ['a b  c', ['a', 'b', 'c']],
    ['--name "two words"', ['--name', 'two words']],
    ['\'single "quoted"\' x', ['single "quoted"', 'x']],
    ['"say \\"hi\\""', ['say "hi"']],
    ['C:\\dir\\file', ['C:\\dir\\file']],
    ['"C:\\\\dir"', ['C:\\dir']],
    ['--a="b c"d', ['--a=b cd']],
    ['""', ['']],
    ["it's", ["it's"]],
  ])('%s is split at white space, quotes keep together', (line, args) => {
    expect(splitArguments(line)).toEqual(args);
  });
});
