import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeEnvironment, readEnvFile } from '../../adapter/launch/environment.ts';
import { preloadEnvironment } from '../../adapter/launch/node-options.ts';
import { findExecutable } from '../../adapter/launch/search-path.ts';
import { files } from '../support/fixtures.ts';

describe('the environment', () => {
  it('takes later values over earlier ones, and null removes', () => {
    expect(
      mergeEnvironment(
        [
          { A: '1', B: '2', C: undefined },
          { A: '3', B: null },
        ],
        false,
      ),
    ).toEqual({ A: '3' });
  });

  it('ignores case where the system does', () => {
    expect(mergeEnvironment([{ Path: '1' }, { PATH: '2' }], true)).toEqual({ PATH: '2' });
    expect(mergeEnvironment([{ Path: '1' }, { PATH: '2' }], false)).toEqual({ Path: '1', PATH: '2' });
  });

  it('is read from a file', () => {
    const content = '# comment\nA=1\r\nexport B = two words # why\n\nC="multi\nline"\nD=\n';
    expect(readEnvFile(join(files({ '.env': content }), '.env'))).toEqual({
      A: '1',
      B: 'two words',
      C: 'multi\nline',
      D: '',
    });
  });

  it('says which line of a file is none', () => {
    const path = join(files({ '.env': 'A="x\ny"\nB=1\nthis is not it\n' }), '.env');
    expect(() => readEnvFile(path)).toThrow(
      expect.objectContaining({
        code: 'launch.envFileInvalid',
        message: `Line 4 of the environment file "${path}" is not of the form NAME=value: this is not it`,
      }),
    );
  });
});

describe('NODE_OPTIONS', () => {
  it('loads a preload from any path, and keeps what the user has set', () => {
    const directory = files({ 'odd "name" \\ here/preload.cjs': 'process.stdout.write("preloaded ");' });
    const env = preloadEnvironment(
      join(directory, 'odd "name" \\ here/preload.cjs'),
      '--stack-trace-limit=7',
    );
    expect(env.NODE_OPTIONS).toBe(`${env.TANDEM_PRELOAD} --stack-trace-limit=7`);
    const out = execFileSync(process.execPath, ['-p', 'Error.stackTraceLimit'], {
      env: { ...process.env, ...env },
    });
    expect(out.toString()).toBe('preloaded 7\n');
  });
});

describe.skipIf(process.platform === 'win32')('a name of an executable', () => {
  it('is searched in the PATH it is given, not in ours', () => {
    const directory = files({ 'bin/tool': '', 'empty/x': '' });
    const PATH = `${directory}/empty:${directory}/bin`;
    expect(findExecutable('tool', '/', { PATH })).toBeUndefined();
    execFileSync('chmod', ['+x', join(directory, 'bin/tool')]);
    expect(findExecutable('tool', '/', { PATH })).toBe(join(directory, 'bin/tool'));
    expect(findExecutable('tool', '/', {})).toBeUndefined();
  });

  it('with a separator is a path from the working directory', () => {
    const directory = files({ 'bin/tool': '' });
    execFileSync('chmod', ['+x', join(directory, 'bin/tool')]);
    expect(findExecutable('./bin/tool', directory, {})).toBe(join(directory, 'bin/tool'));
    expect(findExecutable('bin', directory, { PATH: directory })).toBeUndefined();
  });
});
