import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Debuggee } from '../engine/support.ts';
import { files } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { WaitingProgram } from '../support/waiting-program.ts';
import { interpreters } from './interpreters.ts';
import { Script } from './support.ts';

describe.each(interpreters)('$name', (python) => {
  const start = async (source: string, settings: object = {}) => {
    const script = await Script.start(python, { source, stops: { here: {} }, ...settings });
    await script.stop();
    return script;
  };

  /** Runs on to the end, which is to be a good one. */
  const end = async (script: Script) => {
    await script.debuggee.continue();
    await script.end();
  };

  const expectOutput = async (script: Script, ...lines: string[]) => {
    await end(script);
    expect(script.client.output('stdout').split('\n')).toEqual(expect.arrayContaining(lines));
  };

  describe('changes variables', () => {
    const inScope = async (script: Script, scope: string, name: string, value: string, frame = 0) => {
      const { id } = (await script.debuggee.frames())[frame]!;
      const { scopes } = await script.client.request('scopes', { frameId: id });
      const { variablesReference } = scopes.find((it) => it.name === scope)!;
      return (await script.client.request('setVariable', { variablesReference, name, value })).value;
    };
    const setExpression = async (script: Script, expression: string, value: string, frame = 0) => {
      const frameId = (await script.debuggee.frames())[frame]!.id;
      return (await script.client.request('setExpression', { frameId, expression, value })).value;
    };

    it('of a call, of the functions around it and of those in it, in every call of the stack', async () => {
      const script = await start(`level = 1
def outer(a):
    shared, own = 1, 1
    def inner(b):
        nonlocal shared
        c = 1
        def deepest(): return b, shared
        print("in", a)  # here
        print(a, b, c, shared, deepest(), level)
        return c
    inner(1)
    print("outer", a, shared, own)
outer(1)
`);
      expect(await inScope(script, 'Locals', 'b', '[2]')).toBe('[2]');
      expect(await inScope(script, 'Locals', 'c', 'b + [3]')).toBe('[2, 3]');
      expect(await inScope(script, 'Closure', 'shared', '"s"')).toBe("'s'");
      expect(await inScope(script, 'Closure', 'a', 'a + 4')).toBe('5');
      expect(await inScope(script, 'Globals', 'level', '6')).toBe('6');
      expect(await inScope(script, 'Locals', 'own', '7', 1)).toBe('7');
      expect(await setExpression(script, 'own', 'own + 1', 1)).toBe('8');
      await script.evaluate('c.append(level)');
      await expectOutput(script, "5 [2] [2, 3, 6] s ([2], 's') 6", 'outer 5 s 8');
    });

    it('that functions share, from each of them, and by what is called in the console', async () => {
      const script = await start(`def outer():
    shared, other, mine = 1, 1, 1
    def change():
        nonlocal other
        other += 5
    def inner():
        print(shared, other, mine)  # here
        return shared, other, mine
    print("inner", inner())
    print("outer", shared, other, mine)
outer()
`);
      expect(await inScope(script, 'Locals', 'shared', '2', 1)).toBe('2');
      const { id } = (await script.debuggee.frames())[1]!;
      await script.client.request('evaluate', { expression: 'change()', frameId: id, context: 'repl' });
      expect(await script.evaluate('(mine := 3)')).toBe('3');
      expect(await script.evaluate('mine')).toBe('3');
      await expect(script.evaluate('nonlocal shared')).rejects.toThrow(/^SyntaxError: nonlocal/);
      await expectOutput(script, 'inner (2, 6, 3)', 'outer 2 6 3');
    });

    it('of generators, class bodies, comprehensions, and code that is made as the program runs', async () => {
      const script = await start(
        `def gen(n):
    while n < 20:
        yield n  # gen
        n += 1
class Body:
    size = 1
    size += 1  # class
    print("size", size)
def comprehend():
    found = []
    total = [found.append(item) for item in (
        item  # item
        for item in (1,)
    )]
    return found
exec(compile("made = 1\\nprint('made', made)  # exec", "made.py", "exec"), {}, {})
print("ready")  # here
for value in gen(1): print("value", value)
print(comprehend())
`,
        { stops: { gen: {}, class: {}, item: {}, here: {} } },
      );
      expect(await script.top()).toBe('Body: class');
      expect(await inScope(script, 'Locals', 'size', '10')).toBe('10');
      await script.debuggee.continue();
      expect(await script.stop()).toContain('here');
      await script.debuggee.continue();
      expect(await script.stop()).toContain('gen: gen');
      expect(await inScope(script, 'Locals', 'n', '18')).toBe('18');
      await script.debuggee.continue();
      expect(await script.stop()).toContain('gen: gen');
      expect((await script.locals()).n).toBe('19');
      await script.setBreakpoints('item');
      await script.debuggee.continue();
      await script.stop();
      expect(await setExpression(script, 'item', '"other"')).toBe("'other'");
      await script.setBreakpoints();
      await expectOutput(script, 'size 11', "['other']");
    });

    it('and says what cannot be changed', async () => {
      const script = await start(`def f(t):
    return t  # here
f((1, 2))
`);
      await expect(setExpression(script, 't[0]', '1')).rejects.toThrow('does not support item assignment');
      await expect(setExpression(script, '1 + 1', '1')).rejects.toThrow('SyntaxError');
      await expect(setExpression(script, 't', 'nobody')).rejects.toThrow('NameError');
      const t = (await script.debuggee.locals()).get('t')!.variablesReference;
      await expect(
        script.client.request('setVariable', { variablesReference: t, name: '0', value: '5' }),
      ).rejects.toThrow('cannot be changed');
      await end(script);
    });
  });

  describe('reads sources', () => {
    const inBytes = async (text: string | Buffer, line: number, name = 'program.py') => {
      const path = join(files({}), name);
      writeFileSync(path, text);
      const debuggee = await Debuggee.start({
        program: path,
        python: python.path,
        breakpoints: { [path]: [{ line }] },
      });
      await debuggee.stop();
      return debuggee;
    };
    const ends = async (debuggee: Debuggee, output: string) => {
      await debuggee.continue();
      await expectEnd(debuggee.client, 0);
      expect(debuggee.client.output('stdout')).toContain(output);
    };

    it.each([
      [
        'in Latin-1',
        Buffer.from('# -*- coding: latin-1 -*-\nx = "\xe9"\nprint(ascii(x))\n', 'latin1'),
        "'\\xe9'",
      ],
      ['with a byte order mark', '\ufeffx = 1\nx += 1\nprint("x", x)\n', 'x 2'],
      ['with lines as on Windows', 'x = 1\r\nif x:\r\n\tprint("x",\r\n\t\tx)\r\n', 'x 1'],
      ['with lines as on an old Macintosh', 'x = 1\rx += 1\rprint("x", x)\r', 'x 2'],
      ['with form feeds and tabs', 'x = 1\n\x0c\nif x:\n\tprint("x", x)\n', 'x 1'],
      ['with very long lines', `x = 1\ny = [${'1, '.repeat(20_000)}]\nprint("x", len(y))\n`, 'x 20000'],
    ])('%s', async (_, text, output) => {
      const debuggee = await inBytes(text, 3);
      expect((await debuggee.frame()).line).toBeGreaterThanOrEqual(3);
      await ends(debuggee, output);
    });
  });

  it('debugs beside a tracer and a profiler of the program', async () => {
    const script = await start(
      `import sys, threading
seen = set()
def profile(frame, event, argument):
    seen.add(event)
def work():
    return 1
sys.setprofile(profile)
threading.setprofile(profile)
work()
print("ready")  # here
work()  # after
sys.setprofile(None)
print("return" in seen)
`,
      { stops: { here: {}, after: {} } },
    );
    await script.debuggee.continue();
    expect(await script.stop()).toBe('breakpoint <module>: after');
    await expectOutput(script, 'True');
  });

  it('leaves a trace function to the program', async () => {
    const source = `import sys, threading
lines = []
def trace(frame, event, argument):
    if frame.f_code.co_name == "work": lines.append((event, frame.f_lineno))
    return trace
def work():
    x = 1
    return x
print("ready")  # here
sys.settrace(trace)
threading.settrace(trace)
print(sys.gettrace() is trace)
work()
thread = threading.Thread(target=work); thread.start(); thread.join()
sys.settrace(None)
threading.settrace(None)
print(lines)
work()
print("behind")  # behind
`;
    const events = "('call', 6), ('line', 7), ('line', 8), ('return', 8)";
    const script = await start(source, { stops: { here: {}, behind: {} } });
    await script.debuggee.continue();
    // Without checks in the code, and without sys.monitoring, there is only the one trace function.
    if (python.version[1] >= 10) {
      await script.stop();
      await script.debuggee.continue();
    }
    await script.end();
    expect(script.client.output('stdout')).toContain(`True\n[${events}, ${events}]\nbehind\n`);
  });

  it.runIf(python.version[1] >= 12)('shares sys.monitoring with other tools', async () => {
    const script = await start(
      `import sys
monitoring = sys.monitoring
lines = []
monitoring.use_tool_id(monitoring.COVERAGE_ID, "coverage")
def line(code, number):
    if code.co_name == "work": lines.append(number)
    return monitoring.DISABLE
monitoring.register_callback(monitoring.COVERAGE_ID, monitoring.events.LINE, line)
monitoring.set_events(monitoring.COVERAGE_ID, monitoring.events.LINE)
def work():
    x = 1  # here
    return x
work()
work()  # again
monitoring.free_tool_id(monitoring.COVERAGE_ID)
print(sorted(set(lines)))
`,
      { stops: { here: {}, again: {} } },
    );
    await script.debuggee.continue();
    expect(await script.stop()).toContain('again');
    expect(await script.step('stepIn')).toBe('work: here');
    await expectOutput(script, '[11, 12]');
  });

  // Before, Python gives up tracing for good where there is no room for a tracer's call.
  it.runIf(python.version[1] >= 12)('survives what recurses without end', async () => {
    const script = await start(`import sys
def dive(n):
    return dive(n + 1)
try:
    dive(0)
except RecursionError as error:
    print("ready", error)  # here
def deep(n):
    if n == 0:
        return 0  # deep
    return deep(n - 1)
deep(500)
`);
    await script.setBreakpoints('deep');
    await script.debuggee.continue();
    expect(await script.stop()).toBe('breakpoint deep: deep');
    const { stackFrames, totalFrames } = await script.client.request('stackTrace', {
      threadId: 1,
      levels: 20,
    });
    expect([stackFrames.length, totalFrames]).toEqual([20, 502]);
    expect(await script.evaluate('n')).toBe('0');
    await end(script);
  });

  it('debugs with warnings as errors', async () => {
    const script = await start('import os\nprint("ready")  # here\nprint(os.name)\n', {
      pythonArgs: ['-W', 'error', '-X', 'dev'],
    });
    await script.evaluate('x = 1');
    await script.step('next');
    await end(script);
    expect(script.client.output('stderr')).toBe('');
  });

  it('finds files after a change of directory, through links, in namespace packages', async () => {
    const home = files({
      'program.py': `import os, sys
os.chdir("/")
sys.path.insert(0, ${'os.path.join(os.path.dirname(os.path.abspath(__file__)), "linked")'})
import space.inner
import mod
mod.f()
space.inner.f()
exec(compile("x = 1\\nprint('x')\\n", "relative.py", "exec"))
`,
      'real/mod.py': 'def f():\n    return 1\n',
      'real/space/inner.py': 'def f():\n    return 2\n',
    });
    symlinkSync(join(home, 'real'), join(home, 'linked'));
    const debuggee = await Debuggee.start({
      program: join(home, 'program.py'),
      python: python.path,
      cwd: home,
      breakpoints: {
        [join(home, 'real/mod.py')]: [{ line: 2 }],
        [join(home, 'linked/space/inner.py')]: [{ line: 2 }],
      },
    });
    await debuggee.stop();
    expect(await debuggee.top()).toMatch(/^f mod.py:2$/);
    await debuggee.continue();
    await debuggee.stop();
    expect(await debuggee.top()).toMatch(/^f inner.py:2$/);
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it('debugs what is in an archive, and shows it', async () => {
    const home = files({
      'app/__main__.py': 'import part\nprint(part.f())\n',
      'app/part.py': 'def f():\n    return 1\n',
    });
    execFileSync(python.path, ['-m', 'zipapp', 'app', '-o', 'app.pyz'], { cwd: home });
    const debuggee = await Debuggee.start({
      program: join(home, 'app.pyz'),
      python: python.path,
      breakpoints: {},
      stopOnEntry: true,
    });
    await debuggee.stop();
    expect((await debuggee.frame()).name).toBe('<module>');
    await debuggee.step('next');
    expect((await debuggee.frame()).line).toBe(2);
    await debuggee.step('stepIn');
    expect((await debuggee.frame()).name).toBe('f');
    const source = (await debuggee.frame()).source!;
    const { content } = await debuggee.client.request('source', {
      source,
      sourceReference: source.sourceReference!,
    });
    expect(content).toBe('def f():\n    return 1\n');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it('waits at a socket that one has left who was killed', async () => {
    const home = files({ 'program.py': 'import time\nwhile True: time.sleep(0.01)\n' });
    const options = { python: python.path, env: { TANDEM_LISTEN: `unix:${join(home, 's')}` } };
    const first = new WaitingProgram(join(home, 'program.py'), options);
    const endpoint = await first.waits();
    first.child.kill('SIGKILL');
    await first.exited;
    expect(await new WaitingProgram(join(home, 'program.py'), options).waits()).toBe(endpoint);
  });

  it('goes on from another line, out of loops and blocks, and says where it cannot', async () => {
    const script = await start(`def f():
    tried = 0
    for i in range(3):
        try:
            tried += 1  # here
        finally:
            tried += 10
    return tried  # result
print(f())
`);
    const jump = async (line: number) => {
      const { targets } = await script.client.request('gotoTargets', {
        source: { path: script.path },
        line,
      });
      await script.client.request('goto', { threadId: 1, targetId: targets[0]!.id });
      await script.debuggee.stop();
    };
    await jump(8);
    expect(await script.top()).toBe('f: result');
    await expect(jump(4)).rejects.toThrow('cannot be moved there');
    await expectOutput(script, '0');
  });
});
