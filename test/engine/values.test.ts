import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const PROGRAM = `class Point {
  #secret = 7;
  constructor(x) { this.x = x; }
  get double() { return this.x * 2; }
}
globalThis.calls = 0;
const touch = () => { calls += 1; return calls; };
function show(argument) {
  const text = 'it\\'s "ü" 🚲';
  const big = 10n ** 20n;
  const nothing = null;
  const absent = undefined;
  const point = new Point(3);
  const list = [1, 'two', { three: 3 }];
  const long = Array.from({ length: 250 }, (_, index) => index * 2);
  const bytes = new Uint8Array([1, 2, 3]);
  const map = new Map([['a', 1], [{ k: 1 }, 'v']]);
  const inside = new Map([['list', [1, [2]]], ['point', new Point(1)], ['map', map], ['wide', { text: 'x'.repeat(40) }]]);
  const others = new Set([touch, new TypeError('bad'), {}, null, undefined, 'text']);
  const set = new Set([1, 2]);
  const error = new TypeError('bad', { cause: 'worse' });
  const when = new Date(0);
  const pattern = /a+/gi;
  const pending = new Promise(() => {});
  const done = Promise.resolve(5);
  const record = { 'a-b': 1, nested: { deep: true }, get lazy() { return touch(); }, get broken() { throw new Error('no'); } };
  const circular = {}; circular.self = circular;
  const symbol = Symbol('mark');
  function method(a, b) { return a + b; }
  let count = 1;
  debugger;
  return [count, argument, method];
}
const closed = { over: 1 };
console.log(show('arg')[0], closed.over);
`;

describe.each(modes)('values, $mode', ({ inProcess }) => {
  let debuggee: Debuggee;

  beforeEach(async () => {
    const program = join(files({ 'program.js': PROGRAM }), 'program.js');
    debuggee = await Debuggee.start({ program, inProcess });
    await debuggee.stop();
  });

  afterEach(() => debuggee.end());

  it('are shown in one line each', async () => {
    const locals = await debuggee.locals();
    const shown = Object.fromEntries([...locals].map(([name, { value }]) => [name, value]));
    expect(shown).toMatchObject({
      argument: "'arg'",
      text: `'it\\'s "ü" 🚲'`,
      big: '100000000000000000000n',
      nothing: 'null',
      absent: 'undefined',
      point: 'Point {#secret: 7, x: 3}',
      list: "(3) [1, 'two', {…}]",
      bytes: 'Uint8Array(3) [1, 2, 3]',
      map: "Map(2) {'a' => 1, {k: 1} => 'v'}",
      inside: expect.stringMatching(
        /^Map\(4\) \{'list' => \(2\) \[1, Array\(1\)\], 'point' => Point \{#secret: 7, x: 1\}, 'map' => Map\(2\), 'wide' => \{…\}\}$/,
      ),
      others: expect.stringMatching(/^Set\(6\) \{ƒ, TypeError: bad, \{\}, null, undefined, …\}$/),
      set: 'Set(2) {1, 2}',
      error: 'TypeError: bad',
      pattern: '/a+/gi',
      pending: 'Promise {<pending>}',
      done: 'Promise {5}',
      circular: '{self: {…}}',
      symbol: 'Symbol(mark)',
      method: 'ƒ method(a, b)',
      count: '1',
    });
    expect(shown.when).toContain('1970');
    expect(locals.get('point')).toMatchObject({ type: 'Point', evaluateName: 'point' });
  });

  it('open up, with names that lead back to them', async () => {
    const locals = await debuggee.locals();
    const record = await debuggee.children(locals.get('record')!.variablesReference);
    expect(record.get('a-b')).toMatchObject({ value: '1', evaluateName: 'record["a-b"]' });
    const nested = await debuggee.children(record.get('nested')!.variablesReference);
    expect(nested.get('deep')).toMatchObject({ value: 'true', evaluateName: 'record.nested.deep' });
    expect((await debuggee.evaluate('record.nested.deep')).result).toBe('true');
    const point = await debuggee.children(locals.get('point')!.variablesReference);
    expect(point.get('#secret')).toMatchObject({ value: '7', presentationHint: { visibility: 'private' } });
    expect([...point.keys()].at(-1)).toBe('[[Prototype]]');
    const entries = await debuggee.children(locals.get('map')!.variablesReference);
    expect([...entries.keys()]).toEqual(['0', '1', 'size', '[[Prototype]]']);
  });

  it('call a getter only when it is asked for', async () => {
    const record = (await debuggee.locals()).get('record')!;
    const members = await debuggee.children(record.variablesReference);
    expect(members.get('lazy')).toMatchObject({ value: '(…)', presentationHint: { lazy: true } });
    expect((await debuggee.evaluate('calls')).result).toBe('0');
    const [value] = (await debuggee.children(members.get('lazy')!.variablesReference)).values();
    expect(value!.value).toBe('1');
    const [broken] = (await debuggee.children(members.get('broken')!.variablesReference)).values();
    expect(broken!.value).toBe('threw Error: no');
  });

  it('come in pages', async () => {
    const long = (await debuggee.locals()).get('long')!;
    expect(long).toMatchObject({ indexedVariables: 250 });
    expect(long.value).toMatch(/^\(250\) \[0, 2, 4, .*…\]$/);
    const page = await debuggee.children(long.variablesReference, {
      filter: 'indexed',
      start: 200,
      count: 100,
    });
    expect(page.size).toBe(50);
    expect(page.get('200')).toMatchObject({ value: '400', evaluateName: 'long[200]' });
    const named = await debuggee.children(long.variablesReference, { filter: 'named' });
    expect([...named.keys()]).toEqual(['length', '[[Prototype]]']);
  });

  it('of a module come before those that Node passes to it', async () => {
    const [module] = await debuggee.scopes(1);
    const names = [...(await debuggee.children(module!.variablesReference)).keys()];
    expect(names.slice(0, 4)).toEqual(['Point', 'touch', 'show', 'closed']);
    expect(names).toContain('__dirname');
  });

  it('are in scopes from the inside out', async () => {
    const scopes = await debuggee.scopes();
    expect(scopes.map(({ name }) => name)).toEqual(['Local: show', 'Module', 'Global']);
    const closure = await debuggee.children(scopes[1]!.variablesReference);
    expect([...closure.keys()]).toContain('touch');
    expect(scopes.at(-1)).toMatchObject({ expensive: true });
    const caller = await debuggee.scopes(1);
    const members = await debuggee.children(caller[0]!.variablesReference);
    expect(members.get('closed')).toMatchObject({ value: '{over: 1}' });
  });

  it('can be set: a local, a member, an element', async () => {
    const [scope] = await debuggee.scopes();
    const set = (variablesReference: number, name: string, value: string) =>
      debuggee.client.request('setVariable', { variablesReference, name, value });
    expect(await set(scope!.variablesReference, 'count', '40 + 2')).toMatchObject({
      value: '42',
      type: 'number',
    });
    const locals = await debuggee.locals();
    expect(await set(locals.get('point')!.variablesReference, 'x', '{ y: count }')).toMatchObject({
      value: '{y: 42}',
    });
    await set(locals.get('list')!.variablesReference, '1', '"second"');
    expect((await debuggee.evaluate('[count, point.x.y, list[1]]')).result).toBe("(3) [42, 42, 'second']");
    await expect(set(scope!.variablesReference, 'count', 'oops(')).rejects.toThrow('SyntaxError');
    await expect(set(scope!.variablesReference, 'count', 'missing')).rejects.toThrow(
      'ReferenceError: missing',
    );
  });

  it('are evaluated: in the frame, as an object literal, in the repl, for the clipboard', async () => {
    expect(await debuggee.evaluate('point.x + count')).toMatchObject({ result: '4', type: 'number' });
    expect((await debuggee.evaluate('{ a: 1 }', 'repl')).result).toBe('{a: 1}');
    expect((await debuggee.evaluate('count = 9; count * 2', 'repl')).result).toBe('18');
    expect((await debuggee.evaluate('record.nested', 'clipboard')).result).toBe('{\n  "deep": true\n}');
    expect((await debuggee.evaluate('circular', 'clipboard')).result).toContain('[Circular *1]');
    expect((await debuggee.evaluate('await done', 'repl')).result).toBe('5');
    await expect(debuggee.evaluate('missing')).rejects.toThrow('missing is not defined');
    await expect(debuggee.evaluate('a b')).rejects.toThrow('SyntaxError');
  });

  it('have no side effects in a hover', async () => {
    expect((await debuggee.evaluate('point.x', 'hover')).result).toBe('3');
    await expect(debuggee.evaluate('touch()', 'hover')).rejects.toThrow('side effects');
    await expect(debuggee.evaluate('record.lazy', 'hover')).rejects.toThrow('side effects');
    expect((await debuggee.evaluate('calls')).result).toBe('0');
  });

  it('of the debug console can be opened after the program went on; those of a stop cannot', async () => {
    const { variablesReference } = await debuggee.evaluate('point', 'repl');
    const stale = (await debuggee.locals()).get('point')!.variablesReference;
    await debuggee.client.request('setBreakpoints', {
      source: (await debuggee.frame()).source!,
      breakpoints: [{ line: (await debuggee.frame(1)).line }],
    });
    await debuggee.step('next');
    expect((await debuggee.children(variablesReference)).get('x')!.value).toBe('3');
    await expect(debuggee.children(stale)).rejects.toThrow('belongs to a stop that is over');
  });
});

describe.each(modes)('the debug console of a running program, $mode', ({ inProcess }) => {
  it('evaluates with top-level await and require', async () => {
    const program = join(
      files({ 'program.js': 'globalThis.answer = 42;\nsetInterval(() => {}, 1000);\nconsole.log(1);\n' }),
      'program.js',
    );
    const debuggee = await Debuggee.start({ program, inProcess });
    await debuggee.client.waitFor('output');
    const evaluate = async (expression: string) =>
      (await debuggee.client.request('evaluate', { expression, context: 'repl' })).result;
    expect(await evaluate('answer')).toBe('42');
    expect(await evaluate('await new Promise((resolve) => setTimeout(resolve, 1, answer + 1))')).toBe('43');
    expect(await evaluate('const a = 1')).toBe('undefined');
    expect(await evaluate('const a = 2; a')).toBe('2');
    expect(await evaluate("require('node:path').basename('/x/y.js')")).toBe("'y.js'");
    await expect(evaluate('await Promise.reject(new Error("no"))')).rejects.toThrow('Error: no');
    await debuggee.end();
  });
});
