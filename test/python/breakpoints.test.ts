import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pythons } from './pythons.ts';
import { lineOf, Script } from './support.ts';

const LOOP = `def work(n):
    total = 0
    for i in range(n):
        total += i  # add
    return total  # return

print(work(5))  # call
`;

describe.each(pythons)('breakpoints in $name', (python) => {
  it('move to the next line with code, and say why they do not bind', async () => {
    const source = `# Nothing yet.
import late  # import

def f():
    """Says nothing."""
    # Nor here.
    return 1  # return

f()
`;
    const script = await Script.start(python, {
      source,
      others: { 'late.py': 'value = 1\nother = 2\n' },
      stops: { import: {} },
    });
    expect(script.debuggee.breakpoints.get(script.path)).toEqual([{ id: 1, verified: true, line: 2 }]);
    await script.stop();
    const late = join(script.path, '../late.py');
    const ask = (path: string, lines: number[]) =>
      script.client.request('setBreakpoints', {
        source: { path },
        breakpoints: lines.map((line) => ({ line })),
      });
    expect((await ask(script.path, [1, 5, 99])).breakpoints).toMatchObject([
      { verified: true, line: 2 },
      { verified: true, line: 7 },
      {
        verified: false,
        line: 99,
        reason: 'failed',
        message: expect.stringMatching(
          /^There is no code on this line or after it: the last is on line \d+\.$/,
        ),
      },
    ]);
    const { breakpoints } = await ask(late, [2]);
    expect(breakpoints).toMatchObject([
      { verified: false, reason: 'pending', message: expect.stringContaining('Not loaded yet') },
    ]);
    expect((await ask('/nowhere.py', [1])).breakpoints).toMatchObject([
      { verified: false, reason: 'failed', message: expect.stringContaining('does not exist') },
    ]);
    await script.debuggee.continue();
    const { breakpoint } = await script.client.waitFor('breakpoint');
    expect(breakpoint).toEqual({ id: breakpoints[0]!.id, verified: true, line: 2 });
    expect(await script.debuggee.where()).toBe('<module> late.py:2');
    await script.debuggee.continue();
    expect(await script.stop()).toBe('breakpoint f: return');
  });

  it('stop where a condition holds, or often enough', async () => {
    const script = await Script.start(python, {
      source: LOOP,
      stops: { add: { condition: 'i == 3' }, return: { hitCondition: '1' } },
    });
    expect(await script.stop()).toBe('breakpoint work: add');
    expect(await script.locals()).toMatchObject({ i: '3', total: '3' });
    await script.debuggee.continue();
    expect(await script.stop()).toBe('breakpoint work: return');
    await script.debuggee.continue();
    await script.end();
  });

  it('count hits, and find variables of the call in lambdas and comprehensions of a condition', async () => {
    const script = await Script.start(python, {
      source: LOOP,
      stops: { add: { condition: 'any(x == i for x in range(2, n))', hitCondition: '>= 2' } },
    });
    await script.stop();
    expect(await script.evaluate('i')).toBe('3');
  });

  it('in a file of another language are not judged, and wait', async () => {
    const script = await Script.start(python, {
      source: LOOP,
      others: { 'tool.ts': 'let x = 1;\n' },
      stops: { add: {} },
    });
    await script.stop();
    const path = join(script.path, '../tool.ts');
    const { breakpoints } = await script.client.request('setBreakpoints', {
      source: { path },
      breakpoints: [
        { line: 1, condition: 'x === 1 && !y' },
        { line: 1, logMessage: '{x ? 1 : 2}' },
      ],
    });
    for (const breakpoint of breakpoints)
      expect(breakpoint).toMatchObject({
        reason: 'pending',
        message: expect.stringContaining('Not loaded yet'),
      });
  });

  it('say what is wrong with a condition, before and once', async () => {
    const script = await Script.start(python, {
      source: LOOP,
      stops: { add: { condition: 'i ==' }, return: { hitCondition: 'often' }, call: {} },
    });
    const all = script.debuggee.breakpoints.get(script.path)!;
    expect(all).toMatchObject([
      { verified: false, reason: 'failed', message: expect.stringContaining('condition has a syntax error') },
      {
        verified: false,
        message:
          'The hit condition "often" is not understood: write a number, optionally after >, >=, <, <=, == or %.',
      },
      { verified: true },
    ]);
    await script.stop();
    await script.client.request('setBreakpoints', {
      source: { path: script.path },
      breakpoints: [{ line: lineOf(script.path, 'add'), condition: 'missing > 1' }],
    });
    await script.debuggee.continue();
    await script.end();
    const told = script.client.output('important');
    expect(told).toContain(
      "The breakpoint condition `missing > 1` failed: NameError: name 'missing' is not defined.",
    );
    expect(told.split('failed')).toHaveLength(2);
  });

  it('log instead of stopping, at their place in the output', async () => {
    const script = await Script.start(python, {
      source: 'for i in range(2):\n    print("before", i)\n    j = i * 2\n    print("after", j)  # after\n',
      stops: { after: { logMessage: 'j={j}, {j:03d}, {i!r}, \\{i\\}, {missing}' } },
    });
    await script.end();
    expect(script.client.output()).toBe(
      [0, 1]
        .map(
          (i) =>
            `before ${i}\nj=${2 * i}, 00${2 * i}, ${i}, {i}, <NameError: name 'missing' is not defined>\nafter ${2 * i}\n`,
        )
        .join(''),
    );
    const [logged] = script.client.outputEvents.filter(({ category }) => category === 'console');
    expect(logged).toMatchObject({ line: 4, source: { path: script.path } });
  });

  it('stop once for a call that is written over several lines, and at each of a lambda', async () => {
    const script = await Script.start(python, {
      source: `def add(*args):
    return sum(args)

value = add(  # first
    1,
    2,
)
double = lambda x: x * 2  # lambda
print(double(value))
`,
      stops: { first: {}, lambda: {} },
    });
    const places = [];
    for (let index = 0; index < 3; index += 1) {
      places.push(await script.stop());
      await script.debuggee.continue();
    }
    expect(places).toEqual([
      'breakpoint <module>: first',
      'breakpoint <module>: lambda',
      'breakpoint <lambda>: lambda',
    ]);
    await script.end();
  });

  it('stop at each round of a loop', async () => {
    const script = await Script.start(python, {
      source: `i = 0
while i < 3:  # while
    i += (
        1
    )
for j in range(2):  # for
    pass
print("end")
`,
      stops: { while: {}, for: {} },
    });
    const seen = [];
    for (let index = 0; index < 7; index += 1) {
      seen.push(`${await script.stop()} ${await script.evaluate('i')}`);
      await script.debuggee.continue();
    }
    expect(seen).toEqual([
      ...[0, 1, 2, 3].map((i) => `breakpoint <module>: while ${i}`),
      ...[0, 1, 2].map(() => 'breakpoint <module>: for 3'),
    ]);
    await script.end();
  });

  it('are set, changed and removed while the program is stopped, and keep their identity', async () => {
    const script = await Script.start(python, { source: LOOP, stops: { add: {} } });
    await script.stop();
    const [kept] = script.debuggee.breakpoints.get(script.path)!;
    const { breakpoints } = await script.setBreakpoints('add', 'return');
    expect(breakpoints[0]).toEqual(kept);
    await script.setBreakpoints('return');
    await script.debuggee.continue();
    expect(await script.stop()).toBe('breakpoint work: return');
    await script.setBreakpoints();
    await script.debuggee.continue();
    await script.end();
  });

  it('of a file by another name of it', async () => {
    const { symlinkSync } = await import('node:fs');
    const script = await Script.start(python, {
      source: 'import sys\nsys.path.insert(0, "linked")  # path\nimport part\npart.f()\n',
      others: { 'real/part.py': 'def f():\n    return 1  # part\n' },
      stops: { path: {} },
      cwd: undefined,
    });
    await script.stop();
    const home = join(script.path, '..');
    symlinkSync(join(home, 'real'), join(home, 'linked'));
    await script.evaluate(`sys.path.insert(0, ${JSON.stringify(join(home, 'linked'))})`);
    await script.client.request('setBreakpoints', {
      source: { path: join(home, 'real/part.py') },
      breakpoints: [{ line: 2 }],
    });
    await script.debuggee.continue();
    expect(await script.debuggee.where()).toBe('f part.py:2');
  });

  it('are on functions, by name', async () => {
    const script = await Script.start(python, {
      source: `import helpers

class Shape:
    def area(self):
        return 1  # area

def plain(x):
    while x:
        x -= 1
    return x

Shape().area()
plain(2)
plain(3)
helpers.help()
print("end")
`,
      others: { 'helpers.py': 'def help():\n    return 2\n' },
      functions: [
        { name: 'Shape.area' },
        { name: 'plain', condition: 'x == 3' },
        { name: 'helpers.help' },
        { name: 'nothing' },
      ],
    });
    expect(script.debuggee.functions.map(({ verified }) => verified)).toEqual(
      python.version[1] >= 11 ? [true, true, false, false] : [false, true, false, false],
    );
    const reached = [];
    for (let index = 0; index < (python.version[1] >= 11 ? 3 : 2); index += 1) {
      const { reason } = await script.debuggee.stop();
      reached.push(`${reason} ${(await script.debuggee.frame()).name}`);
      await script.debuggee.continue();
    }
    expect(reached).toEqual([
      ...(python.version[1] >= 11 ? ['function breakpoint Shape.area'] : []),
      'function breakpoint plain',
      'function breakpoint help',
    ]);
    await script.end();
  });

  it('stop at breakpoint()', async () => {
    const script = await Script.start(python, {
      source: 'def f():\n    x = 1\n    breakpoint()  # here\n    return x  # after\n\nf()\n',
    });
    expect(await script.stop()).toBe('breakpoint f: here');
    expect(await script.locals()).toMatchObject({ x: '1' });
    expect(await script.step('next')).toBe('f: after');
    await script.debuggee.continue();
    await script.end();
  });

  it('say at the end which file was loaded in their place', async () => {
    const source = 'import late\nprint(late.value)  # print\n';
    const others = { 'late.py': 'value = 1\n', 'copy/late.py': 'value = 1\n' };
    const script = await Script.start(python, { source, others, stops: { print: {} } });
    await script.stop();
    const copy = join(script.path, '../copy/late.py');
    await script.client.request('setBreakpoints', { source: { path: copy }, breakpoints: [{ line: 1 }] });
    await script.debuggee.continue();
    const { breakpoint } = await script.client.waitFor('breakpoint');
    expect(breakpoint.message).toContain(`${join(script.path, '../late.py')} was loaded.`);
    await script.end();
  });

  it('tell their story', async () => {
    const script = await Script.start(python, { source: LOOP, stops: { add: {}, call: {} } });
    await script.stop();
    const { text } = await script.client.request('tandem.breakpointStory', {});
    expect(text).toContain('bound');
    expect(text).toContain('Hits so far: 1.');
  });
});
