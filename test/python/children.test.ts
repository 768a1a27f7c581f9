import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gone } from '../support/session.ts';
import { interpreters } from './interpreters.ts';
import { Script } from './support.ts';

const CHILD = `import os, sys

answer = 6 * 7  # here
print("child", sys.argv[1:], [name for name in os.environ if name.startswith("TANDEM") and name != "TANDEM_TEST_PYTHON"])
`;

const START = `import os, subprocess, sys, multiprocessing
here = os.path.dirname(os.path.abspath(__file__))
child = os.path.join(here, "child.py")
`;

/** Ways to start `child`. */
const WAYS: Readonly<Record<string, string>> = {
  run: 'subprocess.run([sys.executable, child, "a"], check=True)',
  'run with an environment of its own':
    'subprocess.run([sys.executable, "-u", child, "a"], env={}, check=True)',
  Popen: 'subprocess.Popen([sys.executable, "-X", "dev", child, "a"], cwd=here).wait()',
  'check_output of a module':
    'print(subprocess.check_output([sys.executable, "-um", "child", "a"], cwd=here, text=True), end="")',
  'bytes and an executable':
    'subprocess.call([b"python", os.fsencode(child), "a"], executable=sys.executable)',
};

describe.each(interpreters)('processes that a program in $name starts', (python) => {
  const start = (code: string, others = { 'child.py': CHILD }, settings: object = {}) =>
    Script.start(python, { source: `${START}${code}\nprint("parent")\n`, others, ...settings });

  const stopInChild = async (script: Script, file = 'child.py', line = 3) => {
    await script.client.request('setBreakpoints', {
      source: { path: join(script.path, '..', file) },
      breakpoints: [{ line }],
    });
  };

  it.each(Object.entries(WAYS))('are debugged from their first line: %s', async (_, code) => {
    const script = await start(`breakpoint()\n${code}`);
    await script.stop();
    await stopInChild(script);
    await script.debuggee.continue();
    expect(await script.debuggee.where()).toBe('<module> child.py:3');
    expect(await script.debuggee.step('next')).toBe('<module> child.py:4');
    expect(await script.evaluate('answer')).toBe('42');
    const { threads } = await script.client.request('threads', {});
    expect(threads.map(({ name }) => name)).toEqual([
      'MainThread',
      expect.stringMatching(/^child|MainThread \(child/),
    ]);
    await script.debuggee.continue();
    await script.end();
    expect(script.client.output('stdout')).toBe("child ['a'] []\nparent\n");
  });

  it('are debugged when they are forked, with what the parent had', async () => {
    const script = await start(
      `kept = [1]
breakpoint()
pid = os.fork()
if pid == 0:
    kept.append(2)
    print("child", kept, flush=True)  # child
    os._exit(5)
print("status", os.waitpid(pid, 0)[1] >> 8)`,
    );
    await script.stop();
    await script.setBreakpoints('child');
    await script.debuggee.continue();
    expect(await script.stop()).toBe('breakpoint <module>: child');
    expect(await script.evaluate('kept')).toBe('[1, 2]');
    await script.debuggee.continue();
    await script.end();
    expect(script.client.output('stdout')).toBe('child [1, 2]\nstatus 5\nparent\n');
  });

  it.each(['fork', 'spawn'])('of multiprocessing (%s)', async (how) => {
    const script = await Script.start(python, {
      source: `import multiprocessing

def work(n):
    twice = n * 2  # work
    return twice

if __name__ == "__main__":
    with multiprocessing.get_context("${how}").Pool(1) as pool:
        print(pool.map(work, [3]))
`,
      stops: { work: {} },
    });
    expect(await script.stop()).toBe('breakpoint work: work');
    expect(await script.evaluate('n')).toBe('3');
    await script.debuggee.continue();
    await script.end();
    expect(script.client.output('stdout')).toBe('[6]\n');
  });

  it('end with the session', async () => {
    const script = await start('breakpoint()\nsubprocess.run([sys.executable, child, "a"])', {
      'child.py': 'import time\nwhile True:\n    time.sleep(0.01)\n',
    });
    await script.stop();
    await stopInChild(script);
    await script.debuggee.continue();
    await script.debuggee.stop();
    const pid = Number(await script.evaluate('__import__("os").getpid()'));
    await script.client.request('disconnect', {});
    await gone(pid);
  });

  it('run by themselves where that is wanted', async () => {
    const script = await start(WAYS.run!, { 'child.py': CHILD }, { autoAttachChildProcesses: false });
    await script.end();
    expect(script.client.output('stdout')).toBe("child ['a'] []\nparent\n");
    expect(script.client.events('thread')).toHaveLength(0);
  });

  it('may be no programs of Python', async () => {
    const script = await start(
      'subprocess.run(["echo", "hello"])\nsubprocess.run([sys.executable, "--version"])\nsubprocess.run([sys.executable], input=b"print(1)")',
    );
    await script.end();
    expect(script.client.output('stdout')).toMatch(/^hello\nPython [\d.]+\n1\nparent\n$/);
  });
});
