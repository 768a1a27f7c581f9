import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { connect, launchArguments, run, type Settings } from '../support/session.ts';
import { standalone } from '../support/standalone.ts';
import { inProcess } from './pythons.ts';
import { Script } from './support.ts';

const IN_PROCESS = { inProcess: true };

/** Each says "up" and then does something that takes for ever. */
const BUSY: Readonly<Record<string, string>> = {
  'in a loop': 'while True:\n    pass\n',
  'in a sleep': 'import time\nwhile True:\n    time.sleep(3600)\n',
  'waiting for input': 'while True:\n    input()\n',
  'in an event loop':
    'import asyncio\nasync def main():\n    await asyncio.sleep(3600)\nasyncio.run(main())\n',
};

async function ran(source: string, settings: Settings = {}, others: Readonly<Record<string, string>> = {}) {
  const program = join(files({ 'program.py': source, ...others }), 'program.py');
  const client = await run({ program, ...IN_PROCESS, ...settings });
  const { exitCode } = await client.waitFor('exited');
  await client.waitFor('terminated');
  const shown = (text: string) => text.replaceAll(program, 'program.py');
  return { exitCode, stdout: shown(client.output('stdout')), stderr: shown(client.output('stderr')) };
}

describe.each(inProcess)('a program in the process of the adapter', (python) => {
  it.each(Object.keys(BUSY))('hears commands and ends when it is told to, %s', async (name) => {
    const script = await Script.start(python, { source: `print("up", flush=True)\n${BUSY[name]}` });
    const { client } = script;
    await client.waitFor('output', ({ output }) => output.includes('up'));
    await client.request('threads', {});
    await script.setBreakpoints();
    const { result } = await client.request('evaluate', { expression: '__name__', context: 'repl' });
    expect(result).toBe("'__main__'");
    const began = performance.now();
    await client.request('disconnect', { terminateDebuggee: true });
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('ends in the middle of native code', async () => {
    const script = await Script.start(python, {
      source: 'print("up", flush=True)\nsum(range(10**13))\n',
    });
    await script.client.waitFor('output', ({ output }) => output.includes('up'));
    await script.client.request('disconnect', { terminateDebuggee: true });
  });

  it('has the files, the directory, the arguments and the environment of a process', async () => {
    const others = { 'beside.py': 'value = 7\n', 'cwd/note.txt': 'ünder' };
    const program = join(
      files({
        'program.py': `import beside, os, sys
print(sys.argv[1:], beside.value, os.path.basename(os.getcwd()), open("note.txt", encoding="utf-8").read())
print(os.environ["OWN"], __name__, __file__ == sys.argv[0], [e for e in os.environ if e.startswith("TANDEM") and "TEST" not in e])
open("written.txt", "w").write("by the program")
left_open = open("open.txt", "w")
left_open.write("not closed")
`,
        ...others,
      }),
      'program.py',
    );
    const cwd = join(program, '../cwd');
    const client = await run({ program, ...IN_PROCESS, cwd, args: ['a b', 'ü'], env: { OWN: 'mine' } });
    await client.waitFor('terminated');
    expect(client.output('stderr')).toBe('');
    expect(client.output('stdout')).toBe(`['a b', 'ü'] 7 cwd ünder\nmine __main__ True []\n`);
    expect(readFileSync(join(cwd, 'written.txt'), 'utf8')).toBe('by the program');
    expect(readFileSync(join(cwd, 'open.txt'), 'utf8')).toBe('not closed');
  });

  it.each([
    ['by itself', 'print("done")', 0, 'done\n', ''],
    ['by an exit code', 'import sys; sys.exit(7)', 7, '', ''],
    ['by a text', 'import sys; sys.exit("reason")', 1, '', 'reason\n'],
    ['at once', 'import os\nprint("flushed", flush=True)\nos._exit(9)', 9, 'flushed\n', ''],
    ['by an interrupt', 'raise KeyboardInterrupt', 130, '', /KeyboardInterrupt\n$/],
    [
      'by an exception',
      'def f():\n    raise ValueError("ünder")\n\nf()',
      1,
      '',
      `Traceback (most recent call last):
  File "program.py", line 4, in <module>
    f()
    ~^^
  File "program.py", line 2, in f
    raise ValueError("ünder")
ValueError: ünder
`,
    ],
    [
      'after what is registered',
      'import atexit\natexit.register(print, "last")\nprint("first")',
      0,
      'first\nlast\n',
      '',
    ],
    ['out of memory', 'x = bytearray(2**40)', 1, '', /MemoryError|OverflowError/],
    ['out of stack', 'def f():\n    f()\nf()', 1, '', /RecursionError: maximum recursion depth exceeded\n$/],
    ['with its worker', 'import js\nprint("up", flush=True)\njs.process.exit(5)', 5, 'up\n', ''],
  ] as const)('ends %s', async (_, source, exitCode, stdout, stderr) => {
    const ended = await ran(source);
    expect(ended).toMatchObject({ exitCode, stdout });
    if (typeof stderr === 'string') expect(ended.stderr).toBe(stderr);
    else expect(ended.stderr).toMatch(stderr);
  });

  it('runs modules, code, and without debugging', async () => {
    const home = files({ 'package/__main__.py': 'import sys\nprint(__name__, sys.argv[1:])\n' });
    for (const settings of [
      { module: 'package', args: ['x'], cwd: home },
      { code: 'import sys; print(__name__, sys.argv[1:])', args: ['x'] },
      { program: join(home, 'package'), args: ['x'], noDebug: true },
    ]) {
      const client = await run({ ...IN_PROCESS, ...settings });
      expect(await client.waitFor('exited')).toEqual({ exitCode: 0 });
      await client.waitFor('terminated');
      expect(client.output('stdout')).toBe("__main__ ['x']\n");
    }
  });

  it('reads what is typed', async () => {
    const script = await Script.start(python, {
      source: 'import sys\nprint("hello", input("name? "))\nprint(sys.stdin.read().split())\n',
    });
    const { client } = script;
    await client.waitFor('output', ({ output }) => output.includes('name? '));
    await client.request('tandem.stdin' as never, { text: 'Ünal\n' } as never);
    await client.request('tandem.stdin' as never, { text: 'a b\nc\n', end: true } as never);
    await script.end();
    expect(client.output('stdout')).toBe("name? hello Ünal\n['a', 'b', 'c']\n");
  });

  it.each([
    ['threads', 'import threading\nthreading.Thread(target=print).start()', "can't start new thread"],
    ['processes', 'import subprocess\nsubprocess.run(["ls"])', 'no processes'],
    ['sockets', 'import socket\nsocket.create_connection(("127.0.0.1", 1))', 'no sockets'],
  ])('says that it has no %s', async (_, source, text) => {
    const { exitCode, stderr } = await ran(source);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(text);
    expect(stderr).toContain('Remove "inProcess" from the launch configuration');
  });

  it.each([
    { python: 'python3' },
    { pythonArgs: ['-O'] },
    { runtimeExecutable: 'python3' },
    { console: 'integratedTerminal' },
    { resourceLimits: { stackSizeMb: 4 } },
  ])('refuses %o', async (settings) => {
    const program = join(files({ 'program.py': '' }), 'program.py');
    const client = await connect();
    const launched = client.request('launch', launchArguments({ program, ...IN_PROCESS, ...settings }));
    await expect(launched).rejects.toThrow(`cannot honour "${Object.keys(settings)[0]}"`);
  });

  it('does not have the same random numbers each time', async () => {
    const source = 'import random\nprint(random.random())';
    const numbers = [await ran(source), await ran(source)].map(({ stdout }) => stdout);
    expect(numbers[0]).not.toBe(numbers[1]);
  });

  it('is not outlived by what is kept for the next one', () => {
    const program = join(
      files({ 'program.py': 'import time\nprint("ran")\ntime.sleep(1.2)\n' }),
      'program.py',
    );
    const args = [join(standalone, 'cli.js'), 'debug', '--batch', '--in-process', program];
    const ended = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000, stdio: 'pipe' });
    expect(ended).toBe('ran\n');
  });
});
