import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { interpreters } from './interpreters.ts';
import { Script } from './support.ts';

describe.each(interpreters)('stepping in $name', (python) => {
  it('goes in, over and out, and says what a function has returned', async () => {
    const script = await Script.start(python, {
      source: `def inner(x):
    y = x + 1  # inner
    return y  # return

def outer():
    z = inner(1)  # call
    z += 1  # after
    return inner(z)  # tail

outer()  # outer
print("end")  # end
`,
      stops: { call: {} },
    });
    expect(await script.stop()).toBe('breakpoint outer: call');
    expect(await script.steps('stepIn', 'next', 'stepOut')).toEqual([
      'inner: inner',
      'inner: return',
      'outer: after',
    ]);
    expect(await script.evaluate('z')).toBe('2');
    expect(await script.steps('next', 'stepIn', 'stepOut')).toEqual([
      'outer: tail',
      'inner: inner',
      'outer: tail',
    ]);
    expect(await script.locals()).toMatchObject({ '(return) inner': '4', z: '3' });
    expect(await script.evaluate('_returned + 1')).toBe('5');
    expect(await script.step('next')).toBe('<module>: end');
  });

  it('goes over recursion in the call that it is in', async () => {
    const script = await Script.start(python, {
      source: `def down(n):
    if n == 0:
        return 0
    below = down(n - 1)  # call
    return below + 1  # result

down(3)
`,
      stops: { call: { condition: 'n == 2' } },
    });
    await script.stop();
    expect(await script.step('next')).toBe('down: result');
    expect(await script.locals()).toMatchObject({ n: '2', below: '1' });
  });

  it('stops again on a line where another call is still to come', async () => {
    const script = await Script.start(python, {
      source: `def f(x):
    return x  # f

print(f(1), f(2))  # line
print("end")  # end
`,
      stops: { line: {} },
    });
    await script.stop();
    expect(await script.steps('stepIn', 'stepOut', 'stepIn', 'stepOut', 'next')).toEqual([
      'f: f',
      '<module>: line',
      'f: f',
      '<module>: line',
      '<module>: end',
    ]);
    expect(script.client.output('stdout')).toBe('1 2\n');
  });

  it('takes what is written over several lines for one', async () => {
    const script = await Script.start(python, {
      source: `def add(a, b):
    return a + b

value = add(  # first
    1,
    2,
)
print(value)  # last
`,
      stops: { first: {} },
    });
    expect(await script.stop()).toBe('breakpoint <module>: first');
    const places = [];
    for (let place = ''; place !== '<module>: last'; places.push(place)) place = await script.step('next');
    expect(places.length).toBeLessThanOrEqual(4);
    await script.debuggee.continue();
    await script.end();
    expect(script.client.events('stopped')).toHaveLength(1 + places.length);
  });

  it('leads in and out of generators', async () => {
    const script = await Script.start(python, {
      source: `def numbers():
    yield 1  # one
    yield 2  # two

for number in numbers():  # loop
    print(number)  # body
print("end")  # end
`,
      stops: { loop: {} },
    });
    await script.stop();
    await script.client.request('setBreakpoints', { source: { path: script.path }, breakpoints: [] });
    expect(await script.steps('stepIn', 'next', 'next')).toEqual([
      'numbers: one',
      '<module>: body',
      '<module>: loop',
    ]);
    expect(await script.steps('stepIn', 'stepOut')).toEqual(['numbers: two', '<module>: body']);
    expect(await script.steps('next', 'next')).toEqual(['<module>: loop', '<module>: end']);
  });

  it('stays in a coroutine while it waits, and returns to the one that awaits it', async () => {
    const script = await Script.start(python, {
      source: `import asyncio

async def other():
    for _ in range(3):
        await asyncio.sleep(0)

async def inner():
    await asyncio.sleep(0.01)  # sleep
    return 1  # inner

async def main():
    task = asyncio.ensure_future(other())
    value = await inner()  # await
    print(value)  # after
    await task

asyncio.run(main())  # run
print("end")  # end
`,
      stops: { await: {} },
    });
    await script.stop();
    expect(await script.steps('stepIn', 'next', 'next', 'next')).toEqual([
      'inner: sleep',
      'inner: inner',
      'main: after',
      'main: await task',
    ]);
  });

  it('passes over comprehensions, and what is installed', async () => {
    const script = await Script.start(python, {
      source: `import json

def key(x):
    return -x  # key

found = [x * 2 for x in range(3)]  # comprehension
ordered = sorted(found, key=key)  # sorted
text = json.dumps(ordered)  # dumps
print(text)  # print
`,
      stops: { comprehension: {} },
    });
    expect(await script.stop()).toBe('breakpoint <module>: comprehension');
    expect(await script.steps('next', 'stepIn', 'stepOut')).toEqual([
      '<module>: sorted',
      'key: key',
      '<module>: dumps',
    ]);
    expect(await script.step('stepIn')).toBe('<module>: print');
  });

  it('goes into what is installed when that is wanted', async () => {
    const script = await Script.start(python, {
      source: 'import json\ntext = json.dumps([1])  # dumps\n',
      stops: { dumps: {} },
      justMyCode: false,
    });
    await script.stop();
    expect(await script.step('stepIn')).toBe('dumps (__init__.py)');
  });

  it('goes through a library into the function that it calls, and back', async () => {
    const script = await Script.start(python, {
      source: `from functools import reduce
import lib.caller

def mine(value):
    return value + 1  # mine

result = lib.caller.call(mine)  # call
print(result)  # print
`,
      others: { 'lib/caller.py': 'def call(f):\n    got = f(1)\n    return got\n' },
      stops: { call: {} },
      skipFiles: ['**/lib/**'],
    });
    await script.stop();
    expect(await script.steps('stepIn', 'next')).toEqual(['mine: mine', '<module>: print']);
  });

  it('follows an exception to where it is caught', async () => {
    const script = await Script.start(python, {
      source: `def fails():
    raise ValueError("no")  # raise

def tries():
    try:
        fails()  # call
    except ValueError:  # except
        return 1  # caught

tries()
`,
      stops: { raise: {} },
    });
    await script.stop();
    expect(await script.steps('next', 'next')).toEqual(['tries: except', 'tries: caught']);
  });

  it('stops at the first line of the program, also of a module', async () => {
    const source = '"""Says hello."""\nimport sys  # import\nprint(sys.argv[1:])\n';
    const script = await Script.start(python, { source, stopOnEntry: true, args: ['a'] });
    expect(await script.stop()).toMatch(/^entry <module>: /);
    await script.debuggee.continue();
    await script.end();
    expect(script.client.output('stdout')).toBe("['a']\n");
  });

  it('ends with the program at the last line', async () => {
    const script = await Script.start(python, { source: 'a = 1\nb = 2  # last\n', stops: { last: {} } });
    await script.stop();
    await script.client.request('next', { threadId: 1 });
    await script.end();
  });

  it('leads through everything that there is, and always on', async () => {
    const source = readFileSync(join(import.meta.dirname, 'tour.py'), 'utf8');
    const script = await Script.start(python, { source, stops: { begin: {} } });
    const { client } = script;
    await script.stop();
    await client.request('setBreakpoints', { source: { path: script.path }, breakpoints: [] });
    const ended = client.waitFor('terminated').then(() => false);
    const functions = new Set<string>();
    let steps = 0;
    for (let isThere = true; isThere; steps += 1) {
      const { name, source: at } = await script.debuggee.frame();
      expect(at?.path).toBe(script.path);
      functions.add(name.split('.').at(-1)!);
      await client.request('stepIn', { threadId: 1 });
      isThere = await Promise.race([
        client.waitFor('stopped').then(
          () => true,
          () => false,
        ),
        ended,
      ]);
    }
    expect(client.events('exited')).toEqual([{ exitCode: 0 }]);
    expect(client.output('stdout')).toBe('3\n');
    expect(client.output('important')).toBe('');
    expect(steps).toBeGreaterThan(100);
    for (const name of [
      'moved',
      'inner',
      'fact',
      'gen',
      'outer',
      'ctx',
      '__next__',
      'agen',
      '__aexit__',
      'leaf',
    ])
      expect(functions).toContain(name);
  });

  it('pauses a busy program, and takes breakpoints while it runs', async () => {
    const script = await Script.start(python, {
      source: `running = True
count = 0
def work():
    global count
    while running:
        count += 1  # count
        other = count  # other

print("up", flush=True)
work()
print("end")
`,
    });
    await script.client.waitFor('output', ({ output }) => output.includes('up'));
    await script.setBreakpoints('count');
    await script.stop();
    await script.setBreakpoints();
    await script.debuggee.continue();
    await script.client.request('pause', { threadId: 1 });
    expect(await script.stop()).toMatch(/^pause work: /);
    await script.debuggee.continue();
    await script.setBreakpoints('other');
    expect(await script.stop()).toBe('breakpoint work: other');
    await script.setBreakpoints();
    await script.evaluate('global_running = 1');
    await script.evaluate('globals()["running"] = False');
    await script.debuggee.continue();
    await script.end();
  });
});
