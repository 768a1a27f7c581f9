import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { interpreters } from '../python/interpreters.ts';
import { files } from '../support/fixtures.ts';
import { ownMeetingPlace } from '../support/waiting-program.ts';
import { cleanEnvironment, cliArguments, tandem } from './support/cli.ts';

let env: { XDG_RUNTIME_DIR: string };

beforeEach(() => {
  env = { XDG_RUNTIME_DIR: ownMeetingPlace() };
});

const TELL = `import json, os, sys
ours = [it for it in os.environ if it.startswith("TANDEM") or it in ("NODE_OPTIONS", "PYTHONPATH")]
print(json.dumps({"input": sys.stdin.read(), "argv": sys.argv, "ours": ours, "path": sys.path[0],
    "modules": [it for it in sys.modules if "sitecustomize" in it or it.startswith("follow")]}))
print("to stderr", file=sys.stderr)
sys.exit(7)
`;

/** Runs until it is told to end, by a breakpoint that does. */
const TURNING = `import time
n = 0
while "seen" not in globals():
    n += 1
    time.sleep(0.005)
raise SystemExit(5)
`;

/** `tandem exec` as a process group of its own. */
function start(args: readonly string[]) {
  const [file, ...rest] = cliArguments(['exec', ...args]);
  const child: ChildProcess = spawn(file, rest, {
    env: { ...cleanEnvironment(), ...env },
    stdio: 'pipe',
    detached: true,
  });
  onTestFinished(() => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // All of them have ended.
    }
  });
  let said = '';
  child.stderr!.on('data', (text) => {
    said += text;
  });
  /** Resolves with the ids of the processes of a name that wait, when there are so many. */
  return async (title: string, count = 1): Promise<string[]> => {
    for (;;) {
      const found = [...said.matchAll(/^tandem attach (\d+) {2}# (\S+), unix:/gm)]
        .filter(([, , name]) => name === title)
        .map(([, pid]) => pid!);
      if (found.length >= count) return found;
      await once(child.stderr!, 'data');
    }
  };
}

const ends = async (pid: string, file: string) => {
  const place = `${file}:4:not exec("globals()['seen'] = 1")`;
  const run = await tandem(['attach', '--json', '--break', place, pid], { env });
  expect(run.stdout).toContain('"event":"exited"');
  expect(run.code).toBe(5);
};

describe.skipIf(process.platform === 'win32').each(interpreters)(
  'tandem exec with $name',
  ({ path: python }) => {
    it('is the command: its streams, arguments, environment, path and exit code', async () => {
      const directory = files({ 'tell.py': TELL });
      const file = join(directory, 'tell.py');
      const run = await tandem(['exec', '--quiet', '--', python, file, '--flag', 'a b'], {
        env,
        input: 'typed',
      });
      expect(run).toMatchObject({ code: 7, signal: null, stderr: 'to stderr\n' });
      expect(JSON.parse(run.stdout)).toEqual({
        input: 'typed',
        argv: [file, '--flag', 'a b'],
        ours: [],
        path: directory,
        modules: [],
      });
    });

    it.each([
      ['the interpreter', (file: string) => [python, file]],
      ['a shell', (file: string) => ['sh', '-c', `"${python}" "${file}"; exit $?`]],
      ['a script of its own, such as pytest', (file: string) => [file]],
    ])('prints a line that joins the program, by way of %s', async (_, command) => {
      const file = join(files({ 'turning.py': `#!${python}\n${TURNING.slice(0, -1)}\n` }), 'turning.py');
      chmodSync(file, 0o755);
      const waiting = start(command(file));
      const [pid] = await waiting('turning.py');
      const place = `${file}:5:not exec("globals()['seen'] = 1")`;
      const run = await tandem(['attach', '--json', '--break', place, pid!], { env });
      expect(run.stdout).toContain('"event":"stopped"');
      expect(run.code).toBe(5);
    });

    it('has all wait that the program starts, in Python and in Node', async () => {
      const directory = files({
        'first.py': `import subprocess, sys, os
here = os.path.dirname(__file__)
children = [
    subprocess.Popen([sys.executable, os.path.join(here, "turning.py")]),
    subprocess.Popen(["sh", "-c", "node " + os.path.join(here, "second.js")]),
]
sys.exit(sum(child.wait() for child in children))
`,
        'second.js': `const { spawnSync } = require('node:child_process');
process.exitCode = spawnSync(${JSON.stringify(python)}, [require('node:path').join(__dirname, 'turning.py')], { stdio: 'inherit' }).status;
`,
        'turning.py': TURNING,
      });
      const waiting = start([python, join(directory, 'first.py')]);
      await waiting('first.py');
      await waiting('second.js');
      for (const pid of await waiting('turning.py', 2)) await ends(pid, join(directory, 'turning.py'));
    });

    it('leaves nothing behind, also of those that end at once', async () => {
      const directory = files({
        'main.py': 'import os\nif os.fork(): os.wait()\nos._exit(0)\n',
      });
      await tandem(['exec', '--', python, join(directory, 'main.py')], { env });
      expect(readdirSync(join(env.XDG_RUNTIME_DIR, 'tandem'))).toEqual([]);
    });
  },
);

it('a virtual environment is what it was', async () => {
  const { path: python } = interpreters[0]!;
  const home = files({
    'pyvenv.cfg': `home = ${dirname(python)}\ninclude-system-site-packages = false\n`,
    'bin/x': '',
  });
  const { symlinkSync } = await import('node:fs');
  symlinkSync(python, join(home, 'bin/python'));
  const run = await tandem(
    ['exec', '--quiet', '--', join(home, 'bin/python'), '-c', 'import sys; print(sys.prefix)'],
    { env },
  );
  expect(run.stdout.trim()).toBe(home);
});
