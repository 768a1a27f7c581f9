import { describe, expect, it } from 'vitest';
import { lineOf, program as programOf } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

type Kind = 'next' | 'stepIn' | 'stepOut';

describe.each(modes)('steps, $mode', ({ inProcess }) => {
  /** Walks from the line marked with the first mark by way of `step: mark`; the last mark is where it must end. */
  const walk = async (source: string, from: string, path: readonly (readonly [Kind, string])[]) => {
    const program = programOf(source);
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: { [program]: [{ line: lineOf(program, from) }] },
    });
    await debuggee.stop();
    await debuggee.client.request('setBreakpoints', { source: { path: program }, breakpoints: [] });
    const seen: string[] = [];
    for (const [kind] of path) {
      await debuggee.client.request(kind, { threadId: 1 });
      expect(await debuggee.stop()).toMatchObject({ reason: 'step' });
      const { line } = await debuggee.frame();
      seen.push(source.split('\n')[line - 1]!.split('// ')[1] ?? `line ${line}`);
    }
    expect(seen).toEqual(path.map(([, mark]) => mark));
    return debuggee;
  };

  const AWAITING = `async function inner() {
  await null; // await
  return 1; // return
}
async function outer() {
  const x = await inner(); // call
  return x + 1; // after
}
outer().then((value) => {
  console.log(value); // then
});
`;

  it.each([
    [
      'over an await, and from the end of an async function to who awaits it',
      'await',
      [
        ['next', 'return'],
        ['next', 'after'],
        ['next', 'then'],
      ],
    ],
    [
      'into an async function',
      'call',
      [
        ['stepIn', 'await'],
        ['next', 'return'],
        ['stepOut', 'after'],
      ],
    ],
    ['over a call that is awaited', 'call', [['next', 'after']]],
    [
      'out of an async function that has awaited',
      'return',
      [
        ['stepOut', 'after'],
        ['stepOut', 'then'],
      ],
    ],
  ] as const)('lead %s', async (_, from, path) => {
    const debuggee = await walk(AWAITING, from, path);
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  const CALLBACKS = `const { EventEmitter } = require('node:events');
const { Writable } = require('node:stream');
const emitter = new EventEmitter();
emitter.on('tick', () => {
  console.log('heard'); // listener
});
emitter.once('tock', () => {
  console.log('once'); // once
});
class Sink extends Writable {
  _write(chunk, encoding, done) {
    done(); // write method
  }
}
const sink = new Sink();
const named = () => {
  console.log('named'); // named
};
emitter.emit('tick'); // emit
emitter.emit('tock'); // emit once
sink.write('x'); // write
[1].forEach((x) => {
  console.log(x); // each
}); // forEach
[2].map(
  (x) => x + 1, // mapped
); // map
setTimeout(() => console.log('timeout'), 10); // setTimeout
process.nextTick(() => {
  console.log('tick'); // ticked
}); // nextTick
Promise.resolve(1).then((x) => {
  console.log(x); // then callback
}); // then
Promise.reject(1).catch(named); // catch
new Promise((resolve) => {
  resolve(1); // executor
}); // promise
console.log('end'); // end
`;

  it.each([
    ['a listener', 'emit', 'listener'],
    ['a listener for one event', 'emit once', 'once'],
    ['a method that a stream calls', 'write', 'write method'],
    ['a timer', 'setTimeout', 'setTimeout'],
    ['a reaction to a promise by its name', 'catch', 'named'],
  ])('lead into %s', async (_, from, to) => {
    const debuggee = await walk(CALLBACKS, from, [['stepIn', to]]);
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it.each([
    ['an array’s callback', '[1].forEach((x) => {', 'each'],
    ['an array’s callback of one expression', '[2].map(', 'mapped'],
    ['the next tick', 'process.nextTick(() => {', 'ticked'],
    ['a reaction to a promise', 'Promise.resolve(1).then((x) => {', 'then callback'],
    ['the executor of a promise', 'new Promise((resolve) => {', 'executor'],
  ])('lead into %s', async (_, first, to) => {
    const debuggee = await walk(CALLBACKS.replace(first, `${first} // start`), 'start', [['stepIn', to]]);
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it('lead over what has no callback to go into', async () => {
    const debuggee = await walk("console.log('end'); // end\n", 'end', []);
    await debuggee.client.request('stepIn', { threadId: 1 });
    await expectEnd(debuggee.client, 0);
  });

  const GENERATORS = `function* numbers() {
  yield 1; // yield
  return 2; // generator end
}
async function* later() {
  yield 1; // async yield
}
async function main() {
  const it = numbers();
  it.next(); // first
  it.next(); // second
  for await (const x of later()) { // for await
    console.log(x); // body
  }
}
main();
`;

  it('lead into and out of generators', async () => {
    const debuggee = await walk(GENERATORS, 'first', [
      ['stepIn', 'yield'],
      ['stepOut', 'second'],
      ['next', 'for await'],
    ]);
    await debuggee.end();
    const second = await walk(GENERATORS, 'second', [
      ['stepIn', 'generator end'],
      ['next', 'for await'],
    ]);
    await second.end();
  });

  it('stay in the function over `for await`', async () => {
    const debuggee = await walk(GENERATORS, 'body', []);
    // Where the loop ends, V8's newer versions have the end of the function.
    expect(await debuggee.step('next')).toContain('main');
    await debuggee.end();
    // From Node 26 on, V8 does not go into an async generator that is just beginning.
    if (Number(process.versions.node.split('.')[0]) >= 26) return;
    const inside = await walk(GENERATORS, 'for await', [['stepIn', 'async yield']]);
    await inside.end();
  });

  const LINES = `function add(a, b) {
  return a + b; // sum
}
let x = add(1, 2); x += 1; x = add(x, 1); // line
for (let i = 0; i < 2; i += 1) x += i; // loop
const f = (n) => (n > 0 ? f(n - 1) : 0); // recursion
f(3); // recursive call
console.log(x); // last
`;

  it('are of a line, of which each round of a loop is one', async () => {
    const debuggee = await walk(LINES, 'line', [
      ['next', 'loop'],
      ['next', 'loop'],
      ['next', 'loop'],
      ['next', 'recursion'],
      ['next', 'recursive call'],
      ['next', 'last'],
    ]);
    await debuggee.end();
    const into = await walk(LINES, 'line', [
      ['stepIn', 'sum'],
      ['next', 'line'],
      ['stepIn', 'sum'],
      ['stepOut', 'loop'],
    ]);
    await into.end();
  });

  it('are of a statement where that is asked for', async () => {
    const program = programOf(LINES);
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: { [program]: [{ line: lineOf(program, 'line') }] },
    });
    await debuggee.stop();
    const columns: number[] = [];
    for (let steps = 0; steps < 3; steps += 1) {
      await debuggee.step('next', { granularity: 'statement' });
      columns.push((await debuggee.frame()).column);
    }
    expect(columns).toEqual([20, 28, 14]);
    await debuggee.end();
  });
});
