import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, lineOf } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

const LOOP = `// a comment
function twice(n) {

  return n * 2; // body
}
let sum = 0;
for (let i = 1; i <= 5; i += 1) {
  sum += twice(i); // loop
}
console.log(sum); // last
`;

describe.each(modes)('breakpoints, $mode', ({ inProcess }) => {
  const start = (source: string, marks: Record<string, object>, name = 'program.js') => {
    const program = join(files({ [name]: source }), name);
    const breakpoints = Object.entries(marks).map(([mark, traits]) => ({
      line: lineOf(program, mark),
      ...traits,
    }));
    return Debuggee.start({ program, inProcess, breakpoints: { [program]: breakpoints } });
  };

  it.each(['program.js', 'program.mjs', 'a b%20ü.js'])(
    'stop a script from its first run: %s',
    async (name) => {
      const debuggee = await start(LOOP, { body: {} }, name);
      const [set] = [...debuggee.breakpoints.values()][0]!;
      expect(set).toMatchObject({
        verified: false,
        reason: 'pending',
        message: expect.stringContaining('Not loaded yet'),
      });
      const { breakpoint } = await debuggee.client.waitFor('breakpoint');
      expect(breakpoint).toMatchObject({ id: set!.id, verified: true, line: 4 });
      expect(await debuggee.stop()).toMatchObject({ reason: 'breakpoint', hitBreakpointIds: [set!.id] });
      expect(await debuggee.top()).toBe(`twice ${name}:4`);
      await debuggee.end();
    },
  );

  it('move to the next line with code, and say so', async () => {
    const program = join(files({ 'program.js': LOOP }), 'program.js');
    const debuggee = await Debuggee.start({ program, inProcess, breakpoints: { [program]: [{ line: 3 }] } });
    const { breakpoint } = await debuggee.client.waitFor('breakpoint', (event) => event.breakpoint.verified);
    expect(breakpoint.line).toBe(4);
    expect(await debuggee.where()).toBe('twice program.js:4');
    await debuggee.end();
  });

  it('say why they do not bind', async () => {
    const directory = files({ 'program.js': 'debugger;\n// nothing\n// here\n', 'other.js': '1;' });
    const program = join(directory, 'program.js');
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: {
        [program]: [
          { line: 3 },
          { line: 30 },
          { line: 1, condition: 'a b' },
          { line: 1, hitCondition: 'often' },
        ],
        [join(directory, 'other.js')]: [{ line: 1 }],
        [join(directory, 'missing.js')]: [{ line: 1 }],
      },
    });
    await debuggee.stop();
    const messages = async (path: string, breakpoints: object[]) =>
      (
        await debuggee.client.request('setBreakpoints', {
          source: { path: join(directory, path) },
          breakpoints: breakpoints as { line: number }[],
        })
      ).breakpoints.map(({ verified, message }) => (verified ? 'bound' : message));
    expect(
      await messages('program.js', [
        { line: 30 },
        { line: 1, condition: 'a b' },
        { line: 1, hitCondition: 'often' },
      ]),
    ).toEqual([
      expect.stringContaining('has only 3 lines'),
      expect.stringContaining('The condition has a syntax error: Unexpected identifier'),
      expect.stringContaining('The hit condition "often" is not understood'),
    ]);
    expect(await messages('other.js', [{ line: 1 }])).toEqual([expect.stringContaining('Not loaded yet')]);
    expect(await messages('missing.js', [{ line: 1 }])).toEqual([expect.stringContaining('does not exist')]);
    await debuggee.end();
  });

  it('in a file of another language are not judged, and wait', async () => {
    const debuggee = await start(LOOP, { loop: {} });
    await debuggee.stop();
    const path = join(files({ 'tool.py': 'print(1)\nprint(2)\n' }), 'tool.py');
    const { breakpoints } = await debuggee.client.request('setBreakpoints', {
      source: { path },
      breakpoints: [
        { line: 1, condition: 'not x and y is None' },
        { line: 2, logMessage: '{x if x else None}' },
      ],
    });
    for (const breakpoint of breakpoints)
      expect(breakpoint).toMatchObject({
        reason: 'pending',
        message: expect.stringContaining('Not loaded yet'),
      });
    await debuggee.end();
  });

  it('stop where their condition holds', async () => {
    const debuggee = await start(LOOP, { loop: { condition: 'i === 3' } });
    await debuggee.stop();
    expect((await debuggee.evaluate('i')).result).toBe('3');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it('understand a condition of several statements', async () => {
    const debuggee = await start(LOOP, { loop: { condition: 'const wanted = 4; i === wanted' } });
    await debuggee.stop();
    expect((await debuggee.evaluate('i')).result).toBe('4');
    await debuggee.end();
  });

  it('count a condition with side effects once', async () => {
    const debuggee = await start(LOOP, {
      loop: { condition: '(globalThis.seen = (globalThis.seen ?? 0) + 1) === 2' },
    });
    await debuggee.stop();
    expect((await debuggee.evaluate('[i, seen]')).result).toBe('(2) [2, 2]');
    await debuggee.end();
  });

  it('report a condition that throws, once, and do not stop', async () => {
    const debuggee = await start(LOOP, { loop: { condition: 'nothing.here' } });
    await expectEnd(debuggee.client, 0);
    const complaints = debuggee.client.output('important');
    expect(complaints).toContain('`nothing.here` failed: ReferenceError: nothing is not defined');
    expect(complaints.trimEnd().split('\n')).toHaveLength(1);
    expect(debuggee.client.output('stdout')).toBe('30\n');
  });

  it.each([
    ['3', ['3']],
    ['>= 4', ['4', '5']],
    ['% 2', ['2', '4']],
  ])('stop by hit count %s', async (hitCondition, expected) => {
    const debuggee = await start(LOOP, { loop: { hitCondition } });
    for (const i of expected) {
      await debuggee.stop();
      expect((await debuggee.evaluate('i')).result).toBe(i);
      await debuggee.continue();
    }
    await expectEnd(debuggee.client, 0);
  });

  it('log instead of stopping', async () => {
    const debuggee = await start(LOOP, {
      loop: { logMessage: 'i={i} {"}"} {[i]} {oops}', condition: 'i < 3' },
    });
    await expectEnd(debuggee.client, 0);
    expect(debuggee.client.output('console')).toBe(
      'i=1 } (1) [1] {ReferenceError: oops is not defined}\ni=2 } (1) [2] {ReferenceError: oops is not defined}\n',
    );
    expect(debuggee.client.output('stdout')).toBe('30\n');
  });

  it('can be set, changed and removed while the program runs', async () => {
    const source = "let n = 0;\nsetInterval(() => {\n  n += 1; // tick\n}, 1);\nconsole.log('loaded');\n";
    const program = join(files({ 'program.js': source }), 'program.js');
    const debuggee = await Debuggee.start({ program, inProcess });
    await debuggee.client.waitFor('output', ({ output }) => output === 'loaded\n');
    const set = async (breakpoints: { line: number; condition?: string }[]) =>
      (await debuggee.client.request('setBreakpoints', { source: { path: program }, breakpoints }))
        .breakpoints;
    expect(await set([{ line: 3 }])).toMatchObject([{ verified: true, line: 3 }]);
    await debuggee.stop();
    await set([{ line: 3, condition: 'n === -1' }]);
    await debuggee.continue();
    expect(await set([{ line: 3, condition: 'n > 50' }])).toMatchObject([{ verified: true }]);
    await debuggee.stop();
    expect(Number((await debuggee.evaluate('n')).result)).toBeGreaterThan(50);
    expect(await set([])).toEqual([]);
    await debuggee.continue();
    await debuggee.client.request('pause', { threadId: 1 });
    expect(await debuggee.stop()).toMatchObject({ reason: 'pause' });
    await debuggee.end();
  });

  it('keep their identity while they are asked for again', async () => {
    const debuggee = await start(LOOP, { body: {}, last: {} });
    await debuggee.stop();
    const [path, before] = [...debuggee.breakpoints][0]!;
    const { breakpoints } = await debuggee.client.request('setBreakpoints', {
      source: { path },
      breakpoints: [{ line: 8 }, { line: before[1]!.line! }, { line: 4 }],
    });
    expect(breakpoints.map(({ id }) => id)).toEqual([expect.any(Number), before[1]!.id, before[0]!.id]);
    expect(breakpoints[0]!.id).not.toBe(before[0]!.id);
    await debuggee.end();
  });

  it('two that fall on one spot are both hit, and leave one by one', async () => {
    const program = join(files({ 'program.js': LOOP }), 'program.js');
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: { [program]: [{ line: 3 }, { line: 4 }] },
    });
    const ids = debuggee.breakpoints.get(program)!.map(({ id }) => id);
    expect((await debuggee.stop()).hitBreakpointIds!.toSorted()).toEqual(ids);
    await debuggee.client.request('setBreakpoints', {
      source: { path: program },
      breakpoints: [{ line: 4 }],
    });
    await debuggee.continue();
    expect((await debuggee.stop()).hitBreakpointIds).toEqual([ids[1]]);
    await debuggee.end();
  });

  it('stop at a debugger statement', async () => {
    const debuggee = await start('const a = 1;\ndebugger;\n', {});
    expect(await debuggee.stop()).toMatchObject({
      reason: 'pause',
      description: 'Paused on debugger statement',
    });
    expect(await debuggee.top()).toBe('(anonymous) program.js:2');
    await debuggee.end();
  });

  it('bind in a module that is imported late', async () => {
    const directory = files({
      'program.mjs':
        "await new Promise((resolve) => setTimeout(resolve, 1));\nconst { late } = await import('./late.mjs');\nlate();\n",
      'late.mjs': 'export function late() {\n  return 1;\n}\n',
    });
    const late = join(directory, 'late.mjs');
    const debuggee = await Debuggee.start({
      program: join(directory, 'program.mjs'),
      inProcess,
      breakpoints: { [late]: [{ line: 2 }] },
    });
    expect(await debuggee.where()).toBe('late late.mjs:2');
    await debuggee.end();
  });
});
