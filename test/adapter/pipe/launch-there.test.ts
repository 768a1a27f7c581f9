import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planLaunchThere } from '../../../adapter/pipe/launch-there.ts';
import { Debuggee } from '../../engine/support.ts';
import { files, lineOf } from '../../support/fixtures.ts';
import { expectEnd, run } from '../../support/session.ts';
import { docker, ssh } from './support.ts';

const CODE = `const dependency = require('./dependency.js');
console.log('started in', process.cwd());
console.error('and complained');
const answer = dependency.ask(41);
console.log(answer); // here
`;

/** The same program here and "there", which is another directory: only there has it what it depends on. */
function twoPlaces() {
  const here = files({ 'app.js': CODE });
  const there = files({
    'app.js': CODE,
    'dependency.js': 'exports.ask = (n) => {\n  return n + 1; // asked\n};\n',
  });
  return { here, there, roots: { localRoot: here, remoteRoot: there } };
}

describe('A program that is launched where a command leads', () => {
  test.each([
    ['as it is', () => [docker(), 'exec', '-i', 'web']],
    ['by a shell', () => [ssh(), 'host']],
  ])('%s, runs there and is debugged from here', async (_, pipe) => {
    const { here, there, roots } = twoPlaces();
    const program = join(here, 'app.js');
    const debuggee = await Debuggee.start({
      pipe: pipe(),
      runtimeExecutable: process.execPath,
      program,
      ...roots,
      breakpoints: { [program]: [{ line: lineOf(program, 'here') }] },
    });
    expect(debuggee.breakpoints.get(program)).toMatchObject([{ source: { path: program } }]);
    expect(await debuggee.where()).toBe('(anonymous) app.js:5');
    expect((await debuggee.frame()).source?.path).toBe(program);
    expect((await debuggee.evaluate('answer')).result).toBe('42');
    expect((await debuggee.evaluate('__dirname')).result).toBe(`'${there}'`);
    expect(debuggee.client.output('stdout')).toContain(`started in ${there}\n`);
    expect(debuggee.client.output('stderr')).toContain('and complained\n');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  test('shows what is only there', async () => {
    const { here, there, roots } = twoPlaces();
    const debuggee = await Debuggee.start({
      pipe: [docker(), 'web'],
      runtimeExecutable: process.execPath,
      program: join(here, 'app.js'),
      ...roots,
      breakpoints: { [join(here, 'dependency.js')]: [{ line: 2 }] },
    });
    expect(await debuggee.where()).toBe('exports.ask dependency.js:2');
    const { source } = await debuggee.frame();
    expect(source).toMatchObject({ path: join(there, 'dependency.js'), sourceReference: expect.any(Number) });
    const { content } = await debuggee.client.request('source', {
      source: source!,
      sourceReference: source!.sourceReference!,
    });
    expect(content).toContain('return n + 1;');
    const again = await debuggee.client.request('setBreakpoints', {
      source: source!,
      breakpoints: [{ line: 2 }],
    });
    expect(again.breakpoints).toMatchObject([{ verified: true, line: 2 }]);
    await debuggee.end();
  });

  test('ends with its session, and is told to', async () => {
    const { here, roots } = twoPlaces();
    writeFileSync(
      join(roots.remoteRoot, 'app.js'),
      "process.on('SIGTERM', () => { console.log('bye'); process.exit(7); }); setInterval(() => {}, 1000); console.log('up');",
    );
    const client = await run({
      pipe: [docker(), 'web'],
      runtimeExecutable: process.execPath,
      program: join(here, 'app.js'),
      ...roots,
    });
    await client.waitFor('output', ({ output }) => output.includes('up'));
    await client.request('terminate', {});
    await expectEnd(client, 7);
    expect(client.output('stdout')).toContain('bye');
  });

  test('takes input', async () => {
    const { here, roots } = twoPlaces();
    writeFileSync(
      join(roots.remoteRoot, 'app.js'),
      "process.stdin.on('data', (data) => console.log('heard ' + data)).on('end', () => process.exit(3));",
    );
    const client = await run({
      pipe: [docker(), 'web'],
      runtimeExecutable: process.execPath,
      program: join(here, 'app.js'),
      ...roots,
    });
    await client.request('tandem.stdin', { text: 'hello', end: true });
    await expectEnd(client, 3);
    expect(client.output('stdout')).toContain('heard hello');
  });

  test.each([
    { program: 'app.py' },
    { module: 'pytest' },
    { runtimeExecutable: 'python3', args: ['app.py'] },
  ])('is none of Python: %o', async (settings) => {
    await expect(planLaunchThere({ pipe: [docker(), 'web'], ...settings })).rejects.toMatchObject({
      code: 'pipe.runtime',
      message: expect.stringContaining('A program of Python cannot be started through "pipe"'),
    });
  });
});
