import { describe, expect, it } from 'vitest';
import { History, type Ran } from '../../../extension/views/model/history.ts';
import {
  asRun,
  type Configuration,
  doingWithout,
  filledIn,
  withoutSecrets,
} from '../../../extension/views/model/kept-configuration.ts';

const ran = (configuration: Configuration, name = 'Server'): Ran => ({
  name,
  folder: undefined,
  configuration,
  noDebug: false,
  mode: 'external',
  startedAt: 1,
  lasted: 2,
  by: undefined,
  end: 'completed',
  exitCode: 0,
  failure: undefined,
});

class Memory {
  kept: unknown;
  get = () => this.kept;
  update = async (_key: string, value: unknown) => {
    // As it comes back in the next window.
    this.kept = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
  };
}

/** As VS Code knows its variables. */
const variable = (name: string): string => `\${${name}}`;

const SECRET = 'hunter2-hunter2';

describe('the history', () => {
  it('has the newest first, and is kept up to a limit', () => {
    const memory = new Memory();
    const history = new History(memory, () => {});
    for (let number = 1; number <= 60; number += 1) history.add(ran({ program: 'a.js' }, `Run ${number}`));
    const next = new History(memory, () => {});
    expect(next.entries).toHaveLength(50);
    expect(next.entries[0]).toMatchObject({ name: 'Run 60', configuration: { program: 'a.js' } });
  });

  it('keeps no secret, and knows it as long as the window is there', () => {
    const memory = new Memory();
    const history = new History(memory, () => {});
    history.add(ran({ program: 'a.js', env: { KEY: SECRET } }));
    expect(JSON.stringify(memory.kept)).not.toContain(SECRET);
    const [entry] = history.entries;
    expect(filledIn(entry!, history.complete(entry!))).toEqual({
      configuration: { program: 'a.js', env: { KEY: SECRET } },
      missing: [],
    });
    const next = new History(memory, () => {});
    const later = filledIn(next.entries[0]!, next.complete(next.entries[0]!));
    expect(later.missing).toEqual([['env', 'KEY']]);
    expect(doingWithout(later.configuration, later.missing)).toEqual({ program: 'a.js', env: {} });
  });

  it('can lose a run, and all', () => {
    const memory = new Memory();
    let changes = 0;
    const history = new History(memory, () => {
      changes += 1;
    });
    history.add(ran({}, 'one'));
    history.add(ran({}, 'two'));
    history.remove(history.entries[0]!);
    expect(history.entries.map(({ name }) => name)).toEqual(['one']);
    history.clear();
    expect([history.entries, memory.kept, changes]).toEqual([[], undefined, 4]);
  });

  it('does without what it cannot read', () => {
    const memory = new Memory();
    memory.kept = [null, { id: 1 }, 'x'];
    expect(new History(memory, () => {}).entries).toEqual([]);
    memory.kept = { not: 'a list' };
    expect(new History(memory, () => {}).entries).toEqual([]);
  });
});

describe('a configuration on the disk', () => {
  it.each<[Configuration, (string | number)[]]>([
    [{ env: { HARMLESS: 'x' } }, ['env', 'HARMLESS']],
    [{ token: SECRET }, ['token']],
    [{ args: ['--port', '80', `--password=${SECRET}`] }, ['args', 2]],
    [{ args: ['--api-key', SECRET] }, ['args', 1]],
    [{ args: `--port 80 --token ${SECRET}` }, ['args']],
    [{ args: ['postgres://me:hunter2-hunter2@db/app'] }, ['args', 0]],
    [{ args: ['ghp_0123456789abcdef'] }, ['args', 0]],
  ])('%j has no secret', (configuration, path) => {
    expect(withoutSecrets(configuration).withheld).toEqual([path]);
    expect(JSON.stringify(withoutSecrets(configuration).configuration)).not.toContain(SECRET);
  });

  it('keeps what is none', () => {
    const configuration = {
      program: '/app/token-server.js',
      args: ['--port', '80', '--token-file', 'x'],
      env: { HOME: variable('env:HOME'), NOTHING: null },
      skipFiles: ['<node_internals>/**'],
    };
    expect(withoutSecrets(configuration)).toEqual({ configuration, withheld: [] });
  });

  it('is of the file that was in the editor then, and else as it was written', () => {
    const written = {
      program: variable('file'),
      cwd: `${variable('workspaceFolder')}/api`,
      args: [variable('relativeFile'), variable('input:port')],
      __marks: 'x',
    };
    const substituted = { program: '/app/a.js', cwd: '/app/api', args: ['a.js', '80'], __marks: 'x' };
    expect(asRun(written, substituted)).toEqual({
      program: '/app/a.js',
      cwd: `${variable('workspaceFolder')}/api`,
      args: ['a.js', variable('input:port')],
    });
  });
});
