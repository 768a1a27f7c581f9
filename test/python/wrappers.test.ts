import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Debuggee } from '../engine/support.ts';
import { files } from '../support/fixtures.ts';
import { connect, expectEnd, launchArguments, type Settings } from '../support/session.ts';
import { interpreters } from './interpreters.ts';

const PROGRAM = 'import sys\nwords = sys.argv[1:]\nprint(words)\n';

describe.skipIf(process.platform === 'win32').each(interpreters)('what starts $name', ({ path: python }) => {
  const home = (others: Readonly<Record<string, string>>) => {
    const directory = files({ 'program.py': PROGRAM, ...others });
    for (const name of Object.keys(others)) chmodSync(join(directory, name), 0o755);
    return directory;
  };

  const stopsIn = async (directory: string, settings: Settings) => {
    const program = join(directory, 'program.py');
    const breakpoints = { [program]: [{ line: 3 }] };
    const debuggee = await Debuggee.start({
      program,
      cwd: directory,
      args: ['a b'],
      breakpoints,
      ...settings,
    });
    expect(await debuggee.where()).toBe('<module> program.py:3');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
    expect(debuggee.client.output('stdout')).toBe("['a b']\n");
  };

  it('may be a script that is called python', async () => {
    const directory = home({ python: `#!/bin/sh\nexec "${python}" "$@"\n` });
    await stopsIn(directory, { python: join(directory, 'python') });
  });

  it('may be a script that stays', async () => {
    const directory = home({ python: `#!/bin/sh\n"${python}" "$@"\n` });
    await stopsIn(directory, { python: join(directory, 'python') });
  });

  it('may take words before the interpreter', async () => {
    const directory = home({ tool: `#!/bin/sh\n[ "$1" = run ] && shift\nexec "$@"\n` });
    await stopsIn(directory, { python: ['./tool', 'run', python] });
    await stopsIn(directory, { runtimeExecutable: './tool', runtimeArgs: ['run', python] });
  });

  it('may be a Python that becomes another', async () => {
    const tool = `#!${python}\nimport os, sys\nos.execvp(sys.argv[2], sys.argv[2:])\n`;
    await stopsIn(home({ tool }), { runtimeExecutable: './tool', runtimeArgs: ['run', python] });
    const words = ['run', python, 'program.py', 'a b'];
    const asNode = { program: undefined, args: [], runtimeExecutable: './tool', runtimeArgs: words };
    await stopsIn(home({ tool }), asNode);
  });

  it.each([
    ['an environment that is cleared', `exec env -i "${python}" "$@"`, 'TANDEM_TOKEN has not arrived'],
    [
      'a Python that lacks a part',
      `PYTHONPATH="$(dirname "$0")/lacks" exec "${python}" "$@"`,
      'was built without _socket',
    ],
    [
      'a Python of another kind',
      `PYTHONPATH="$(dirname "$0")/other" exec "${python}" "$@"`,
      'Tandem debugs CPython, and this is snake',
    ],
  ])('is told of: %s', async (_, command, message) => {
    const directory = home({
      python: `#!/bin/sh\n${command}\n`,
      'lacks/sitecustomize.py': 'import sys\nsys.modules["_socket"] = None\n',
      'other/sitecustomize.py': 'import sys\nsys.implementation.name = "snake"\n',
    });
    const settings = { program: join(directory, 'program.py'), python: join(directory, 'python') };
    const client = await connect();
    await expect(client.request('launch', launchArguments(settings))).rejects.toThrow(message);
  });

  it('may be where nothing can be written', async () => {
    const directory = home({});
    chmodSync(directory, 0o500);
    try {
      await stopsIn(directory, { python, env: { PYTHONDONTWRITEBYTECODE: '1', PYTHONSAFEPATH: '1' } });
    } finally {
      chmodSync(directory, 0o700);
    }
  });
});
