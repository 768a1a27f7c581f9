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

  it.each([
    ['a text that was made at run time', '<eval>/**', 'new Function("f", "return f();")(mine); // call'],
    ['one of Node’s own modules', '<node_internals>/events.js', "emitter.emit('tick'); // call"],
  ])('passes over %s that is to be skipped', async (_, glob, call) => {
    const source = `const emitter = new (require('node:events'))();
const mine = () => {
  return 1; // mine
};
emitter.on('tick', mine);
debugger;
${call}
console.log(1);
`;
    const program = join(files({ 'program.js': source }), 'program.js');
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      skipFiles: [glob, '!<node_internals>/fs'],
      breakpoints: { [program]: [{ line: lineOf(program, 'call') }] },
    });
    await debuggee.stop();
    await debuggee.continue();
    await debuggee.stop();
    expect(await debuggee.step('stepIn')).toBe(`mine program.js:${lineOf(program, 'mine')}`);
    await debuggee.end();
  });

  it('goes into what is taken out of what is to be skipped', async () => {
    const { debuggee } = await stopAt('emit', {
      skipFiles: ['<node_internals>/**', '!<node_internals>/events'],
    });
    expect(await debuggee.step('stepIn')).toContain('<node_internals>/events:');
    await debuggee.end();
  });

  it('passes over one source of a bundle, into what that calls', async () => {
    const bundle = [
      'function lib(f) {',
      '  return f();',
      '}',
      'function mine() {',
      '  return 1;',
      '}',
      'lib(mine);',
      'console.log(1);',
      `//# ${'sourceMappingURL'}=bundle.js.map`,
      '',
    ].join('\n');
    // The first three lines are those of `vendor/lib.ts`, the others those of `mine.ts`.
    const map = {
      version: 3,
      sources: ['vendor/lib.ts', 'mine.ts'],
      names: [],
      mappings: 'AAAA;AACA;AACA;ACFA;AACA;AACA;AACA;AACA',
    };
    const directory = files({
      'bundle.js': bundle,
      'bundle.js.map': JSON.stringify(map),
      'vendor/lib.ts': 'function lib(f) {\n  return f();\n}\n',
      'mine.ts': 'function mine() {\n  return 1;\n}\nlib(mine);\nconsole.log(1);\n',
    });
    const mine = join(directory, 'mine.ts');
    const settings = {
      program: join(directory, 'bundle.js'),
      inProcess,
      breakpoints: { [mine]: [{ line: 4 }] },
    };
    const skipping = await Debuggee.start({ ...settings, skipFiles: ['**/vendor/**'] });
    await skipping.stop();
    expect(await skipping.step('stepIn')).toBe('mine mine.ts:2');
    expect(await skipping.step('stepOut')).toBe('(anonymous) mine.ts:5');
    await skipping.end();
    const plain = await Debuggee.start(settings);
    await plain.stop();
    expect(await plain.step('stepIn')).toBe('lib lib.ts:2');
    await plain.end();
  });

  it.each([
    ['a timer', 'setInterval(() => {\n  n += 1; // runs\n}, 50);'],
    [
      'an awaiting function',
      "(async () => {\n  for (;;) {\n    await require('node:timers/promises').setTimeout(50);\n    n += 1; // runs\n  }\n})();",
    ],
  ])('pauses an idle program where its own code runs next: %s', async (_, code) => {
    const program = join(
      files({ 'program.js': `let n = 0;\n${code}\nconsole.log('idle');\n` }),
      'program.js',
    );
    const debuggee = await Debuggee.start({ program, inProcess });
    await debuggee.client.waitFor('output');
    await debuggee.client.request('pause', { threadId: 1 });
    expect(await debuggee.stop()).toMatchObject({ reason: 'pause' });
    expect(await debuggee.top()).toMatch(/^\(anonymous\) program\.js:/);
    await debuggee.end();
  });

  it('says why a program does not pause that runs nothing', async () => {
    const source =
      "process.on('SIGUSR2', () => {\n});\nsetInterval(() => {}, 60_000);\nconsole.log('idle');\n";
    const program = join(files({ 'program.js': source }), 'program.js');
    const debuggee = await Debuggee.start({ program, inProcess });
    await debuggee.client.waitFor('output');
    const told = debuggee.client.waitFor('output', ({ output }) =>
      output.includes('runs no code of the program'),
    );
    // It may still have been at its last line, and then it has paused there.
    const again = async () => {
      await debuggee.client.waitFor('stopped');
      await debuggee.continue();
      await debuggee.client.request('pause', { threadId: 1 });
    };
    again().catch(() => {});
    await debuggee.client.request('pause', { threadId: 1 });
    await told;
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
