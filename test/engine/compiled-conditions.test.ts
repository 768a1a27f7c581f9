import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { files, lineOf } from '../support/fixtures.ts';
import { expectEnd, launch } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

const HOT = `function work(n) {
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    // a comment
    sum += i % 7; // hot
  }
  return sum;
}
const began = performance.now();
const sum = work(200_000);
console.log(sum, performance.now() - began < 2000);
`;

/** Each marked line has a condition that names its mark. What is said of it must be as with V8's own conditions. */
const PLACES = `'use strict';
const marks = [];
class Base {
  #secret = 3;
  constructor(n) {
    this.n = n; // constructor: this.n === undefined && n === 2
  }
  method(...rest) {
    const twice = this.n * 2; // method: this.n === 2 && rest.length === 1
    return () => {
      return twice + this.#secret; // arrow: twice === 4 && this.n === 2
    };
  }
  static make(n) {
    return new this(n); // static: n === 2 && this.name === 'Derived'
  }
  get half() {

    return this.n / 2; // getter: this.n === 2
  }
}
class Derived extends Base {
  constructor(n) {
    super(n);
    marks.push(new.target.name); // derived: new.target === Derived && n === 2
  }
}
function sum() {
  let total = 0
  for (const value of arguments) {
    total += value // arguments: arguments.length === 3 && value === 2
  }
  return total
}
function* generator(n) {
  for (let i = 0; i < n; i += 1) {
    yield i // generator: i === 1
  }
}
async function asynchronous(n) {
  const before = n
  await null // async: before === 2
  marks.push(before) // after: before === 2
  try {
    throw new Error('mine')
  } catch (error) {
    marks.push(error.message) // catch: error.message === 'mine'
  } finally {
    marks.push('finally') // finally: n === 2
  }
}
function choose(n) {
  switch (n) {
    case 1:
      marks.push('one') // case: n === 1
      break
    default:
      marks.push('other') // default: n === 2
  }
  outer: for (;;) {
    for (;;) {
      if (n) break outer // label: n === 2
    }
  }
  if (n === 2) {
    marks.push('two') // block: marks.length > 0
  }
  else marks.push('not two')
}
function asi(n) {
  let a = n
  ;[a] = [a + 1] // bracket: a === 2
  let b = a
  ;(b) // parenthesis: a === 3 && b === 3
  do a -= 1
  while (a > 0)
  \`template \${a}\` // template: a === 0
  const f = function () {};
  /x/.test('x') // regex: typeof f === 'function'
  if (n)
  {
    a++ // braces: a === 0
  }
  const text = 'a'; /* a comment
  that goes on */
  marks.push(text) // comment: text === 'a'
  return a // return: a === 1
}
function shadow(n) {
  const marks = n; {
    const n = marks + 1
    globalThis.shadowed = n // shadow: n === 3 && marks === 2
  }
}
async function main() {
  for (const n of [1, 2]) {
    const made = Derived.make(n)
    made.method('x')()
    made.half
    sum(1, n, 3)
    for (const value of generator(n + 1)) marks.push(value)
    await asynchronous(n)
    choose(n)
    asi(n)
    shadow(n)
  }
  for await (const value of [Promise.resolve(5)]) {
    marks.push(value) // loop: value === 5
  }
}
main().then(() => {
  console.log(new Error('here').stack.split('\\n')[1].replace(/.*[\\\\/]/, ''), marks.length)
  debugger
})
`;

const marked = (source: string): DebugProtocol.SourceBreakpoint[] =>
  source.split('\n').flatMap((text, index) => {
    const condition = /\/\/ [a-z]+: (.*)$/.exec(text)?.[1];
    return condition ? [{ line: index + 1, condition }] : [];
  });

/** What was told of breakpoints that were bound. */
const bound = ({ client }: Debuggee): DebugProtocol.Breakpoint[] =>
  client.events('breakpoint').flatMap(({ breakpoint }) => (breakpoint.verified ? [breakpoint] : []));

/** Whatever names `eval` is left to V8. */
const leftToV8 = (breakpoint: DebugProtocol.SourceBreakpoint): DebugProtocol.SourceBreakpoint => ({
  ...breakpoint,
  condition: `(${breakpoint.condition}) && eval('true')`,
});

describe.each(modes)('checks that are compiled into the program, $mode', ({ inProcess }) => {
  const start = (source: string, marks: Record<string, object>, name = 'program.js') => {
    const program = join(files({ [name]: source }), name);
    const breakpoints = Object.entries(marks).map(([mark, traits]) => ({
      line: lineOf(program, mark),
      ...traits,
    }));
    return Debuggee.start({ program, inProcess, breakpoints: { [program]: breakpoints } });
  };

  it.each(['program.cjs', 'program.mjs'])('cost next to nothing while they are false: %s', async (name) => {
    const debuggee = await start(HOT, { hot: { condition: 'i === -1' } }, name);
    await expectEnd(debuggee.client, 0);
    expect(debuggee.client.output('stdout')).toBe('599994 true\n');
  });

  it.each(['program.cjs', 'program.mjs'])('stop at their statement: %s', async (name) => {
    const debuggee = await start(HOT, { hot: { condition: 'i === 150_000' } }, name);
    const { breakpoint } = await debuggee.client.waitFor('breakpoint', (event) => event.breakpoint.verified);
    expect(breakpoint).toMatchObject({ line: 5, column: 5 });
    expect(await debuggee.stop()).toMatchObject({ reason: 'breakpoint', hitBreakpointIds: [breakpoint.id] });
    expect(await debuggee.frame()).toMatchObject({ name: 'work', line: 5, column: 5 });
    expect((await debuggee.evaluate('i')).result).toBe('150000');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it.each(['program.cjs', 'program.mjs'])('stop where V8 would stop: %s', async (name) => {
    const stops = async (breakpoints: readonly DebugProtocol.SourceBreakpoint[]) => {
      const program = join(files({ [name]: PLACES }), name);
      const debuggee = await Debuggee.start({ program, inProcess, breakpoints: { [program]: breakpoints } });
      const seen: string[] = [];
      for (;;) {
        const event = await debuggee.stop();
        if (event.reason === 'pause') break;
        const { name, line, column } = await debuggee.frame();
        const { result } = await debuggee.evaluate('typeof this + JSON.stringify(marks)');
        const id = debuggee.breakpoints
          .get(program)!
          .findIndex((one) => one.id === event.hitBreakpointIds?.[0]);
        seen.push(`${event.reason} ${breakpoints[id]?.line} in ${name}:${line}:${column} ${result}`);
        await debuggee.continue();
      }
      await debuggee.end();
      return [...seen, debuggee.client.output()];
    };
    const compiled = await stops(marked(PLACES));
    expect(compiled).toEqual(await stops(marked(PLACES).map(leftToV8)));
    for (const { line } of marked(PLACES)) expect(compiled.join('\n')).toContain(`breakpoint ${line} in`);
  });

  it('leave nothing of ours among the variables and the names that can be completed', async () => {
    const source = 'function f(n) {\n  return n + 1;\n}\nf(1);\nf(2);\n';
    const program = join(files({ 'program.js': source }), 'program.js');
    const breakpoints = { [program]: [{ line: 2, condition: 'n === 2' }] };
    const debuggee = await Debuggee.start({ program, inProcess, breakpoints });
    await debuggee.stop();
    const { id: frameId } = await debuggee.frame();
    const { scopes } = await debuggee.client.request('scopes', { frameId });
    const names = await Promise.all(
      scopes.map(async ({ variablesReference }) => {
        const { variables } = await debuggee.client.request('variables', { variablesReference });
        return variables.map(({ name }) => name);
      }),
    );
    const completed = await debuggee.client.request('completions', { frameId, text: '$t', column: 3 });
    const all = [...names.flat(), ...completed.targets.map(({ label }) => label)];
    expect(all).toContain('n');
    expect(all.filter((name) => name.includes('tandem'))).toEqual([]);
    await debuggee.end();
  });

  it('say when V8 has to evaluate them, and why', async () => {
    const source = `const { Script } = require('node:vm');
function* work(n) {
  for (let i = 0; i < n; i += 1) {
    const a = i; const b = a; // hot
    const c = yield a; // yielded
    while (i < 0) { // loop
      i += 1;
    }
  }
}
for (const _ of work(3));
new Script('let i = 0;\\ni += 1;', { filename: __dirname + '/script.js' }).runInThisContext();
setInterval(() => {}, 1000);
`;
    const directory = files({ 'program.js': source, 'script.js': 'let i = 0;\ni += 1;' });
    const program = join(directory, 'program.js');
    const line = (mark: string) => lineOf(program, mark);
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: {
        [program]: [
          { line: line('hot'), condition: 'i === 5' },
          { line: line('hot'), column: 18, condition: 'i === 5' },
          { line: line('yielded'), condition: 'eval("i") === 5' },
          { line: line('loop'), condition: 'i === 5' },
          { line: 11, condition: 'false' },
        ],
        [join(directory, 'script.js')]: [{ line: 2, condition: 'i === 5' }],
      },
    });
    const ids = [...debuggee.breakpoints.values()].flat().map(({ id }) => id);
    const seen = ids.map((id) =>
      debuggee.client.waitFor('breakpoint', ({ breakpoint: it }) => it.id === id && it.verified),
    );
    const messages = (await Promise.all(seen)).map(({ breakpoint }) => breakpoint.message);
    const slow = 'V8 evaluates it at every hit, which is slow in hot code:';
    expect(messages.toSorted()).toEqual([
      `${slow} its condition cannot stand inside the code.`,
      `${slow} its script was compiled before it could be changed.`,
      `${slow} other code stands before it on its line.`,
      `${slow} the statement is not of a kind that can be preceded by a check.`,
      undefined,
      undefined,
    ]);
    await debuggee.end();
  });

  it.each([
    ['3', ['2']],
    ['>= 4', ['3', '4']],
    ['% 2', ['1', '3']],
    ['< 2', ['0']],
  ])('count hits as the engine does: %s', async (hitCondition, expected) => {
    const debuggee = await start(HOT.replace('200_000', '5'), { hot: { hitCondition } });
    for (const i of expected) {
      await debuggee.stop();
      expect((await debuggee.evaluate('i')).result).toBe(i);
      await debuggee.continue();
    }
    await expectEnd(debuggee.client, 0);
  });

  it('count only the hits whose condition holds', async () => {
    const debuggee = await start(HOT, { hot: { condition: 'i % 10 === 0', hitCondition: '1000' } });
    await debuggee.stop();
    expect((await debuggee.evaluate('i')).result).toBe('9990');
    await debuggee.end();
  });

  it('count the hits of all threads together', async () => {
    const directory = files({
      'program.js': `const { Worker } = require('node:worker_threads');
const { work } = require('./work.js');
work(30);
new Worker(__dirname + '/worker.js').on('exit', () => work(1000));
`,
      'worker.js': "require('./work.js').work(40);\n",
      'work.js': 'exports.work = (n) => {\n  for (let i = 0; i < n; i += 1) {\n    n -= 0;\n  }\n};\n',
    });
    const debuggee = await Debuggee.start({
      program: join(directory, 'program.js'),
      inProcess,
      breakpoints: { [join(directory, 'work.js')]: [{ line: 3, hitCondition: '100' }] },
    });
    await debuggee.stop();
    // In-process, the workers of the program are no threads of its session.
    expect((await debuggee.evaluate('i')).result).toBe(inProcess ? '69' : '29');
    await debuggee.end();
  });

  it('log what V8 would show', async () => {
    const source = `class Point { constructor(x, y) { this.x = x; this.y = y; } get sum() { return 1; } }
class Secret { #hidden = 1; shown = 2; }
class Tagged { get [Symbol.toStringTag]() { return 'Tag'; } }
class Derived extends Point {}
class Elements extends Map {}
const circular = { name: 'c' };
circular.self = circular;
const values = [
  1, -0, NaN, 1e21, 0.1, 123n, true, undefined, null, Symbol('s'), 'text', "it's", '',
  [], [1, 'two', [3], {}, null], new Array(3), [1, , 3], Array.from({ length: 120 }, (_, i) => i),
  {}, { a: 1, b: 'x', c: [1, 2], d: { e: 1 }, f: null }, { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 },
  { 1: 'one', two: 2 }, { get accessor() { return 1; }, method() {} }, { [Symbol('key')]: 1, a: 1 },
  { text: 'y'.repeat(150) }, { number: -0, nan: NaN, big: 5n, truth: false, nothing: undefined, sym: Symbol('t') },
  Object.create(null), Object.defineProperty({}, 'hidden', { value: 1 }), circular, { __proto__: { inherited: 1 } },
  new Point(1, 2), new Secret(), new Tagged(), new Derived(1, 2), new Elements([[1, 2]]), [new Point(1, 2), new Date(0)],
  new Map([[1, { a: 1 }]]), new Set(['x']), new Date(0), /re/g, new Error('mine'), new Uint8Array(3), new ArrayBuffer(2),
  new Proxy({ a: 1 }, {}), new Proxy(() => 1, {}), Promise.resolve(1), new String('boxed'), new WeakMap(), (function () { return arguments; })(1),
  () => 1, function named(a, b) { return a; }, async (x) => x, class Foo { a = 1; }, Math.max, Math, JSON, globalThis.process.versions.v8.length,
  Buffer.from('abc'), new URL('http://a.b/c'), { then: 'thenable' }, 'multi\\nline',
];
function show(list) {
  for (const [index, value] of list.entries()) {
    void value; // fast
    void value; // exact
  }
}
show(values);
`;
    const debuggee = await start(source, {
      fast: { logMessage: '{index}: {value} {value.nothing.at.all}' },
      exact: { logMessage: '{index}: {value} {value.nothing.at.all}', condition: "eval('true')" },
    });
    await expectEnd(debuggee.client, 0);
    const lines = debuggee.client.output('console').split(/\n(?=\d+: |$)/);
    const fast = lines.filter((_, index) => index % 2 === 0 && index < lines.length - 1);
    const exact = lines.filter((_, index) => index % 2 === 1);
    expect(fast).toEqual(exact);
    expect(fast.length).toBeGreaterThan(60);
  });

  it('lose no message of a program that ends at once', async () => {
    const source = `${HOT.replace('200_000', '5_000')}process.exit(3);\n`;
    const debuggee = await start(source, { hot: { logMessage: '{i} of {n}' } });
    await expectEnd(debuggee.client, 3);
    const expected = Array.from({ length: 5000 }, (_, i) => `${i} of 5000\n`);
    expect(debuggee.client.output('console')).toBe(expected.join(''));
  });

  it('tell of a condition that throws, once, and go on', async () => {
    const debuggee = await start(HOT.replace('200_000', '700'), {
      hot: { condition: 'nothing.here' },
    });
    await expectEnd(debuggee.client, 0);
    const complaints = debuggee.client.output('important');
    expect(complaints).toContain('`nothing.here` failed: ReferenceError: nothing is not defined');
    expect(complaints.trimEnd().split('\n')).toHaveLength(1);
    expect(debuggee.client.output('stdout')).toBe('2100 true\n');
  });

  it('never stop inside what a condition calls', async () => {
    const source = `function check(i) {
  debugger;
  if (i === 1) throw new Error('mine'); // inner
  return i === 3;
}
function work(n) {
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    sum += i;
    sum += 1; // hot
  }
  return sum;
}
work(5);
`;
    const program = join(files({ 'program.js': source }), 'program.js');
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      exceptions: ['all'],
      breakpoints: {
        [program]: [
          { line: lineOf(program, 'inner') },
          { line: lineOf(program, 'hot'), condition: 'check(i)' },
        ],
      },
    });
    expect(await debuggee.where()).toBe('work program.js:10');
    expect((await debuggee.evaluate('i')).result).toBe('3');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it('are not seen by steps', async () => {
    const source = `function check() {
  return false;
}
function work(n) {
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    sum += 1; // first

    sum += 2; // checked
    sum += 3;
  }
  return sum;
}
work(3);
`;
    const steps = async (kind: 'next' | 'stepIn', checks: Record<string, object>) => {
      const debuggee = await start(source, { first: { hitCondition: '1' }, ...checks });
      const seen = [await debuggee.where()];
      for (let step = 0; step < 8; step += 1) {
        seen.push(await debuggee.step(kind));
        const { column } = await debuggee.frame();
        seen.push(`column ${column}`);
      }
      await debuggee.end();
      return seen;
    };
    for (const kind of ['next', 'stepIn'] as const) {
      const plain = await steps(kind, {});
      expect(await steps(kind, { checked: { condition: 'check()' } })).toEqual(plain);
      expect(await steps(kind, { checked: { logMessage: '{sum}' } })).toEqual(plain);
    }
  });

  it('stop once where several meet, and name them all', async () => {
    const program = join(files({ 'program.js': HOT }), 'program.js');
    const line = lineOf(program, 'hot');
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: {
        [program]: [
          { line, condition: 'i === 2' },
          { line: line - 1, condition: 'i > 1 && i < 4' },
          { line, column: 5, hitCondition: '3' },
          { line, column: 4 },
          { line: line - 1, logMessage: '{i}', condition: 'i < 3' },
        ],
      },
    });
    const ids = debuggee.breakpoints.get(program)!.map(({ id }) => id!);
    const stops: number[][] = [];
    for (let i = 0; i < 4; i += 1) {
      const { hitBreakpointIds } = await debuggee.stop();
      stops.push(hitBreakpointIds!.map((id) => ids.indexOf(id)).toSorted());
      await debuggee.continue();
    }
    expect(stops).toEqual([[3], [3], [0, 1, 2, 3], [1, 3]]);
    expect(debuggee.client.output('console')).toBe('0\n1\n2\n');
    await debuggee.stop();
    await debuggee.end();
  });

  it('fall silent at once when they are taken away, and change at once', async () => {
    const source = `let n = 0;
globalThis.asked = 0;
function tick() {
  n += 1;
  n += 0; // hot
}
console.log('loaded');
setInterval(tick, 1);
`;
    const debuggee = await start(source, { hot: { condition: '(asked += 1) < 0' } });
    await debuggee.client.waitFor('output', ({ output }) => output === 'loaded\n');
    const [path] = [...debuggee.breakpoints.keys()] as [string];
    const set = (breakpoints: DebugProtocol.SourceBreakpoint[]) =>
      debuggee.client.request('setBreakpoints', { source: { path }, breakpoints });
    await set([{ line: 4 }]);
    await debuggee.stop();
    const asked = (await debuggee.evaluate('asked')).result;
    await debuggee.continue();
    await debuggee.stop();
    expect((await debuggee.evaluate('asked')).result).toBe(asked);
    const n = Number((await debuggee.evaluate('n')).result);
    await set([{ line: 5, condition: `n > ${n + 20}` }]);
    await debuggee.continue();
    expect(await debuggee.where()).toBe('tick program.js:5');
    expect(Number((await debuggee.evaluate('n')).result)).toBe(n + 21);
    await debuggee.end();
  });

  it('leave no column of the program changed, in its own stacks or through a map', async () => {
    const source = `interface Options { readonly deep: number }
function fail(options: Options): never {
  // a comment
  throw new Error(\`at \${options.deep}\`); // throw
}
export function work(n: number): string {
  let text: string = '';
  for (let i = 0; i < n; i += 1) {
    try {
      fail({ deep: i }); // hot
    } catch (error) {
      text += (error as Error).stack!.split('\\n').slice(0, 3).join().replace(/file:\\/\\/|\\/\\S*\\//g, ''); // caught
    }
  }
  return text;
}
console.log(work(2));
`;
    const { code } = transformSync(source, { loader: 'ts', sourcemap: 'inline', sourcefile: 'program.ts' });
    const directory = files({ 'program.mjs': code, 'program.ts': source });
    const typed = join(directory, 'program.ts');
    const run = async (breakpoints: DebugProtocol.SourceBreakpoint[]) => {
      const program = join(directory, 'program.mjs');
      const debuggee = await Debuggee.start({ program, inProcess, breakpoints: { [typed]: breakpoints } });
      await expectEnd(debuggee.client, 0);
      return {
        output: debuggee.client.output('stdout'),
        told: new Map(bound(debuggee).map((one) => [one.line, one])),
      };
    };
    const checked = await run(
      ['throw', 'hot', 'caught'].map((mark) => ({ line: lineOf(typed, mark), condition: 'false' })),
    );
    expect(checked.output).toBe((await run([])).output);
    for (const mark of ['throw', 'hot', 'caught']) {
      const one = checked.told.get(lineOf(typed, mark));
      expect(one).toMatchObject({ verified: true });
      expect(one).not.toHaveProperty('message');
    }
  });

  it('change at once while functions are waited for, too', async () => {
    const source = `let n = 0;
function tick() {
  n += 1;
  n += 0; // hot
}
console.log('loaded');
setInterval(tick, 1);
`;
    const program = join(files({ 'program.js': source }), 'program.js');
    const { client, launched } = await launch({ program, inProcess });
    const set = (breakpoints: DebugProtocol.SourceBreakpoint[]) =>
      client.request('setBreakpoints', { source: { path: program }, breakpoints });
    await set([{ line: lineOf(program, 'hot'), condition: 'n < 0' }]);
    await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'notYetDefined' }] });
    await client.request('configurationDone', {});
    await launched;
    await client.waitFor('output', ({ output }) => output === 'loaded\n');
    await set([]);
    await set([{ line: lineOf(program, 'hot'), condition: 'n > 5' }]);
    expect(await client.waitFor('stopped')).toMatchObject({ reason: 'breakpoint' });
    await client.request('disconnect', {});
    await client.waitFor('terminated');
  });

  it('are called by a name that no list of globals has', async () => {
    const source = `${HOT}console.log(Object.getOwnPropertyNames(globalThis).length, require('node:vm').runInNewContext('Object.getOwnPropertyNames(globalThis).length'));\n`;
    const run = async (marks: Record<string, object>) => {
      const debuggee = await start(source, marks);
      await expectEnd(debuggee.client, 0);
      return debuggee.client.output('stdout');
    };
    expect(await run({ hot: { condition: 'i < 0' } })).toBe(await run({}));
  });

  it('stay with a module that is loaded again', async () => {
    const directory = files({
      'program.mjs': `for (const n of [1, 2, 3]) (await import('./work.mjs?' + n)).work(n);\n`,
      'work.mjs': 'export function work(n) {\n  const local = n;\n  return local;\n}\n',
    });
    const debuggee = await Debuggee.start({
      program: join(directory, 'program.mjs'),
      inProcess,
      breakpoints: { [join(directory, 'work.mjs')]: [{ line: 3, condition: 'local > 1' }] },
    });
    for (const n of ['2', '3']) {
      expect(await debuggee.where()).toBe('work work.mjs:3');
      expect((await debuggee.evaluate('n')).result).toBe(n);
      await debuggee.continue();
    }
    await expectEnd(debuggee.client, 0);
  });
});
