import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, it } from 'vitest';
import { lineOf, program as programOf } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

type Wanted = Omit<DebugProtocol.DataBreakpoint, 'dataId'>;

describe.each(modes)('data breakpoints, $mode', ({ inProcess }) => {
  /** Runs to the line marked `// here`. */
  const start = async (source: string) => {
    const program = programOf(source);
    const at = (marker: string) => lineOf(program, marker);
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: { [program]: [{ line: at('here') }] },
    });
    await debuggee.stop();
    return { debuggee, program, at };
  };

  const info = async (debuggee: Debuggee, expression: string) =>
    debuggee.client.request('dataBreakpointInfo', {
      name: expression,
      frameId: (await debuggee.frame()).id,
    });

  const set = (debuggee: Debuggee, ...breakpoints: DebugProtocol.DataBreakpoint[]) =>
    debuggee.client.request('setDataBreakpoints', { breakpoints });

  const watch = async (debuggee: Debuggee, expression: string, wanted: Wanted = {}) => {
    const { dataId } = await info(debuggee, expression);
    const { breakpoints } = await set(debuggee, { dataId: dataId!, ...wanted });
    expect(breakpoints).toEqual([{ id: expect.any(Number), verified: true }]);
    return breakpoints[0]!.id!;
  };

  const next = async (debuggee: Debuggee) => {
    await debuggee.continue();
    const { reason, description } = await debuggee.stop();
    return `${reason}: ${description}, ${await debuggee.top()}`;
  };

  const COUNTER = `const x = { first: 1, count: 1, last: 3 };
console.log('ready'); // here
function bump(by) {
  x.count += by; // bump
  return by; // return
}
bump(2);
x.count = { deep: true }; // object
console.log(JSON.stringify(x), Object.keys(x).join()); // read
`;

  it('stops where a property is written, and says what became of it', async () => {
    const { debuggee, at } = await start(COUNTER);
    const id = await watch(debuggee, 'x.count');
    await debuggee.continue();
    expect(await debuggee.stop()).toMatchObject({
      reason: 'data breakpoint',
      description: 'x.count: 1 → 3',
      hitBreakpointIds: [id],
    });
    expect(await debuggee.top()).toBe(`bump program.js:${at('bump')}`);
    expect((await debuggee.evaluate('[x.count, by]')).result).toBe('(2) [3, 2]');
    expect(await debuggee.step('next')).toBe(`bump program.js:${at('return')}`);
    expect(await next(debuggee)).toBe(
      `data breakpoint: x.count: 3 → {deep: true}, (anonymous) program.js:${at('object')}`,
    );
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
    expect(debuggee.client.output('stdout')).toContain(
      '{"first":1,"count":{"deep":true},"last":3} first,count,last',
    );
  });

  it('leaves the function when the user steps out', async () => {
    const { debuggee } = await start(COUNTER);
    await watch(debuggee, 'x.count');
    await next(debuggee);
    await debuggee.client.request('setDataBreakpoints', { breakpoints: [] });
    expect(await debuggee.step('stepOut')).toMatch(/^\(anonymous\) program\.js:[78]$/);
    await debuggee.end();
  });

  it.each([
    ['read', ['x.count was read: 1, bump', 'x.count was read: 3, (anonymous)']],
    [
      'readWrite',
      ['x.count was read: 1, bump', 'x.count: 1 → 3, bump', 'x.count: 3 → {deep: true}, (anonymous)'],
    ],
  ] as const)('stops where a property is used: %s', async (accessType, expected) => {
    const { debuggee } = await start(
      COUNTER.replace(/(count = )\{.*\}/, accessType === 'read' ? '$1x.count' : '$&'),
    );
    await watch(debuggee, 'x.count', { accessType });
    for (const stop of expected) expect(await next(debuggee)).toContain(`data breakpoint: ${stop}`);
    await debuggee.end();
  });

  const LOOP = `const x = { n: 0 };
console.log('ready'); // here
for (let i = 1; i <= 9; i++) {
  x.n = i;
}
`;

  it('asks the condition in the frame that uses the property, and counts hits', async () => {
    const { debuggee } = await start(LOOP);
    await watch(debuggee, 'x.n', { condition: 'i % 2 === 0 && x.n === i', hitCondition: '>= 3' });
    expect(await next(debuggee)).toContain('x.n: 5 → 6');
    expect(await next(debuggee)).toContain('x.n: 7 → 8');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it('says once that a condition fails, and that it cannot be compiled', async () => {
    const { debuggee } = await start(LOOP);
    const { dataId } = await info(debuggee, 'x.n');
    const { breakpoints } = await set(
      debuggee,
      { dataId: dataId!, condition: 'nobody.knows' },
      { dataId: dataId!, condition: 'i >' },
      { dataId: dataId!, hitCondition: 'often' },
      { dataId: '77' },
    );
    expect(breakpoints.map(({ verified, message }) => [verified, message])).toEqual([
      [true, undefined],
      [false, expect.stringContaining('The condition has a syntax error')],
      [false, expect.stringContaining('"often" is not understood')],
      [false, 'The object is gone, and its property with it.'],
    ]);
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
    expect(debuggee.client.output('important').split('failed: ReferenceError')).toHaveLength(2);
  });

  it('shows the property as it is, and offers it in the variables view', async () => {
    const { debuggee, program, at } = await start(COUNTER);
    const x = (await debuggee.evaluate('x')).variablesReference;
    const found = await debuggee.client.request('dataBreakpointInfo', {
      variablesReference: x,
      name: 'count',
    });
    expect(found).toMatchObject({
      description: 'x.count',
      accessTypes: ['read', 'write', 'readWrite'],
      canPersist: false,
    });
    expect((await info(debuggee, 'x["count"]')).dataId).toBe(found.dataId);
    expect((await info(debuggee, 'x.first')).dataId).not.toBe(found.dataId);
    await set(debuggee, { dataId: found.dataId! });
    await debuggee.client.request('setBreakpoints', {
      source: { path: program },
      breakpoints: [{ line: at('return') }],
    });
    await next(debuggee);
    expect(await next(debuggee)).toContain('breakpoint: Paused on breakpoint');
    const shown = await debuggee.evaluate('x', 'hover');
    expect(shown.result).toBe('{first: 1, count: 3, last: 3}');
    const variables = await debuggee.children(shown.variablesReference);
    expect(variables.get('count')).toMatchObject({ value: '3', type: 'number' });
    await debuggee.client.request('setVariable', {
      variablesReference: shown.variablesReference,
      name: 'count',
      value: '40',
    });
    expect(await next(debuggee)).toContain('x.count: 40 → {deep: true}');
    await debuggee.end();
  });

  it.each([
    [
      'an accessor of the class',
      'class A { #v = 1; get v() { return this.#v; } set v(v) { this.#v = v; } } const o = new A(); const other = new A();',
      'o.v',
      'o.v was set: 2',
    ],
    [
      'a property that is inherited',
      'const other = { v: 1 }; const o = Object.create(other);',
      'o.v',
      'o.v: 5 → 2',
    ],
    ['a static property', 'class o { static v = 1; } const other = { v: 0 };', 'o.v', 'o.v: 1 → 2'],
    [
      'an export',
      'module.exports.v = 1; const o = module.exports; const other = {};',
      'module.exports.v',
      'module.exports.v: 1 → 2',
    ],
    ['a global', 'globalThis.v = 1; const o = globalThis; const other = {};', 'v', 'v: 1 → 2'],
    [
      'an element of an array',
      'const o = [0, 1]; Object.defineProperty(o, "v", { set(v) { this[1] = v; } }); const other = [1];',
      'o[1]',
      'o[1]: 1 → 2',
    ],
    [
      'a symbol',
      'const s = Symbol("s"); const o = { [s]: 1, set v(v) { this[s] = v; } }; const other = {};',
      'o[s]',
      'o[s]: 1 → 2',
    ],
  ])('watches %s, of that object alone', async (_, setup, expression, expected) => {
    const source = `${setup}\nconsole.log('ready'); // here\nother.v = 5;\no.v = 2;\no.v = 3; // again\nconsole.log(o.v);\n`;
    const { debuggee } = await start(source);
    await watch(debuggee, expression);
    expect(await next(debuggee)).toContain(expected);
    expect(await next(debuggee)).toContain(expected.includes('set') ? 'was set: 3' : '2 → 3');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  const REFUSALS = `const frozen = Object.freeze({ a: 1 });
const sealed = Object.seal({ a: 1 });
const proxy = new Proxy({ a: 1 }, {});
const bytes = new Uint8Array(4);
const list = [1];
const map = new Map();
class Secret {
  #a = 1;
  look = () => this.#a;
}
const secret = new Secret();
console.log(secret); // here
`;

  it('says why what cannot be watched cannot', async () => {
    const { debuggee } = await start(REFUSALS);
    const refusal = async (expression: string) => {
      const { dataId, description } = await info(debuggee, expression);
      expect(dataId).toBeNull();
      return description;
    };
    expect(await refusal('frozen.a')).toContain('its object is frozen');
    expect(await refusal('sealed.a')).toContain('not configurable');
    expect(await refusal('proxy.a')).toContain('Proxy');
    expect(await refusal('bytes[0]')).toContain('typed array');
    expect(await refusal('list.length')).toContain('not configurable');
    expect(await refusal('map.size')).toContain('V8 itself');
    expect(await refusal('list.nothing')).toContain('no such property');
    expect(await refusal('list')).toContain('is a variable');
    expect(await refusal('list.push(1).x')).toContain('without side effects');
    expect(await refusal('1 + 1')).toContain('object.property');
    expect(await refusal('nobody.x')).toContain('nobody is not defined');
    const [locals] = await debuggee.scopes();
    const inLocals = { variablesReference: locals!.variablesReference, name: 'this' };
    expect(await debuggee.client.request('dataBreakpointInfo', inLocals)).toMatchObject({ dataId: null });
    const secret = (await debuggee.evaluate('secret')).variablesReference;
    const ofSecret = { variablesReference: secret, name: '#a' };
    expect((await debuggee.client.request('dataBreakpointInfo', ofSecret)).description).toContain(
      'private field',
    );
    const address = { name: '0x1000', asAddress: true };
    expect((await debuggee.client.request('dataBreakpointInfo', address)).description).toContain(
      'no address',
    );
    await debuggee.end();
  });

  it('leaves no trace when it is removed', async () => {
    const { debuggee } = await start(`const x = {};
Object.defineProperty(x, 'a', { value: 1, writable: true, configurable: true });
console.log('ready'); // here
x.a = 2;
setInterval(() => console.log(JSON.stringify(Object.getOwnPropertyDescriptor(x, 'a'))), 10);
`);
    await watch(debuggee, 'x.a', { accessType: 'readWrite' });
    expect(await next(debuggee)).toContain('x.a: 1 → 2');
    await debuggee.continue();
    await debuggee.client.waitFor(
      'output',
      ({ output }) => output === '{"enumerable":false,"configurable":true}\n',
    );
    await set(debuggee);
    await debuggee.client.waitFor(
      'output',
      ({ output }) => output === '{"value":2,"writable":true,"enumerable":false,"configurable":true}\n',
    );
    await debuggee.end();
  });

  it('tells when the property is no more', async () => {
    const { debuggee } = await start(`const x = { a: 1 };
console.log('ready'); // here
delete x.a;
x.a = 5;
debugger;
x.a = 6;
debugger;
`);
    const id = await watch(debuggee, 'x.a');
    expect(await next(debuggee)).toContain('debugger statement');
    expect(await next(debuggee)).toContain('x.a: 5 → 6');
    await debuggee.evaluate('delete x.a');
    await debuggee.continue();
    const told = await debuggee.client.waitFor('breakpoint', ({ breakpoint }) => breakpoint.id === id);
    expect(told.breakpoint).toMatchObject({ verified: false, message: expect.stringContaining('deleted') });
    await debuggee.end();
  });

  it('does not live on in the next program', async () => {
    const { debuggee } = await start(COUNTER);
    const id = await watch(debuggee, 'x.count');
    await debuggee.client.request('restart', {});
    const told = await debuggee.client.waitFor('breakpoint', ({ breakpoint }) => breakpoint.id === id);
    expect(told.breakpoint.verified).toBe(false);
    await debuggee.end();
  });
});

it('watches objects of a worker of the program', async () => {
  const program = programOf(`const { Worker, isMainThread } = require('node:worker_threads');
if (isMainThread) new Worker(__filename);
else {
  const x = { a: 1 };
  console.log('ready'); // here
  x.a = 2;
}
`);
  // In-process the program's own workers belong to the editor's process, and are left alone.
  const debuggee = await Debuggee.start({
    program,
    breakpoints: { [program]: [{ line: lineOf(program, 'here') }] },
  });
  await debuggee.stop();
  const { id } = await debuggee.frame();
  const { dataId } = await debuggee.client.request('dataBreakpointInfo', { name: 'x.a', frameId: id });
  await debuggee.client.request('setDataBreakpoints', { breakpoints: [{ dataId: dataId! }] });
  await debuggee.continue();
  expect(await debuggee.stop()).toMatchObject({ reason: 'data breakpoint', description: 'x.a: 1 → 2' });
  await debuggee.end();
});
