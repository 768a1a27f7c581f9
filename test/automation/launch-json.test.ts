import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { forPlatform } from '../../automation/tasks/headless/for-platform.ts';
import { prepare } from '../../automation/tasks/headless/prepare.ts';
import { files } from '../support/fixtures.ts';
import { begin, serve } from './support/tasks.ts';

const LAUNCH = `{
  // Comments, and commas at ends.
  "version": "0.2.0",
  "configurations": [
    {
      "type": "node",
      "name": "app",
      "request": "launch",
      "program": "\${workspaceFolder}/src/app.js",
      "args": ["\${env:TANDEM_TEST_WORD}", "\${workspaceFolderBasename}"],
      "console": "integratedTerminal",
      "preLaunchTask": "build",
      "linux": { "env": { "WHERE": "linux" } },
      "osx": { "env": { "WHERE": "osx" } },
      "windows": { "env": { "WHERE": "windows" } },
    },
    { "type": "go", "name": "other", "request": "launch" },
    { "type": "tandem", "name": "file", "request": "launch", "program": "\${file}" },
    { "type": "tandem", "name": "asks", "request": "launch", "program": "\${input:which}" },
  ],
  "compounds": [{ "name": "both", "configurations": ["app", { "name": "other", "folder": "x" }] }],
}
`;

/** As VS Code writes it. */
const variable = (name: string): string => `\${${name}}`;

const workspace = () =>
  files({
    '.vscode/launch.json': LAUNCH,
    'src/app.js': 'console.log(process.argv.slice(2).join(), process.env.WHERE);\n',
  });

const start = (
  configuration: string | Record<string, unknown>,
  folders: readonly string[],
  folder?: string,
) => prepare({ configuration, folder, exceptions: 'none', noDebug: false, taskId: 't1' }, folders);

describe('a configuration of a launch.json', () => {
  it('is started by its name, with its variables filled in and what it says of this platform', async () => {
    process.env.TANDEM_TEST_WORD = 'hi';
    const directory = workspace();
    const { commander } = serve([directory]);
    const { taskId, first } = await begin(commander, { configuration: 'app' });
    expect(first).toMatchObject({ state: 'ended', task: { name: 'app', exitCode: 0 } });
    const { entries } = await commander.send('GetOutput', { taskId });
    const { WHERE } = forPlatform({
      linux: { WHERE: 'linux' },
      osx: { WHERE: 'osx' },
      windows: { WHERE: 'windows' },
    });
    expect(entries.map(({ text }) => text)).toEqual([
      'A configuration of the type "node" is run by Tandem.\n',
      'There is no terminal here for "console": "integratedTerminal": the output is in this task.\n',
      '"preLaunchTask": "build" is a task of VS Code, and is not run here.\n',
      `hi,${basename(directory)} ${String(WHERE)}\n`,
    ]);
  });

  it('is looked for in every folder, or in the one that is named', () => {
    const [one, two] = [files({ 'a.js': '' }), workspace()];
    expect(start('app', [one, two]).configuration.program).toBe(join(two, 'src/app.js'));
    expect(() => start('app', [one, two], one)).toThrow(
      expect.objectContaining({ code: 'task.launchJsonMissing' }),
    );
    expect(() => start('app', [])).toThrow(expect.objectContaining({ code: 'task.launchJsonMissing' }));
  });

  it.each(['node', 'debugpy', 'python'])(
    'for the debugger "%s" is run as one of ours, which is said',
    (type) => {
      const { configuration, notes } = start({ type, request: 'launch', program: '/app.py' }, []);
      expect(configuration).toMatchObject({ type: 'tandem', program: '/app.py' });
      expect(notes).toEqual([`A configuration of the type "${type}" is run by Tandem.`]);
    },
  );

  it.each([
    ['ap', 'task.configurationUnknown', /Did you mean "app"/],
    ['something else', 'task.configurationUnknown', /There are: "app", "other", "file", "asks"/],
    ['both', 'task.configurationCompound', /"app", "other"/],
    ['other', 'task.configurationType', /"go"/],
    ['file', 'task.configurationVariable', /\$\{file\} cannot be filled in: there is no editor here/],
    ['asks', 'task.configurationVariable', /\$\{input:which\}/],
  ])('is refused where it cannot be started: %s', async (name, code, text) => {
    const { commander, events } = serve([workspace()]);
    const error = await commander.send('StartNewTask', { configuration: name }).catch((thrown) => thrown);
    expect(error).toMatchObject({ code });
    expect(error.text).toMatch(text);
    expect(events).toEqual([]);
  });

  it('is told where the file is broken', () => {
    const directory = files({
      '.vscode/launch.json': '{\n  "configurations": [\n    { "name" "app" }\n  ]\n}\n',
    });
    expect(() => start('app', [directory])).toThrow(
      expect.objectContaining({ code: 'task.launchJsonInvalid', message: expect.stringContaining('line 3') }),
    );
  });

  it('that is refused leaves no breakpoints behind', async () => {
    const { commander } = serve([workspace()]);
    const breakpoints = [{ file: 'src/app.js', line: 1 }];
    await expect(commander.send('StartNewTask', { configuration: 'both', breakpoints })).rejects.toThrow();
    expect(await commander.send('ListBreakpoints', {})).toEqual({ breakpoints: [] });
  });
});

describe('a configuration that is given whole', () => {
  it('need not say more than the program', () => {
    const directory = workspace();
    expect(start({ program: 'src/app.js' }, [directory])).toEqual({
      configuration: {
        type: 'tandem',
        request: 'launch',
        name: 'app.js',
        program: join(directory, 'src/app.js'),
        cwd: directory,
      },
      notes: [],
    });
  });

  it('has relative paths as in an editor, and the variables that need none', () => {
    const directory = workspace();
    const { configuration } = start(
      {
        program: 'app.js',
        cwd: `${variable('workspaceFolder')}/src`,
        envFile: '.env',
        args: [...['userHome', 'pathSeparator', 'unknown', 'env:NOT_SET_AT_ALL'].map(variable), 'a$b'],
      },
      [directory],
    );
    const src = join(directory, 'src');
    expect(configuration).toMatchObject({
      program: join(src, 'app.js'),
      cwd: src,
      envFile: join(src, '.env'),
      args: [homedir(), process.platform === 'win32' ? '\\' : '/', variable('unknown'), '', 'a$b'],
    });
  });
});
