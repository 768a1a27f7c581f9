import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, lineOf } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

const PROGRAM = `const { EventEmitter } = require('node:events');
const emitter = new EventEmitter();
emitter.on('tick', () => {
  return 'heard'; // heard
});
function inner(x) {
  const y = x + 1; // inner
  return y; // return
}
function outer() {
  let z = inner(1); // call
  z += 1; // after
  emitter.emit('tick'); // emit
  return z; // outer return
}
async function later() {
  await null; // await
  return 1; // resumed
}
outer(); // outer
later().then(console.log); // later
`;

describe.each(modes)('stepping, $mode', ({ inProcess }) => {
  const stopAt = async (mark: string, settings: object = {}, extra: Record<string, object> = {}) => {
    const program = join(files({ 'program.js': PROGRAM }), 'program.js');
    const at = (marker: string) => lineOf(program, marker);
    const others = Object.entries(extra).map(([marker, traits]) => ({ line: at(marker), ...traits }));
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      ...settings,
      breakpoints: { [program]: [{ line: at(mark) }, ...others] },
    });
    await debuggee.stop();
    return { debuggee, line: (marker: string) => `program.js:${at(marker)}` };
  };

  it('goes in, over and out', async () => {
    const { debuggee, line } = await stopAt('call');
    expect(await debuggee.step('stepIn')).toBe(`inner ${line('inner')}`);
    expect(await debuggee.step('next')).toBe(`inner ${line('return')}`);
    expect(await debuggee.step('stepOut')).toBe(`outer ${line('after')}`);
    expect((await debuggee.evaluate('z')).result).toBe('2');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it('goes over a call, and through Node’s own code into a listener', async () => {
    const { debuggee, line } = await stopAt('call');
    expect(await debuggee.step('next')).toBe(`outer ${line('after')}`);
    expect(await debuggee.step('next')).toBe(`outer ${line('emit')}`);
    expect(await debuggee.step('stepIn')).toBe(`(anonymous) ${line('heard')}`);
    await debuggee.end();
  });

  it('goes into Node’s own code when nothing is skipped', async () => {
    const { debuggee } = await stopAt('emit', { skipFiles: [] });
    expect(await debuggee.step('stepIn')).toMatch(/^(?:EventEmitter\.)?emit|<node_internals>\/events:/);
    await debuggee.end();
  });

  it('stays in the function over an await', async () => {
    const { debuggee, line } = await stopAt('await');
    expect(await debuggee.step('next')).toBe(`later ${line('resumed')}`);
    await debuggee.end();
  });

  it('is not lost when a log point is hit on the way', async () => {
    const { debuggee, line } = await stopAt(
      'call',
      {},
      { inner: { logMessage: 'x={x}' }, return: { hitCondition: '9' } },
    );
    expect(await debuggee.step('next')).toBe(`outer ${line('after')}`);
    expect(debuggee.client.output('console')).toBe('x=1\n');
    await debuggee.end();
  });

  it('stops at a breakpoint on the way', async () => {
    const { debuggee, line } = await stopAt('call', {}, { return: {} });
    await debuggee.client.request('next', { threadId: 1 });
    expect(await debuggee.stop()).toMatchObject({ reason: 'breakpoint' });
    expect(await debuggee.top()).toBe(`inner ${line('return')}`);
    await debuggee.end();
  });

  it('passes over files that are to be skipped', async () => {
    const directory = files({
      'program.js':
        "const { call } = require('./vendor/lib.js');\nfunction mine() {\n  return 1; // mine\n}\ncall(mine); // call\nconsole.log(1);\n",
      'vendor/lib.js': 'exports.call = (callback) => {\n  return callback();\n};\n',
    });
    const program = join(directory, 'program.js');
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      skipFiles: ['<node_internals>/**', '**/vendor/**'],
      breakpoints: { [program]: [{ line: 5 }] },
    });
    await debuggee.stop();
    expect(await debuggee.step('stepIn')).toBe('mine program.js:3');
    await debuggee.end();
  });

  it('pauses a busy program', async () => {
    const program = join(files({ 'program.js': "console.log('busy');\nfor (;;) {}\n" }), 'program.js');
    const debuggee = await Debuggee.start({ program, inProcess });
    await debuggee.client.waitFor('output');
    await debuggee.client.request('pause', { threadId: 1 });
    expect(await debuggee.stop()).toMatchObject({ reason: 'pause' });
    expect(await debuggee.top()).toBe('(anonymous) program.js:2');
    await debuggee.end();
  });

  it.each([
    ['program.js', '// comment\nfunction f() { return 1; }\nf();\n', 3],
    ['program.mjs', "// comment\nimport 'node:fs';\nfunction f() { return 1; }\nf();\n", 4],
  ])('stops before the first statement of %s', async (name, source, line) => {
    const program = join(files({ [name]: source }), name);
    const debuggee = await Debuggee.start({ program, inProcess, stopOnEntry: true });
    expect(await debuggee.stop()).toMatchObject({ reason: 'entry' });
    expect(await debuggee.top()).toBe(`(anonymous) ${name}:${line}`);
    expect(await debuggee.step('stepIn')).toMatch(/^f /);
    await debuggee.end();
  });

  it('answers a step of a running thread with what to do', async () => {
    const program = join(files({ 'program.js': 'setInterval(() => {}, 1000);\n' }), 'program.js');
    const debuggee = await Debuggee.start({ program, inProcess });
    await expect(debuggee.client.request('next', { threadId: 1 })).rejects.toThrow(
      'is running. Pause it first.',
    );
    await expect(debuggee.client.request('next', { threadId: 77 })).rejects.toThrow('There is no thread 77');
    await debuggee.end();
  });
});
