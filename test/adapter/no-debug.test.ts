import { describe, expect, it } from 'vitest';
import { program } from '../support/fixtures.ts';
import { expectEnd, run } from '../support/session.ts';

const forever = 'setInterval(() => {}, 1e6);';

describe.each([false, true])('a run without debugging, inProcess %s', (inProcess) => {
  const settings = { inProcess, noDebug: true };

  it('announces the program, and reports its exit code in the end', async () => {
    const file = program('process.exitCode = 7');
    const client = await run({ ...settings, program: file });
    expect(await client.waitFor('process')).toEqual({
      name: file,
      systemProcessId: expect.any(Number),
      isLocalProcess: true,
      startMethod: 'launch',
    });
    await expectEnd(client, 7);
    expect(client.eventNames).toEqual(['process', 'initialized', 'exited', 'terminated']);
  });

  it('passes arguments and environment, and a null removes a variable', async () => {
    process.env.TANDEM_TEST_GONE = 'here';
    const source = 'console.log(process.argv.slice(2), process.env.ADDED, process.env.TANDEM_TEST_GONE)';
    const env = { ADDED: 'yes', TANDEM_TEST_GONE: null };
    const client = await run({ ...settings, program: program(source), args: 'one "two words"', env });
    await expectEnd(client, 0);
    expect(client.output('stdout')).toBe("[ 'one', 'two words' ] yes undefined\n");
  });

  it('loses no output, however much there is', async () => {
    const source = `
      for (let i = 0; i < 2000; i++) process.stdout.write(i + ' é€😀 '.repeat(20) + '\\n');
      process.stderr.write('last words');`;
    const client = await run({ ...settings, program: program(source) });
    await expectEnd(client, 0);
    const lines = client.output('stdout').split('\n');
    expect(lines).toHaveLength(2001);
    expect(lines[1999]).toBe(`1999${' é€😀 '.repeat(20)}`);
    expect(client.output('stderr')).toBe('last words');
  });

  // Not much of it: what a pipe cannot take at once, Node itself loses in process.exit.
  it('loses no output that is followed by an exit', async () => {
    const source = `for (let i = 0; i < 50; i++) console.log(i); console.error('last words'); process.exit(3);`;
    const client = await run({ ...settings, program: program(source) });
    await expectEnd(client, 3);
    expect(client.output('stdout').split('\n')).toHaveLength(51);
    expect(client.output('stderr')).toBe('last words\n');
  });

  it('puts a character together that was written in pieces', async () => {
    const source = `
      const [a, b, c] = Buffer.from('€');
      process.stdout.write(Buffer.from([a]));
      setTimeout(() => process.stdout.write(Buffer.from([b, c])), 50);`;
    const client = await run({ ...settings, program: program(source) });
    await expectEnd(client, 0);
    expect(client.output('stdout')).toBe('€');
  });

  it('feeds standard input', async () => {
    const source = `process.stdin.on('data', (d) => console.log('got', String(d))).on('end', () => console.log('end'))`;
    const client = await run({ ...settings, program: program(source) });
    await client.request('tandem.stdin', { text: 'hello' });
    await client.waitFor('output', ({ output }) => output.includes('got hello'));
    await client.request('tandem.stdin', { end: true });
    await expectEnd(client, 0);
    expect(client.output('stdout')).toContain('end');
  });

  it('shows an uncaught error as the program died of it', async () => {
    const client = await run({
      ...settings,
      program: program('function fail() { throw new Error("boom") } fail()'),
    });
    await expectEnd(client, 1);
    expect(client.output('stderr')).toMatch(/Error: boom\s+at fail .*program\.js:1/);
  });

  it('shows a syntax error', async () => {
    const client = await run({ ...settings, program: program('let = = 1') });
    await expectEnd(client, 1);
    expect(client.output('stderr')).toMatch(/SyntaxError/);
  });

  it('runs a directory, and a name without its ending, as Node does', async () => {
    const file = program('console.log("found")', 'index.js');
    for (const name of [file.slice(0, -'/index.js'.length), file.slice(0, -'.js'.length)]) {
      const client = await run({ ...settings, program: name });
      await expectEnd(client, 0);
      expect(client.output('stdout')).toBe('found\n');
    }
  });

  it('answers politely what there is no debugger for', async () => {
    const file = program(forever);
    const client = await run({ ...settings, program: file });
    expect(await client.request('threads', {})).toEqual({ threads: [] });
    await client.request('setExceptionBreakpoints', { filters: ['uncaught'] });
    const { breakpoints } = await client.request('setBreakpoints', {
      source: { path: file },
      breakpoints: [{ line: 1 }],
    });
    expect(breakpoints).toEqual([expect.objectContaining({ verified: false, line: 1, reason: 'failed' })]);
    await expect(client.request('stackTrace', { threadId: 1 })).rejects.toThrow(
      '"stackTrace" is not possible',
    );
  });

  it('ends when asked to', async () => {
    const client = await run({ ...settings, program: program(`console.log('up'); ${forever}`) });
    await client.waitFor('output');
    await client.request('terminate', {});
    await expectEnd(client, inProcess ? 1 : 143);
  });

  it('ends a program that is too busy to listen', async () => {
    const client = await run({ ...settings, program: program(`console.log('up'); for (;;);`) });
    await client.waitFor('output');
    await client.request('disconnect', {});
    await expectEnd(client, inProcess ? 1 : 143);
  });

  it('restarts the program in the same session', async () => {
    const client = await run({ ...settings, program: program(`console.log('up'); ${forever}`) });
    await client.waitFor('process');
    await client.waitFor('output');
    await client.request('restart', {});
    await client.waitFor('process');
    await client.waitFor('output', ({ output }) => output === 'up\n');
    expect(client.eventNames).not.toContain('exited');
    await client.request('disconnect', {});
    await expectEnd(client, inProcess ? 1 : 143);
  });
});

describe('an in-process program', () => {
  it('that uses up its memory ends its session, and nothing else', async () => {
    const source = 'const hoard = []; for (;;) hoard.push(new Array(1e5).fill(hoard.length));';
    const resourceLimits = { maxOldGenerationSizeMb: 32 };
    const client = await run({ program: program(source), inProcess: true, noDebug: true, resourceLimits });
    await expectEnd(client, 1);
    expect(client.output('stderr')).toMatch(/has used up its memory and was ended/);
  });

  it('that throws something else than an error shows what', async () => {
    const client = await run({ program: program('throw { code: 5 }'), inProcess: true, noDebug: true });
    await expectEnd(client, 1);
    expect(client.output('stderr')).toBe('Uncaught { code: 5 }\n');
  });
});
