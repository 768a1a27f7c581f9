import { createHash } from 'node:crypto';
import { chmodSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPython } from '../../../adapter/launch/runtimes/find-python.ts';
import { activation } from '../../../adapter/launch/runtimes/python-environments.ts';
import { files } from '../../support/fixtures.ts';

/** A directory with these files, of which those that are called as an interpreter or a script is can be run. */
function tree(...paths: string[]): string {
  const home = realpathSync(files(Object.fromEntries(paths.map((path) => [path, '#!/bin/sh\n']))));
  for (const path of paths.filter((it) => /bin\/|shims\//.test(it))) chmodSync(join(home, path), 0o755);
  return home;
}

const ENVIRONMENT = ['pyvenv.cfg', 'bin/python'];
const venv = (at: string): string[] => ENVIRONMENT.map((name) => `${at}/${name}`);

const find = (cwd: string, more: { env?: Record<string, string>; asked?: string; home?: string } = {}) =>
  findPython({
    cwd,
    home: more.home ?? cwd,
    env: { HOME: join(cwd, 'nobody'), ...more.env },
    asked: more.asked === undefined ? undefined : { setting: 'python', path: more.asked },
  });

const failure = (code: string, message: RegExp, hint = /./) =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
  });

const checksum = (path: string) => createHash('sha256').update(path).digest('base64url').slice(0, 8);

describe.skipIf(process.platform === 'win32')('the interpreter', () => {
  it('is the one that is named: a path, a directory, a name, a version', () => {
    const home = tree(...venv('a b/.venv'), 'bin/python3.12');
    const env = { PATH: join(home, 'bin') };
    const inside = join(home, 'a b/.venv/bin/python');
    expect(find(home, { asked: inside })).toBe(inside);
    expect(find(home, { asked: 'a b/.venv' })).toBe(inside);
    expect(find(home, { asked: 'python3.12', env })).toBe(join(home, 'bin/python3.12'));
    expect(find(home, { asked: '3.12', env })).toBe(join(home, 'bin/python3.12'));
  });

  it('may be named from the home directory', () => {
    expect(() => find('/', { asked: '~/none/here' })).toThrow(failure('launch.pythonMissing', /~\/none/));
    expect(find('/', { asked: process.execPath.replace(homedir(), '~') })).toBeTruthy();
  });

  it('that is named and not there is an error, which says what is there instead', () => {
    const home = tree('empty/file', 'bin/python3');
    const env = { PATH: join(home, 'bin') };
    expect(() => find(home, { asked: 'none' })).toThrow(
      failure('launch.pythonMissing', /"none"/, /"python"/),
    );
    expect(() => find(home, { asked: 'empty' })).toThrow(failure('launch.pythonNotInside', /"empty"/));
    expect(() => find(home, { asked: 'empty/file' })).toThrow(
      failure('launch.pythonNotExecutable', /empty\/file/),
    );
    expect(() => find(home, { asked: 'python3 -X dev', env })).toThrow(
      failure('launch.pythonWithOptions', /python3 -X dev/, /\["python3","-X","dev"\]/),
    );
  });

  it('is looked for where the program is, and above', () => {
    const home = tree(...venv('.venv'), 'deep/er/app.py', ...venv('elsewhere/env'), 'elsewhere/src/app.py');
    expect(find(join(home, 'deep/er'))).toBe(join(home, '.venv/bin/python'));
    expect(find('/', { home: join(home, 'elsewhere/src') })).toBe(join(home, 'elsewhere/env/bin/python'));
  });

  it('is the active one first, and that of conda after those of the project', () => {
    const home = tree(...venv('one'), ...venv('project/.venv'), 'conda/bin/python');
    const env = { VIRTUAL_ENV: join(home, 'one'), CONDA_PREFIX: join(home, 'conda') };
    const { CONDA_PREFIX } = env;
    expect(find(join(home, 'project'), { env })).toBe(join(home, 'one/bin/python'));
    expect(find(join(home, 'project'), { env: { CONDA_PREFIX } })).toBe(
      join(home, 'project/.venv/bin/python'),
    );
    expect(find(home, { env: { CONDA_PREFIX } })).toBe(join(home, 'conda/bin/python'));
  });

  it('is not in a directory that only looks like an environment', () => {
    const home = tree('env/bin/python', 'bin/python');
    expect(find(home, { env: { PATH: join(home, 'bin') } })).toBe(join(home, 'bin/python'));
  });

  it('that a virtual environment has lost is an error, not another one', () => {
    const home = tree('.venv/pyvenv.cfg', 'bin/python3');
    writeFileSync(join(home, '.venv/pyvenv.cfg'), 'home = /opt/gone/bin\nversion = 3.12.1\n');
    const broken = failure(
      'launch.pythonBroken',
      /lost its interpreter, .*"\/opt\/gone\/bin"/,
      /venv --clear/,
    );
    expect(() => find(home, { env: { PATH: join(home, 'bin') } })).toThrow(broken);
    expect(() => find(home, { asked: '.venv' })).toThrow(broken);
  });

  it.each(['POETRY_CACHE_DIR', 'XDG_CACHE_HOME'])('may be in an environment of Poetry (%s)', (variable) => {
    const project = tree('pyproject.toml', 'src/app.py');
    const inside = `virtualenvs/my-app-${checksum(project)}-py3.12`;
    const cache = tree(
      ...venv(inside),
      ...venv(`pypoetry/${inside}`),
      ...venv('virtualenvs/other-ABCDEFGH-py3.12'),
    );
    const beneath = variable === 'XDG_CACHE_HOME' ? join('pypoetry', inside) : inside;
    expect(find(join(project, 'src'), { env: { [variable]: cache } })).toBe(
      join(cache, beneath, 'bin/python'),
    );
  });

  it('may be in an environment of Pipenv, Hatch, PDM or uv', () => {
    const project = tree('Pipfile', 'pyproject.toml');
    const kept = tree(...venv('app-x1/'), 'app-x1/.project', ...venv('app-x2'));
    writeFileSync(join(kept, 'app-x1/.project'), `${project}\n`);
    expect(find(project, { env: { WORKON_HOME: kept } })).toBe(join(kept, 'app-x1/bin/python'));

    const hatch = tree(...venv(`env/virtual/my-app/${checksum(project)}/my-app`));
    expect(find(project, { env: { HATCH_DATA_DIR: hatch } })).toMatch(
      /virtual\/my-app\/.*\/my-app\/bin\/python$/,
    );

    expect(find(project, { env: { UV_PROJECT_ENVIRONMENT: join(kept, 'app-x2') } })).toBe(
      join(kept, 'app-x2/bin/python'),
    );

    writeFileSync(join(project, '.pdm-python'), join(kept, 'app-x2/bin/python'));
    expect(find(project)).toBe(join(kept, 'app-x2/bin/python'));
  });

  it('is what a script of pyenv stands for', () => {
    const root = tree(
      'shims/python3',
      'shims/python3.9',
      'version',
      'versions/3.9.18/bin/python3',
      'versions/3.12.9/bin/python3',
    );
    for (const name of ['3.12.10', 'named']) {
      const inside = tree('bin/python3');
      symlinkSync(inside, join(root, 'versions', name));
    }
    writeFileSync(join(root, 'version'), '3.9.18\n');
    const env = { PYENV_ROOT: root, PATH: join(root, 'shims') };
    const of = (version: string) => join(root, 'versions', version, 'bin/python3');
    expect(find(root, { env })).toBe(of('3.9.18'));
    expect(find(root, { env: { ...env, PYENV_VERSION: 'named' } })).toBe(of('named'));
    const project = tree('src/app.py');
    writeFileSync(join(project, '.python-version'), '# ours\n3.12\n');
    expect(find(join(project, 'src'), { env })).toBe(of('3.12.10'));
    expect(find(join(project, 'src'), { env: { PYENV_ROOT: root } })).toBe(of('3.12.10'));
    for (const asked of ['3.9', 'python3.9', '3.9.18'])
      expect(find(project, { env, asked })).toBe(of('3.9.18'));

    writeFileSync(join(root, 'version'), 'system\n');
    const system = tree('bin/python3');
    expect(find(root, { env: { ...env, PATH: [env.PATH, join(system, 'bin')].join(delimiter) } })).toBe(
      join(system, 'bin/python3'),
    );
  });

  it('that is nowhere is an error, which names all that was tried', () => {
    const home = tree('pyproject.toml', '.python-version');
    writeFileSync(join(home, '.python-version'), '3.99');
    const tried =
      /VIRTUAL_ENV \(\/none\); .*\.venv, venv, env.*; .*Poetry.*; CONDA_PREFIX \(\/nowhere\); .*3\.99.*; python3 and python on the PATH/;
    const env = { VIRTUAL_ENV: '/none', CONDA_PREFIX: '/nowhere' };
    expect(() => find(home, { env })).toThrow(failure('launch.pythonNotFound', tried, /Install Python 3\.9/));
  });

  it('of an environment is run as if that were active', () => {
    const home = tree(...venv('.venv'), 'conda/conda-meta/history', 'conda/bin/python', 'plain/bin/python');
    const bin = join(home, '.venv/bin');
    const env = { PATH: '/usr/bin' };
    expect(activation(join(bin, 'python'), env)).toEqual({
      VIRTUAL_ENV: join(home, '.venv'),
      PYTHONHOME: null,
      PATH: [bin, '/usr/bin'].join(delimiter),
    });
    expect(activation(join(bin, 'python'), { PATH: bin }).PATH).toBe(bin);
    expect(activation(join(home, 'conda/bin/python'), env)).toEqual({
      CONDA_PREFIX: join(home, 'conda'),
      PATH: [join(home, 'conda/bin'), '/usr/bin'].join(delimiter),
    });
    expect(activation(join(home, 'plain/bin/python'), env)).toEqual({});
  });
});
