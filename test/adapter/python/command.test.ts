import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../adapter/launch/configuration.ts';
import { isInterpreter } from '../../../adapter/launch/runtimes/python-command.ts';
import { readCommand } from '../../../adapter/launch/runtimes/python-words.ts';
import { runtimeKindOf } from '../../../adapter/launch/runtimes/runtimes.ts';
import { files } from '../../support/fixtures.ts';

describe('a command line of Python', () => {
  it.each([
    ['app.py -x 1', [], { program: 'app.py', args: ['-x', '1'] }],
    ['-m pytest -k a', [], { module: 'pytest', args: ['-k', 'a'] }],
    ['-mpytest -k', [], { module: 'pytest', args: ['-k'] }],
    ['-X dev -W ignore -O app.py', ['-X', 'dev', '-W', 'ignore', '-O'], { program: 'app.py', args: [] }],
    ['-Xdev -Im mod', ['-Xdev', '-I'], { module: 'mod', args: [] }],
    ['-c pass x', [], { code: 'pass', args: ['x'] }],
    ['-3.12 -u app.py', ['-3.12', '-u'], { program: 'app.py', args: [] }],
  ])('%s', (line, options, runs) => {
    expect(readCommand(line.split(' '))).toEqual({ options, runs });
  });

  it.each(['', '-', '-m', '-V', '--version', '-X'])('"%s" runs nothing', (line) => {
    expect(readCommand(line === '' ? [] : line.split(' '))).toBeUndefined();
  });
});

describe('an interpreter is known by its name', () => {
  it.each([
    'python',
    'python3.14t',
    '/opt/bin/python3.13td',
    'pythonw.exe',
    'pypy3.10',
    'py',
    'PYTHON3.14T.EXE',
  ])('%s', (name) => expect(isInterpreter(name)).toBe(true));
  it.each(['pytest', 'python-config', 'ipython', 'pyt', 'node'])('not %s', (name) =>
    expect(isInterpreter(name)).toBe(false),
  );
});

describe('a configuration for what a command runs', () => {
  const pytest = (first: string) => {
    const home = files({ pytest: `${first}\nimport sys\n`, 'npm.txt': '' });
    chmodSync(join(home, 'pytest'), 0o755);
    return home;
  };

  it('takes the command line of an interpreter apart', () => {
    const configuration = parseConfiguration({
      runtimeExecutable: 'python3.12',
      pythonArgs: ['-B'],
      runtimeArgs: ['-X', 'dev', '-m'],
      args: 'pytest "-k a b"',
    });
    expect(configuration).toMatchObject({
      runtimeExecutable: 'python3.12',
      runtimeArgs: ['-B', '-X', 'dev'],
      pythonArgs: [],
      module: 'pytest',
      args: ['-k a b'],
    });
    expect(runtimeKindOf(configuration).name).toBe('Python');
  });

  it('needs something to run', () => {
    expect(() => parseConfiguration({ runtimeExecutable: 'python3', runtimeArgs: ['-V'] })).toThrow(
      expect.objectContaining({ code: 'launch.programUnset' }),
    );
  });

  it.skipIf(process.platform === 'win32')('knows a script of Python by its first line', () => {
    const home = pytest('#!/opt/a/bin/python3.12');
    const told = { runtimeExecutable: 'pytest', args: ['-x'], env: { PATH: home } };
    const configuration = parseConfiguration(told);
    const script = { program: join(home, 'pytest'), args: ['-x'], python: '/opt/a/bin/python3.12' };
    expect(configuration).toMatchObject(script);
    expect(configuration.runtimeExecutable).toBeUndefined();
    expect(runtimeKindOf(configuration).name).toBe('Python');
    expect(parseConfiguration({ ...told, python: '.venv' })).toMatchObject({ python: '.venv' });
    expect(parseConfiguration({ program: 'pytest', cwd: home })).toMatchObject({
      program: 'pytest',
      python: '/opt/a/bin/python3.12',
    });
  });

  it.skipIf(process.platform === 'win32')(
    'knows one of pip by its second line, and one of the system',
    () => {
      const long = pytest(`#!/bin/sh\n'''exec' "/a b/python" "$0" "$@"\n' '''`);
      expect(parseConfiguration({ runtimeExecutable: 'pytest', env: { PATH: long } }).python).toBe(
        '/a b/python',
      );
      const any = pytest('#!/usr/bin/env python3');
      const configuration = parseConfiguration({ runtimeExecutable: 'pytest', env: { PATH: any } });
      expect(configuration).toMatchObject({ program: join(any, 'pytest') });
      expect(configuration.python).toBeUndefined();
      expect(runtimeKindOf(configuration).name).toBe('Python');
    },
  );

  it('leaves other commands alone', () => {
    const home = pytest('#!/usr/bin/env node');
    const told = { runtimeExecutable: 'pytest', args: ['-x'], env: { PATH: home } };
    expect(parseConfiguration(told)).toMatchObject({ runtimeExecutable: 'pytest', args: ['-x'] });
    expect(runtimeKindOf(parseConfiguration({ runtimeExecutable: 'npm' })).name).toBe('Node.js');
  });

  it('says why a tool that starts Python by itself is not run', () => {
    expect(() => parseConfiguration({ runtimeExecutable: 'uv', args: ['run', 'app.py'] })).toThrow(
      expect.objectContaining({
        code: 'launch.pythonRunner',
        hint: expect.stringContaining('Leave "uv run" out'),
      }),
    );
  });

  it('knows packages, and scripts without an ending', () => {
    const home = files({ 'package/__main__.py': '', tool: '#!/usr/bin/env python3\n', other: '#!/bin/sh\n' });
    const kindOf = (program: string) => runtimeKindOf(parseConfiguration({ program, cwd: home })).name;
    expect([kindOf('package'), kindOf('tool'), kindOf('other')]).toEqual(['Python', 'Python', 'Node.js']);
  });
});
