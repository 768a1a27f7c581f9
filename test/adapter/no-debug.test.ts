import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DapClient } from '../support/dap-client.ts';
import { files, program } from '../support/fixtures.ts';
import { connect, expectEnd, gone, launchArguments, run } from '../support/session.ts';

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

  it('loses no output that is followed by an exit', async () => {
    const source = `for (let i = 0; i < 5000; i++) console.log(i); console.error('last words'); process.exit(3);`;
    const client = await run({ ...settings, program: program(source) });
    await expectEnd(client, 3);
    expect(client.output('stdout').split('\n')).toHaveLength(5001);
    expect(client.output('stderr')).toBe('last words\n');
  });

  it('shows what is written to both streams in the order in which it was written', async () => {
    const source = `for (let i = 0; i < 1000; i++) (i % 3 ? console.log : console.error)(i);`;
    const client = await run({ ...settings, program: program(source) });
    await expectEnd(client, 0);
    expect(client.output()).toBe(Array.from({ length: 1000 }, (_, i) => `${i}\n`).join(''));
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

describe('what runs a program without debugging', () => {
  const settings = { noDebug: true };
  const APP = `console.log('app', process.argv[2], process.pid, Object.keys(process.env).filter((name) => /TANDEM_(?!TEST)/.test(name)));`;
  const pidIn = (client: DapClient): number => Number(/app \S+ (\d+)/.exec(client.output('stdout'))?.[1]);

  function npm(source: string): { directory: string; run: object } {
    const scripts = { start: 'node app.js an-argument' };
    const directory = files({ 'app.js': source, 'package.json': JSON.stringify({ scripts }) });
    const run = { ...settings, runtimeExecutable: 'npm', runtimeArgs: ['run', 'start'], cwd: directory };
    return { directory, run };
  }

  it('may be npm, whose exit code is that of the script', async () => {
    const client = await run(npm(`${APP} process.exitCode = 9;`).run as never);
    await expectEnd(client, 9);
    expect(client.output('stdout')).toMatch(/app an-argument \d+ \[\]\n/);
  });

  it.skipIf(process.platform === 'win32').each(['terminate', 'disconnect'])(
    'is ended by %s with all that it has started',
    async (command) => {
      const client = await run(npm(`${APP} ${forever}`).run as never);
      await client.waitFor('output', ({ output }) => output.includes('app an-argument'));
      await client.request(command as 'terminate', {});
      await client.waitFor('terminated');
      await gone(pidIn(client));
    },
  );

  it('is replaced by a restart with all that it has started', async () => {
    const client = await run(npm(`${APP} ${forever}`).run as never);
    await client.waitFor('output', ({ output }) => output.includes('app an-argument'));
    const first = pidIn(client);
    await client.request('restart', {});
    await gone(first);
    await client.waitFor('output', ({ output }) => output.includes('app an-argument'));
    await client.request('disconnect', {});
  });

  it.skipIf(process.platform === 'win32')(
    'may be a script that runs several, after one another and at once, and nothing of them is lost',
    async () => {
      const each = `for (let i = 0; i < 500; i++) { console.log(process.argv[2], i); console.error(process.argv[2], i); }`;
      const lines = '#!/bin/sh\nnode app.js a\nnode app.js b &\nnode app.js c\nwait\nexit 5\n';
      const directory = files({ 'app.js': each, run: lines });
      chmodSync(join(directory, 'run'), 0o755);
      const client = await run({ ...settings, runtimeExecutable: join(directory, 'run'), cwd: directory });
      await expectEnd(client, 5);
      for (const category of ['stdout', 'stderr']) {
        const said = client.output(category).trimEnd().split('\n');
        for (const name of ['a', 'b', 'c'])
          expect(said.filter((line) => line[0] === name)).toEqual(
            Array.from({ length: 500 }, (_, i) => `${name} ${i}`),
          );
      }
    },
  );

  it('may have a permission model, under which nothing of ours is loaded', async () => {
    const [major = 0] = process.versions.node.split('.').map(Number);
    const file = program(`console.log(process.permission.has('child'));`);
    const option = major < 23 ? '--experimental-permission' : '--permission';
    const runtimeArgs = [option, `--allow-fs-read=${file}`, '--no-warnings'];
    const client = await run({ ...settings, program: file, runtimeArgs });
    await expectEnd(client, 0);
    expect(client.output()).toBe('false\n');
  });

  it('says what is wrong when it cannot be started', async () => {
    const client = await connect();
    const launched = client.request(
      'launch',
      launchArguments({ ...settings, program: program(''), runtimeExecutable: '/no/such/node' }),
    );
    await expect(launched).rejects.toThrow('/no/such/node');
    await client.waitFor('terminated');
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
