import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

describe.each(modes)('exceptions, $mode', ({ inProcess }) => {
  const start = (source: string, exceptions: string[], name = 'program.js') =>
    Debuggee.start({ program: join(files({ [name]: source }), name), inProcess, exceptions });

  const info = (debuggee: Debuggee) => debuggee.client.request('exceptionInfo', { threadId: 1 });

  it('stop where they are thrown when nothing catches them', async () => {
    const debuggee = await start(
      "function f() {\n  const local = 1;\n  throw new RangeError('far');\n}\nf();\n",
      ['uncaught'],
    );
    expect(await debuggee.stop()).toMatchObject({ reason: 'exception', text: 'RangeError: far' });
    expect(await debuggee.top()).toBe('f program.js:3');
    expect((await debuggee.evaluate('local')).result).toBe('1');
    expect(await info(debuggee)).toMatchObject({
      exceptionId: 'RangeError',
      description: 'RangeError: far',
      breakMode: 'unhandled',
      details: { typeName: 'RangeError', stackTrace: expect.stringContaining('at f (') },
    });
    await debuggee.continue();
    await expectEnd(debuggee.client, 1);
    expect(debuggee.client.output('stderr')).toContain('RangeError: far');
  });

  it('that are caught stop only where all are asked for', async () => {
    const source = "try {\n  throw new Error('caught');\n} catch {}\nconsole.log('on');\n";
    const quiet = await start(source, ['uncaught']);
    await expectEnd(quiet.client, 0);
    const loud = await start(source, ['all']);
    expect(await loud.stop()).toMatchObject({ reason: 'exception' });
    expect(await info(loud)).toMatchObject({ breakMode: 'always' });
    await loud.continue();
    await expectEnd(loud.client, 0);
  });

  it('in Node’s own code that the program catches do not stop, those that escape do', async () => {
    const source =
      "const fs = require('node:fs');\ntry {\n  fs.readFileSync('/nowhere');\n} catch {}\nfs.readFileSync('/elsewhere');\n";
    const debuggee = await start(source, ['all']);
    expect(await debuggee.stop()).toMatchObject({ text: expect.stringContaining('/elsewhere') });
    await debuggee.end();
  });

  it('of a promise that nobody handles', async () => {
    const debuggee = await start(
      "async function f() {\n  await null;\n  throw new Error('later');\n}\nf();\n",
      ['uncaught'],
    );
    await debuggee.stop();
    expect(await debuggee.top()).toBe('f program.js:3');
    expect((await info(debuggee)).description).toContain('Error: later');
    await debuggee.continue();
    await expectEnd(debuggee.client, 1);
  });

  it('that escape from the top of an ES module stop at the throw, though V8 takes them for caught', async () => {
    const source = "export const a = 1;\nfunction boom() {\n  throw new Error('top');\n}\nboom();\n";
    const debuggee = await start(source, ['uncaught'], 'program.mjs');
    expect(await debuggee.stop()).toMatchObject({ reason: 'exception', text: 'Error: top' });
    expect(await debuggee.top()).toBe('boom program.mjs:3');
    expect(await info(debuggee)).toMatchObject({ breakMode: 'unhandled', description: 'Error: top' });
    expect((await debuggee.evaluate('a')).result).toBe('1');
    await debuggee.continue();
    await expectEnd(debuggee.client, 1);
    expect(debuggee.client.eventNames.filter((name) => name === 'stopped')).toHaveLength(1);
  });

  it.each([
    [
      'after an await',
      "async function boom() {\n  await null;\n  throw new Error('late');\n}\nawait boom();\n",
    ],
    ['before any', "async function boom() {\n\n  throw new Error('late');\n}\nawait boom();\n"],
    [
      'through others',
      "async function boom(n) {\n  await null;\n  throw new Error('late');\n}\nconst o = { async mid() { try { await boom(); } finally { o.seen = 1; } } };\nawait Promise.all([o.mid()]);\n",
    ],
  ])('that escape through an await at the top of an ES module stop at the throw: %s', async (_, source) => {
    const debuggee = await start(source, ['uncaught'], 'program.mjs');
    expect(await debuggee.stop()).toMatchObject({ reason: 'exception', text: 'Error: late' });
    expect(await debuggee.top()).toBe('boom program.mjs:3');
    expect(await info(debuggee)).toMatchObject({ breakMode: 'unhandled' });
    expect(await debuggee.scopes()).not.toEqual([]);
    await debuggee.continue();
    await expectEnd(debuggee.client, 1);
    expect(debuggee.client.eventNames.filter((name) => name === 'stopped')).toHaveLength(1);
  });

  it.each([
    'try {\n  await boom();\n} catch {}',
    'const mid = async () => {\n  try {\n    return await boom();\n  } catch {}\n};\nawait mid();',
    'await boom().catch(() => {});',
    'await Promise.allSettled([boom()]);',
    'const safe = () => boom().catch(() => {});\nawait safe();',
    'const promise = boom().catch(() => {});\nawait promise;',
  ])('that are caught behind an await do not stop: %s', async (call) => {
    for (const wait of ['  await null;\n', '']) {
      const source = `async function boom() {\n${wait}  throw new Error('late');\n}\n${call}\nconsole.log('on');\n`;
      const debuggee = await start(source, ['uncaught'], 'program.mjs');
      await expectEnd(debuggee.client, 0);
      expect(debuggee.client.eventNames).not.toContain('stopped');
    }
  });

  it('that escape where nobody could foresee it are shown by their stack', async () => {
    const source =
      "async function boom() {\n  await null;\n  throw new Error('late');\n}\nawait boom().then((value) => value);\n";
    const debuggee = await start(source, ['uncaught'], 'program.mjs');
    expect(await debuggee.stop()).toMatchObject({ reason: 'exception', text: 'Error: late' });
    expect(await debuggee.top()).toBe('boom program.mjs:3');
    expect(await debuggee.scopes()).toEqual([]);
    await debuggee.client.request('next', { threadId: 1 });
    await expectEnd(debuggee.client, 1);
  });

  it.each([
    ['a module', 'program.js', {}],
    ['an ES module', 'program.mjs', {}],
    ['one that another imports', 'broken.mjs', { 'program.mjs': "import './broken.mjs';\n" }],
  ])('of a file that does not parse are shown where it breaks: %s', async (_, name, others) => {
    const folder = files({ [name]: 'const a = 1;\nconst b = {;\n', ...others });
    const main = Object.keys(others)[0] ?? name;
    const debuggee = await Debuggee.start({
      program: join(folder, main),
      inProcess,
      exceptions: ['uncaught'],
    });
    expect(await debuggee.stop()).toMatchObject({
      reason: 'exception',
      text: "SyntaxError: Unexpected token ';'",
    });
    const [first, ...rest] = await debuggee.frames();
    expect(first).toMatchObject({
      name: '(does not parse)',
      source: { path: join(folder, name) },
      line: 2,
      column: 12,
    });
    expect(rest).toEqual([]);
    expect((await info(debuggee)).description).toBe("SyntaxError: Unexpected token ';'");
    await debuggee.continue();
    await expectEnd(debuggee.client, 1);
    expect(debuggee.client.output('stderr')).toContain("SyntaxError: Unexpected token ';'");
  });

  it('are followed by a step to where they are caught', async () => {
    const source =
      "function f() {\n  throw new Error('x');\n}\ndebugger;\ntry {\n  f(); // call\n} catch {\n  console.log('caught');\n}\n";
    const debuggee = await start(source, ['uncaught']);
    await debuggee.stop();
    expect(await debuggee.step('next')).toBe('(anonymous) program.js:6');
    expect(await debuggee.step('next')).toBe('(anonymous) program.js:8');
    await debuggee.end();
  });

  it('that a function of the program catches do not stop at start-up', async () => {
    const source =
      "const parse = (text) => {\n  return JSON.parse(text);\n};\nfunction tolerant() {\n  try {\n    return parse('{');\n  } catch {\n    return undefined;\n  }\n}\nconsole.log(tolerant());\n";
    const debuggee = await start(source, ['uncaught'], 'program.mjs');
    await expectEnd(debuggee.client, 0);
    expect(debuggee.client.eventNames).not.toContain('stopped');
  });

  it('that are caught one after the other are no longer looked at, and one that then escapes is shown', async () => {
    const source =
      "for (let i = 0; i < 1000; i += 1) {\n  try {\n    throw new Error('again');\n  } catch {}\n}\nthrow new Error('top');\n";
    const debuggee = await start(source, ['uncaught'], 'program.mjs');
    expect(await debuggee.stop()).toMatchObject({ reason: 'exception', text: 'Error: top' });
    expect(await debuggee.frame()).toMatchObject({ line: 6 });
    // Where it got away, no longer where it was thrown.
    expect(await debuggee.scopes()).toEqual([]);
    await debuggee.end();
  });

  it('may be anything', async () => {
    const debuggee = await start("throw { code: 'E' };\n", ['uncaught']);
    await debuggee.stop();
    expect(await info(debuggee)).toMatchObject({ exceptionId: 'Object', breakMode: 'unhandled' });
    await debuggee.end();
  });

  it('do not stop where no filter is on', async () => {
    const debuggee = await start("throw new Error('no stop');\n", []);
    await expectEnd(debuggee.client, 1);
  });
});

describe.each(modes)('a program that uses up its memory, $mode', ({ inProcess }) => {
  it.each([
    'for (;;) hoard.push(new Array(1e4).fill(hoard.length));',
    'setInterval(() => { for (let i = 0; i < 100; i += 1) hoard.push(new Array(1e4).fill(1.5)); }, 1);',
  ])('stops before the end, can be looked at, and takes nobody along: %s', async (fill) => {
    const source = `const hoard = [];\n${fill}\n`;
    const debuggee = await Debuggee.start({
      program: join(files({ 'program.js': source }), 'program.js'),
      inProcess,
      exceptions: ['uncaught'],
      ...(inProcess
        ? { resourceLimits: { maxOldGenerationSizeMb: 48 } }
        : { runtimeArgs: ['--max-old-space-size=48'] }),
    });
    expect(await debuggee.stop()).toMatchObject({ reason: 'exception', text: 'Out of memory' });
    expect((await debuggee.frames()).length).toBeGreaterThan(0);
    expect(await debuggee.client.request('exceptionInfo', { threadId: 1 })).toMatchObject({
      exceptionId: 'Out of memory',
    });
    await debuggee.continue();
    await debuggee.client.waitFor('terminated');
    expect((await debuggee.client.waitFor('exited')).exitCode).not.toBe(0);
    if (inProcess) expect(debuggee.client.output('stderr')).toContain('has used up its memory and was ended');
  });
});
