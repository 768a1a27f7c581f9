import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Debuggee } from '../engine/support.ts';
import { files } from '../support/fixtures.ts';
import { interpreters } from './interpreters.ts';
import { lineOf, Script } from './support.ts';

/** What a program can see of the breakpoints in it. */
const CURIOUS = `import inspect, pickle, sys, traceback
import helper

def work(n):
    """Says what it does."""
    total = n + 1  # total
    return total / (n - n)  # divide

try:
    work(1)
except ZeroDivisionError as error:
    print([(frame.name, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)])
code = work.__code__
print(inspect.getsource(work).splitlines()[2].strip(), code.co_firstlineno, work.__doc__)
print(code.co_names, code.co_varnames, sorted({line for _, _, line in code.co_lines() if line}))
print(sys.gettrace() if sys.version_info < (3, 12) else None)
print(helper.double(4), inspect.getsource(helper.double).count("return"))

constants = pickle.loads(pickle.dumps(code.co_consts))
print([constant() for constant in constants if callable(constant)] is None, len(constants) == len(code.co_consts))
`;

/** Bytecode is kept, whatever the environment of the tests says. */
const KEPT = { PYTHONDONTWRITEBYTECODE: '' };

const HELPER = 'def double(n):\n    return n * 2  # double\n';

describe.each(interpreters)('breakpoints in the code of $name', (python) => {
  const early = python.version[1] < 10;

  it.skipIf(early)('are not seen by the program, and are in no file', async () => {
    const run = async (withBreakpoints: boolean) => {
      const script = await Script.start(python, {
        source: CURIOUS,
        others: { 'helper.py': HELPER },
        stops: withBreakpoints ? { total: { condition: 'n < 0' }, divide: { condition: 'n < 0' } } : {},
      });
      await script.end();
      return { output: script.client.output('stdout'), path: script.path };
    };
    const bare = await run(false);
    const watched = await run(true);
    expect(bare.output).toContain("('work', 7)");
    expect(watched.output).toBe(bare.output);
  });

  it('leave the bytecode that Python keeps of a module as it is', async () => {
    const folder = files({ 'program.py': 'import helper\nprint(helper.double(2))\n', 'helper.py': HELPER });
    const path = join(folder, 'helper.py');
    const program = join(folder, 'program.py');
    const debuggee = await Debuggee.start({
      program,
      python: python.path,
      env: KEPT,
      breakpoints: { [path]: [{ line: lineOf(path, 'double') }] },
    });
    await debuggee.stop();
    await debuggee.continue();
    await debuggee.client.waitFor('terminated');
    expect(readdirSync(join(folder, '__pycache__'))).toHaveLength(1);
    writeFileSync(program, 'import helper\nprint(*map(type, helper.double.__code__.co_consts))\n');
    const again = await Debuggee.start({ program, python: python.path, env: KEPT });
    await again.client.waitFor('terminated');
    expect(again.client.output('stdout')).toMatch(/^(<class '(NoneType|int)'>\s)+$/);
  });

  it('are met in what is made, called and resumed after they were set, in whichever thread', async () => {
    const script = await Script.start(python, {
      source: `import threading

def outer():
    def inner(n):
        return n + 1  # inner
    return inner

def rounds():
    yield 1
    yield 2  # second

def turn(n):
    return n  # turn

made = outer()
running = rounds()
next(running)
here = 1  # here
made(1)
outer()(2)
next(running)
thread = threading.Thread(target=turn, args=(5,))
thread.start()
thread.join()
print("end")
`,
      stops: { here: {} },
    });
    expect(await script.stop()).toBe('breakpoint <module>: here');
    await script.setBreakpoints('inner', 'second', 'turn');
    for (const place of ['inner: inner', 'inner: inner', 'rounds: second', 'turn: turn']) {
      await script.debuggee.continue();
      expect(await script.stop()).toMatch(new RegExp(`^breakpoint (outer\\.)?${place}$`));
    }
    await script.setBreakpoints();
    await script.debuggee.continue();
    await script.end();
  });

  it('are met in a loop that runs already, and no more when they are gone', async () => {
    const script = await Script.start(python, {
      source: `import time

def work():
    n = 0
    print("runs")
    while n >= 0:
        n += 1  # round
        time.sleep(0.001)
    print("end")

work()
`,
      stops: { round: { condition: 'False' } },
    });
    await script.client.waitFor('output');
    await script.setBreakpoints('round');
    expect(await script.stop()).toBe('breakpoint work: round');
    await script.setBreakpoints();
    await script.evaluate('n = -5');
    await script.debuggee.continue();
    await script.end();
  });

  it('are met in code that the program compiles and runs by itself', async () => {
    const script = await Script.start(python, {
      source: `import runpy
path = __file__.replace("program.py", "part.py")
with open(path) as file:
    code = compile(file.read(), path, "exec")
names = {}
exec(code, names)
names["work"](1)
runpy.run_path(path)["work"](2)
print("end")
`,
      others: { 'part.py': 'first = 1  # first\ndef work(n):\n    return n  # work\n' },
      stops: {},
    });
    await script.end();
    const part = join(script.path, '../part.py');
    const debuggee = await Debuggee.start({
      program: script.path,
      python: python.path,
      breakpoints: { [part]: [{ line: 1 }, { line: 3 }] },
    });
    for (const line of [1, 3, 1, 3]) {
      await debuggee.stop();
      expect((await debuggee.frame()).line).toBe(line);
      await debuggee.continue();
    }
    await debuggee.client.waitFor('terminated');
  });

  it('do not stop what a condition or the console calls', async () => {
    const script = await Script.start(python, {
      source: `def asked(n):
    return n > 1  # asked

for n in range(3):
    print(n)  # print
`,
      stops: { asked: {}, print: { condition: 'asked(n)' } },
    });
    expect(await script.stop()).toBe('breakpoint <module>: print');
    expect(await script.evaluate('asked(n)')).toBe('True');
    await script.debuggee.continue();
    await script.end();
  });

  it('go on to be counted and logged at each line of every kind of statement', async () => {
    const source = `import asyncio, contextlib
class Thing:
    size = [n for n in range(3)]
    @staticmethod
    def make(*, deep=2):
        with contextlib.suppress(ValueError), contextlib.nullcontext():
            if deep:
                return Thing.make(deep=deep - 1)
            elif deep is None:
                raise KeyError
            else:
                int("no")
        try:
            {}["no"]
        except (KeyError,
                ValueError) as error:
            del error
        finally:
            deep = 0
        return (lambda n:
                n + deep)(1)
async def ticks():
    for n in range(2):
        yield n
async def main():
    async for n in ticks():
        await asyncio.sleep(0)
    async with contextlib.AsyncExitStack():
        return [n async for n in ticks()]
while True:
    if Thing.make():
        break
print(asyncio.run(main()), f"{Thing.size}"
      f"{1}")
`;
    const lines = source.split('\n').length - 1;
    const folder = files({ 'program.py': source });
    const program = join(folder, 'program.py');
    const debuggee = await Debuggee.start({
      program,
      python: python.path,
      breakpoints: {
        [program]: Array.from({ length: lines }, (_, at) => ({ line: at + 1, condition: 'len("") > 0' })),
      },
    });
    await debuggee.client.waitFor('terminated');
    expect(debuggee.client.output('stdout')).toBe('[0, 1] [0, 1, 2]1\n');
    expect(debuggee.client.output('important')).toBe('');
  });
});

describe.each(interpreters.filter(({ version }) => version[1] === 10 || version[1] === 11))(
  'a program in $name that traces itself',
  (python) => {
    it('keeps its tracer, and its breakpoints', async () => {
      const script = await Script.start(python, {
        source: `import sys
seen = []
def trace(frame, event, argument):
    if frame.f_code.co_name == "work":
        seen.append(event)
    return trace
def work(n):
    return n  # work
sys.settrace(trace)
work(1)
work(2)
print(sys.gettrace() is trace, seen.count("call"))
`,
        stops: { work: { condition: 'n == 1' } },
      });
      expect(await script.stop()).toBe('breakpoint work: work');
      await script.debuggee.continue();
      await script.end();
      expect(script.client.output('stdout')).toBe('True 2\n');
    });
  },
);
