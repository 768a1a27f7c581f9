import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, lineOf, program as programOf } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

describe.each(modes)('a step, $mode', ({ inProcess }) => {
  const stopAt = async (source: string, mark: string, name?: string) => {
    const program = programOf(source, name);
    const at = (marker: string) => lineOf(program, marker);
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: { [program]: [{ line: at(mark) }] },
    });
    await debuggee.stop();
    await debuggee.client.request('setBreakpoints', { source: { path: program }, breakpoints: [] });
    return { debuggee, at };
  };

  const targetsOf = async (debuggee: Debuggee, frame = 0) => {
    const { id } = await debuggee.frame(frame);
    return (await debuggee.client.request('stepInTargets', { frameId: id })).targets;
  };

  const CALLS = `function first(x) {
  return x; // first
}
const o = { second(x) { return x + 1; /* second */ } };
class Third {
  constructor(x) { this.x = x; /* third */ }
  catch() { return this; }
}
function recursive(n) {
  return n === 0 ? 0 : first(recursive(n - 1)); // recursion
}
const tag = (parts) => parts[0]; // tag
const all = [first(o.second(1)), new Third(2), o['second'](3), new Third(4).catch(), tag\`t\`]; // calls
console.log(recursive(2)); // end
`;

  it('is offered every call of the statement, in the order of the text, told apart by what is passed', async () => {
    const { debuggee, at } = await stopAt(CALLS, 'calls');
    const targets = await targetsOf(debuggee);
    expect(targets.map(({ label }) => label)).toEqual([
      'first',
      'o.second',
      'new Third(2)',
      "o['second']",
      'new Third(4)',
      'new Third(4).catch',
      'tag',
    ]);
    expect(targets[0]).toMatchObject({ line: at('calls'), column: 14 });
    await debuggee.end();
  });

  it.each([
    ['first', 'first'],
    ['o.second', 'second'],
    ['new Third(2)', 'Third'],
    ["o['second']", 'second'],
    ['new Third(4).catch', 'catch'],
    ['tag', 'tag'],
  ])('goes into the target %s', async (label, name) => {
    const { debuggee } = await stopAt(CALLS, 'calls');
    const { id: targetId } = (await targetsOf(debuggee)).find((target) => target.label === label)!;
    expect(await debuggee.step('stepIn', { targetId })).toContain(name);
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it('goes into the target of its own call, past those that the function makes of itself', async () => {
    const { debuggee, at } = await stopAt(CALLS, 'end');
    await debuggee.step('stepIn');
    const [first] = await targetsOf(debuggee);
    expect(first!.label).toBe('first');
    expect(await debuggee.step('stepIn', { targetId: first!.id })).toBe(`first program.js:${at('first')}`);
    expect((await debuggee.frames()).filter(({ name }) => name === 'recursive')).toHaveLength(1);
    await debuggee.end();
  });

  it('is refused for a target of another stop', async () => {
    const { debuggee } = await stopAt(CALLS, 'calls');
    const [target] = await targetsOf(debuggee);
    await debuggee.step('next');
    await expect(debuggee.step('stepIn', { targetId: target!.id })).rejects.toThrow('a stop that is over');
    await debuggee.end();
  });

  const RESTART = `let calls = 0;
function count(n) {
  calls += 1; // begin
  return n + calls; // counted
}
async function later() {
  return count(2);
}
function outer(a) {
  return count(a);
}
outer(1);
later();
`;

  it('goes back to the beginning of a call', async () => {
    const { debuggee, at } = await stopAt(RESTART, 'counted');
    await debuggee.client.request('restartFrame', { frameId: (await debuggee.frame()).id });
    expect(await debuggee.stop()).toMatchObject({ reason: 'restart' });
    expect(await debuggee.top()).toBe(`count program.js:${at('begin')}`);
    expect((await debuggee.evaluate('calls')).result).toBe('1');
    expect(debuggee.client.eventNames).not.toContain('continued');
    expect(await debuggee.step('next')).toBe(`count program.js:${at('counted')}`);
    await debuggee.client.request('restartFrame', { frameId: (await debuggee.frame(1)).id });
    await debuggee.stop();
    expect(await debuggee.top()).toContain('outer');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it('says what cannot be begun anew', async () => {
    const { debuggee } = await stopAt(RESTART.replace('outer(1);', ''), 'counted');
    const frameId = (await debuggee.frame(1)).id;
    await expect(debuggee.client.request('restartFrame', { frameId })).rejects.toThrow(
      'later cannot be restarted.',
    );
    expect((await debuggee.evaluate('calls')).result).toBe('1');
    await debuggee.end();
  });

  const RETURNS = `function make(n) {
  if (n > 0) return { n, more: true }; // object
  return 7; // seven
}
function nothing() {
  calls(); // calls
}
function calls() {
  return 'text'; // text
}
let x = make(1);
x = make(0);
nothing();
console.log(x); // print
`;

  it('tells what the function returned that it has left', async () => {
    const { debuggee } = await stopAt(RETURNS, 'object');
    await debuggee.step('stepOut');
    expect((await debuggee.locals()).get('$returnValue')).toMatchObject({ value: '{n: 1, more: true}' });
    expect((await debuggee.evaluate('$returnValue.n + 1')).result).toBe('2');
    expect((await debuggee.evaluate('typeof globalThis.$returnValue + typeof x')).result).not.toContain(
      'number',
    );
    await debuggee.step('next');
    expect((await debuggee.locals()).get('$returnValue')).toBeUndefined();
    await debuggee.end();
  });

  it('tells it after a step over the end, too, and nothing of a function that returns nothing', async () => {
    const { debuggee } = await stopAt(RETURNS, 'text');
    await debuggee.step('next');
    expect(await debuggee.top()).toContain('nothing');
    expect((await debuggee.locals()).get('$returnValue')).toMatchObject({ value: "'text'" });
    await debuggee.step('next');
    expect((await debuggee.locals()).get('$returnValue')).toBeUndefined();
    await debuggee.end();
  });

  it('lets the value be changed that is about to be returned', async () => {
    const { debuggee } = await stopAt(RETURNS, 'seven');
    await debuggee.step('next', { granularity: 'statement' });
    const [scope] = await debuggee.scopes();
    const returned = { variablesReference: scope!.variablesReference, name: '$returnValue', value: '8 + 1' };
    expect(await debuggee.client.request('setVariable', returned)).toMatchObject({ value: '9' });
    await debuggee.step('next');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
    expect(debuggee.client.output('stdout')).toBe('9\n');
  });

  it.each(['variables', 'watch', 'console'] as const)(
    'returns the value that the returned variable was given: in %s',
    async (where) => {
      const source = `function make() {
  let made = { by: 'make' };
  return made; // made
}
const x = make();
console.log(x);
`;
      const { debuggee } = await stopAt(source, 'made');
      const [{ variablesReference } = { variablesReference: 0 }] = await debuggee.scopes();
      const frameId = (await debuggee.frame()).id;
      const value = "{ by: 'hand' }";
      if (where === 'variables')
        await debuggee.client.request('setVariable', { variablesReference, name: 'made', value });
      else if (where === 'watch')
        await debuggee.client.request('setExpression', { expression: 'made', value, frameId });
      else await debuggee.evaluate(`made = ${value}`, 'repl');
      expect((await debuggee.locals()).get('$returnValue')).toMatchObject({ value: "{by: 'hand'}" });
      await debuggee.continue();
      await expectEnd(debuggee.client, 0);
      expect(debuggee.client.output('stdout')).toBe("{ by: 'hand' }\n");
    },
  );

  it('tells what an async function returned', async () => {
    const { debuggee } = await stopAt(
      `async function inner() {
  await null;
  return { deep: 1 }; // inner
}
(async () => {
  const x = await inner();
  console.log(x);
})();
`,
      'inner',
    );
    await debuggee.step('stepOut');
    expect((await debuggee.evaluate('$returnValue')).result).toBe('Promise {{…}}');
    await debuggee.end();
  });

  it('passes over code that a map does not account for, unless it is asked not to', async () => {
    const compiled = `function helper(f) {
  const x = 1;
  return f(x);
}
function mine(x) {
  return x;
}
helper(mine);
//# ${'sourceMappingURL'}=out.js.map
`;
    // Lines 5 to 8 come from lines 1 to 4; the helper from nowhere.
    const map = { version: 3, sources: ['in.ts'], names: [], mappings: ';;;;AAAA;AACA;AACA;AACA' };
    const source = 'function mine(x) {\n  return x;\n}\nhelper(mine);\n';
    const directory = files({ 'out.js': compiled, 'out.js.map': JSON.stringify(map), 'in.ts': source });
    for (const [smartStep, expected] of [
      [true, 'mine in.ts:2'],
      [false, 'helper out.js:2'],
    ] as const) {
      const debuggee = await Debuggee.start({
        program: join(directory, 'out.js'),
        inProcess,
        smartStep,
        breakpoints: { [join(directory, 'in.ts')]: [{ line: 4 }] },
      });
      await debuggee.stop();
      expect(await debuggee.step('stepIn')).toBe(expected);
      await debuggee.end();
    }
  });
});
