import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pythons } from './pythons.ts';
import { Script } from './support.ts';

describe.each(pythons)('stepping in $name', (python) => {
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

  it('stays in one of many coroutines of the same function', async () => {
    const script = await Script.start(python, {
      source: `import asyncio

async def work(number):
    await asyncio.sleep(0.01 / number)  # sleep
    result = number  # result
    await asyncio.sleep(0)  # again
    return result  # return

async def main():
    await asyncio.gather(*(work(number) for number in range(1, 5)))  # gather
    print("done")  # done

asyncio.run(main())  # run
print("end")  # end
`,
      stops: { sleep: { condition: 'number == 1' } },
    });
    await script.stop();
    await script.setBreakpoints();
    const places = [];
    for (const kind of ['next', 'next', 'next'] as const)
      places.push(`${await script.step(kind)} ${await script.evaluate('number')}`);
    expect(places).toEqual(['work: result 1', 'work: again 1', 'work: return 1']);
    expect(await script.steps('next', 'next')).toEqual(['main: done', '<module>: end']);
  });

  it('leads from the end of a task to the one that awaits it, whatever runs in between', async () => {
    const script = await Script.start(python, {
      source: `import asyncio

async def busy():
    while True:
        await asyncio.sleep(0)  # busy

async def answer():
    await asyncio.sleep(0.01)  # wait
    return 42  # answer

async def other():
    await asyncio.sleep(0.02)
    return 1

async def ask():
    task = asyncio.ensure_future(answer())
    value = await task  # ask
    return value + 1  # asked

async def fails():
    await asyncio.sleep(0)
    raise KeyError("no")  # raise

async def main():
    noise = asyncio.ensure_future(busy())
    asked = asyncio.ensure_future(ask())
    values = await asyncio.gather(asked, other())  # gather
    try:
        await asyncio.ensure_future(fails())  # try
    except KeyError:  # except
        noise.cancel()  # cancel

asyncio.run(main())  # run
print("end")  # end
`,
      stops: { answer: {}, raise: {} },
    });
    await script.stop();
    await script.setBreakpoints('raise');
    expect(await script.steps('stepOut', 'next')).toEqual(['ask: asked', 'main: try:']);
    await script.debuggee.continue();
    expect(await script.stop()).toBe('breakpoint fails: raise');
    expect(await script.steps('next', 'next', 'next')).toEqual([
      'main: except',
      'main: cancel',
      '<module>: end',
    ]);
  });

  it('leads through what is asynchronous: loops, blocks, generators, comprehensions', async () => {
    const script = await Script.start(python, {
      source: `import asyncio

class Block:
    async def __aenter__(self):
        await asyncio.sleep(0)
        return 1  # enter
    async def __aexit__(self, *thrown):
        await asyncio.sleep(0)  # exit

async def numbers(count):
    for number in range(count):  # range
        await asyncio.sleep(0)  # between
        yield number  # yield

async def noise():
    while True:
        await asyncio.sleep(0)

async def main():
    other = asyncio.ensure_future(noise())
    async for number in numbers(2):  # for
        print(number)  # body
    async with Block() as block:  # with
        print(block)  # inside
    found = [it async for it in numbers(3) if await asyncio.sleep(0, True)]  # comprehension
    print(found)  # found
    source = numbers(2)  # source
    async for number in source:  # again
        break  # break
    await source.aclose()  # close
    other.cancel()  # cancel

asyncio.run(main())  # run
print("end")  # end
`,
      stops: { for: {} },
    });
    await script.stop();
    await script.setBreakpoints();
    const places: string[] = [];
    while (!places.at(-1)?.endsWith(': end')) places.push(await script.step('next'));
    expect(places.map((place) => place.replace('main: ', '').replace('<module>: ', ''))).toEqual([
      'body',
      'for',
      'body',
      'for',
      'with',
      'inside',
      // Python 3.9 does not tell of it.
      ...(python.version[1] > 9 ? ['with'] : []),
      'comprehension',
      'found',
      'source',
      'again',
      'break',
      'close',
      'cancel',
      'end',
    ]);
    expect(script.client.output('stdout')).toBe('0\n1\n1\n[0, 1, 2]\n');
  });

  it('goes into what is asynchronous, and out again', async () => {
    const script = await Script.start(python, {
      source: `import asyncio

class Block:
    async def __aenter__(self):
        await asyncio.sleep(0)  # enter
        return 1
    async def __aexit__(self, *thrown):
        await asyncio.sleep(0)  # exit

async def numbers():
    await asyncio.sleep(0)  # first
    yield 1  # yield
    await asyncio.sleep(0)  # second

async def noise():
    while True:
        await asyncio.sleep(0)

async def main():
    other = asyncio.ensure_future(noise())
    async for number in numbers():  # for
        print(number)  # body
    async with Block() as block:  # with
        print(block)  # inside
    other.cancel()  # cancel

asyncio.run(main())
`,
      stops: { for: {} },
    });
    await script.stop();
    await script.setBreakpoints();
    expect(await script.steps('stepIn', 'next', 'next', 'next')).toEqual([
      'numbers: first',
      'numbers: yield',
      'main: body',
      'main: for',
    ]);
    expect(await script.steps('stepIn', 'stepOut', 'stepIn')).toEqual(
      ['numbers: second', 'main: with', '__aenter__: enter'].map((place) =>
        python.version[1] >= 11 ? place.replace('__aenter__', 'Block.__aenter__') : place,
      ),
    );
    expect(await script.steps('stepOut', 'next')).toEqual([
      'main: inside',
      python.version[1] > 9 ? 'main: with' : 'main: cancel',
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

  it.runIf(python.isProcess)('leads through everything that there is, and always on', async () => {
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
