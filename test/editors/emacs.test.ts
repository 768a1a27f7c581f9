import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { interpreters } from '../python/interpreters.ts';
import { files } from '../support/fixtures.ts';
import { dape, documented, notRun, withTandem } from './found.ts';

const run = promisify(execFile);
const SCRIPT = resolve(import.meta.dirname, 'tandem-dape.el');

const ADD_JS = 'function add(a, b) {\n  const sum = a + b;\n  return sum;\n}\nconsole.log(add(1, 2));\n';
const ADD_PY = 'def add(a, b):\n    sum = a + b\n    return sum\n\nprint(add(1, 2))\n';
const PARENT = "require('node:child_process').execFileSync(process.execPath, [__dirname + '/add.js']);\n";
const OVER_A_PORT = '(command-args ("dap" "--port" :autoport) port :autoport)';

if (!dape) notRun('Emacs', 'install Emacs 29.1 or later, and dape');

describe.skipIf(!dape)('Emacs with dape', { timeout: 60_000 }, () => {
  it.each([
    { what: 'a program', start: 'add.js', options: 'nil', sessions: 1 },
    { what: 'a program in-process', start: 'add.js', options: '(:inProcess t)', sessions: 1 },
    ...interpreters.slice(-1).map(({ name, path }) => ({
      what: `a program in ${name}`,
      start: 'add.py',
      options: `(:python "${path}")`,
      sessions: 1,
    })),
    { what: 'what a program starts, as its thread', start: 'parent.js', options: 'nil', sessions: 1 },
    {
      what: 'what a program starts, in its own session',
      start: 'parent.js',
      options: OVER_A_PORT,
      sessions: 2,
    },
  ])('debugs $what, configured as documented', async ({ start, options, sessions }) => {
    const directory = files({
      'add.js': ADD_JS,
      'add.py': ADD_PY,
      'parent.js': PARENT,
      'configuration.el': documented('elisp'),
    });
    const env = {
      ...withTandem(),
      PROGRAM: join(directory, start),
      BREAKPOINT: join(directory, start === 'parent.js' ? 'add.js' : start),
      LINE: '2',
      EXPRESSION: 'a + b',
      OPTIONS: options,
    };
    const loads = ['-L', dape!, '-l', join(directory, 'configuration.el'), '-l', SCRIPT];
    const { stdout } = await run('emacs', ['--batch', '-Q', ...loads], { env, cwd: directory });
    expect(stdout.split('\n')).toEqual([
      `stopped in add, line 2, sessions: ${sessions}`,
      'value: 3',
      'stepped to line 3',
      'ended',
      '',
    ]);
  });
});
