import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, it } from 'vitest';
import { Debuggee } from '../engine/support.ts';
import { files } from '../support/fixtures.ts';
import { connect, expectEnd, launchArguments } from '../support/session.ts';
import { interpreters, pathOf } from './interpreters.ts';

const OWN_ENVIRONMENT = `sorted(n for n in os.environ if n.startswith(("TANDEM_", "NODE_OPTIONS", "PYTHONPATH")) and n != "TANDEM_TEST_PYTHON")`;

const CHILD = `import os, sys

answer = 6 * 7
print("child", sys.argv[1:], ${OWN_ENVIRONMENT}, flush=True)
`;

const NODE_CHILD = `const answer = 6 * 7;
console.log('child', process.argv.slice(2), Object.keys(process.env).filter((n) => /^(TANDEM_|NODE_OPT|PYTHONPATH)/.test(n) && n !== 'TANDEM_TEST_PYTHON'));
`;

/** Ways to come to `child.py` other than by starting it. `PY` is the interpreter. */
const WAYS: Readonly<Record<string, string>> = {
  'a shell': 'subprocess.run(f"{PY} child.py a", shell=True, check=True)',
  'a script that a shell runs': 'subprocess.run(["sh", "./run.sh"], check=True)',
  'a script that names its interpreter': 'subprocess.run(["./child", "a"], check=True)',
  'a script by its name alone':
    'subprocess.run(["child", "a"], env={"PATH": os.getcwd() + ":/usr/bin:/bin"}, check=True)',
  'os.system': 'os.system(f"{PY} child.py a")',
  'os.popen': 'print(os.popen(f"{PY} child.py a").read(), end="")',
  'os.posix_spawn': 'os.waitpid(os.posix_spawn(PY, [PY, "child.py", "a"], os.environ), 0)',
  'os.spawnv': 'os.spawnv(os.P_WAIT, PY, [PY, "child.py", "a"])',
  'a fork that becomes it':
    'pid = os.fork()\nif pid == 0:\n    os.execv(PY, [PY, "child.py", "a"])\nos.waitpid(pid, 0)',
  'a process of asyncio':
    'import asyncio\nasync def main():\n    await (await asyncio.create_subprocess_exec(PY, "child.py", "a")).wait()\nasyncio.run(main())',
  'what is done before it begins':
    'subprocess.run([PY, "child.py", "a"], preexec_fn=lambda: os.umask(0o77), check=True)',
  Node: `subprocess.run([${JSON.stringify(process.execPath)}, "-e", "require('child_process').spawnSync(process.argv[1], ['child.py', 'a'], { stdio: 'inherit' })", PY], check=True)`,
};

/** One that is there, if any. */
const tooOld = ['3.8', '3.7', '3.6'].map(pathOf).find((path) => path !== undefined);

const PARENT = `import os, subprocess, sys
os.chdir(os.path.dirname(os.path.abspath(__file__)))
PY = sys.executable
`;

describe.skipIf(process.platform === 'win32').each(interpreters)(
  'processes of a program in $name',
  (python) => {
    const begin = async (code: string, settings: object = {}) => {
      const home = files({
        'program.py': `${PARENT}${code}\nprint("parent", ${OWN_ENVIRONMENT})\n`,
        'child.py': CHILD,
        child: `#!${python.path}\n${CHILD}`,
        'run.sh': `exec ${python.path} child.py a\n`,
        'child.cjs': NODE_CHILD,
      });
      chmodSync(join(home, 'child'), 0o755);
      const line = (file: string, at: number) => ({ [join(home, file)]: [{ line: at }] });
      return Debuggee.start({
        program: join(home, 'program.py'),
        python: python.path,
        breakpoints: { ...line('child.py', 3), ...line('child', 4), ...line('child.cjs', 2) },
        ...settings,
      });
    };

    it.each(Object.entries(WAYS))('are debugged that come by %s', async (_, code) => {
      const debuggee = await begin(code);
      expect(await debuggee.where()).toMatch(/^<module> child(\.py:3|:4)$/);
      const sound = await debuggee.step('next');
      expect(sound).toMatch(/^<module> child(\.py:4|:5)$/);
      expect((await debuggee.evaluate('answer')).result).toBe('42');
      await debuggee.continue();
      await expectEnd(debuggee.client, 0);
      expect(debuggee.client.output('stdout')).toBe("child ['a'] []\nparent []\n");
    });

    it.runIf(tooOld)('run by themselves where their Python is too old to be debugged', async () => {
      const debuggee = await begin(
        `subprocess.run("${tooOld} child.py a", shell=True)\nsubprocess.run(["${tooOld}", "child.py", "b"])`,
      );
      await expectEnd(debuggee.client, 0);
      expect(debuggee.client.output('stdout')).toBe("child ['a'] []\nchild ['b'] []\nparent []\n");
    });

    it('are debugged in Node, with both in one session', async () => {
      const debuggee = await begin(`subprocess.run([${JSON.stringify(process.execPath)}, "child.cjs", "a"])`);
      expect(await debuggee.where()).toMatch(/child\.cjs:2$/);
      expect((await debuggee.evaluate('answer + 0.5')).result).toBe('42.5');
      const { threads } = await debuggee.client.request('threads', {});
      expect(threads.map(({ name }) => name)).toEqual([
        'MainThread',
        expect.stringMatching(/^child\.cjs \[\d+\]$/),
      ]);
      await debuggee.continue();
      await expectEnd(debuggee.client, 0);
      expect(debuggee.client.output('stdout')).toBe("child [ 'a' ] []\nparent []\n");
    });

    it('keep what is the user\u2019s own in their environment', async () => {
      const home = files({ 'sitecustomize.py': 'print("own")\n', 'own.py': '' });
      const look = `import os, own; print(os.environ["PYTHONPATH"] == os.environ["OWN"], os.environ["NODE_OPTIONS"])`;
      const debuggee = await begin(`os.system(f"{PY} -c '{os.environ['LOOK']}'")`, {
        breakpoints: {},
        env: { PYTHONPATH: home, OWN: home, LOOK: look, NODE_OPTIONS: '--no-warnings' },
      });
      await expectEnd(debuggee.client, 0);
      expect(debuggee.client.output('stdout')).toMatch(/^own\nown\nTrue --no-warnings\nparent /);
    });

    it.each(['execv', 'execvp', 'execle'])(
      'stay one program where one becomes another by os.%s',
      async (name) => {
        const words = name === 'execle' ? 'PY, PY, "child.py", "a", os.environ' : 'PY, [PY, "child.py", "a"]';
        const debuggee = await begin(`os.${name}(${words})`);
        expect(await debuggee.where()).toBe('<module> child.py:3');
        expect((await debuggee.client.request('threads', {})).threads).toHaveLength(1);
        await debuggee.continue();
        await expectEnd(debuggee.client, 0);
        expect(debuggee.client.output('stdout')).toBe("child ['a'] []\n");
      },
    );

    it.each([true, false])('run on as what is no program of Python (followed: %s)', async (follows) => {
      const debuggee = await begin('os.execvp("sh", ["sh", "-c", "sleep 1.5; echo done; exit 4"])', {
        autoAttachChildProcesses: follows,
      });
      await expectEnd(debuggee.client, 4);
      expect(debuggee.client.output('stdout')).toBe('done\n');
    });

    it('go on where there is nothing to become', async () => {
      const debuggee = await begin(
        'for run in (os.execv, os.execvp):\n    try:\n        run("nothing-here", ["x"])\n    except OSError as e:\n        print(type(e).__name__, e)\ntry:\n    os.execv("program.py", [])\nexcept Exception as e:\n    print(e)',
      );
      await expectEnd(debuggee.client, 0);
      const alone = execFileSync(python.path, [
        '-c',
        'import os\nfor run in (os.execv, os.execvp):\n    try:\n        run("nothing-here", ["x"])\n    except OSError as e:\n        print(type(e).__name__, e)',
      ]);
      expect(debuggee.client.output('stdout')).toContain(String(alone));
    });

    it.each(['fork', 'spawn', 'forkserver'])('are debugged in a pool (%s)', async (how) => {
      const home = files({
        'work.py': 'def twice(n):\n    return n * 2\n',
        'program.py': `from concurrent.futures import ProcessPoolExecutor
import multiprocessing, work
if __name__ == "__main__":
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("${how}")) as pool:
        print(list(pool.map(work.twice, [3, 4])))
`,
      });
      const debuggee = await Debuggee.start({
        program: join(home, 'program.py'),
        python: python.path,
        breakpoints: { [join(home, 'work.py')]: [{ line: 2 }] },
      });
      for (const n of ['3', '4']) {
        expect(await debuggee.where()).toBe('twice work.py:2');
        expect((await debuggee.evaluate('n')).result).toBe(n);
        await debuggee.continue();
      }
      await expectEnd(debuggee.client, 0);
      expect(debuggee.client.output('stdout')).toBe('[6, 8]\n');
    });

    it('have sessions of their own, each with its exit code and what its language can do', async () => {
      const home = files({
        'node.cjs': 'process.exit(7);\n',
        'program.py': `${PARENT}import multiprocessing
def exits(code):
    sys.exit(code)
if __name__ == "__main__":
    subprocess.run([PY, "-c", "import sys; sys.exit(3)"])
    subprocess.run([PY, "-c", "import os; os._exit(4)"])
    subprocess.run([PY, "-c", "1 / 0"], stderr=subprocess.DEVNULL)
    if os.fork() == 0:
        os._exit(5)
    os.wait()
    for how in ("fork", "spawn", "forkserver"):
        one = multiprocessing.get_context(how).Process(target=exits, args=(6,))
        one.start()
        one.join()
    subprocess.run([${JSON.stringify(process.execPath)}, "node.cjs"])
`,
      });
      const traits = { supportsStartDebuggingRequest: true };
      const parent = await connect(traits);
      const codes: Promise<string>[] = [];
      parent.onReverseRequest('startDebugging', async (args) => {
        const child = await connect(traits);
        const { configuration } = args as DebugProtocol.StartDebuggingRequestArguments;
        const attached = child.request('attach', configuration);
        await child.waitFor('initialized');
        await child.request('configurationDone', {});
        await attached;
        const isPython = child.events('capabilities').length === 1;
        codes.push(
          child.waitFor('exited').then(({ exitCode }) => `${isPython ? 'Python' : 'Node'} ${exitCode}`),
        );
        return {};
      });
      const program = join(home, 'program.py');
      const launched = parent.request('launch', launchArguments({ program, python: python.path }));
      await parent.waitFor('initialized');
      await parent.request('configurationDone', {});
      await launched;
      await expectEnd(parent, 0);
      const expected = ['3', '4', '1', '5', '6', '6', '6'].map((code) => `Python ${code}`);
      expect(await Promise.all(codes)).toEqual([...expected, 'Node 7']);
    });
  },
);
