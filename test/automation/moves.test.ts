import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, program } from '../support/fixtures.ts';
import { begin, placeIn, printed, serve, stopped } from './support/tasks.ts';

const RIDES = [
  ['in a process of its own', {}],
  ['in this process', { inProcess: true }],
] as const;

const STEPS = `function inner(n) {
  const twice = n * 2;
  return twice;
}
function outer(n) {
  const a = inner(n);
  return a + 1;
}
debugger;
outer(4);
setInterval(() => {}, 1000);
`;

describe.each(RIDES)('a move %s', (_, ride) => {
  it('answers with the whole context of the next stop', async () => {
    const { commander } = serve([]);
    const path = program(STEPS);
    const { taskId, first } = await begin(commander, { configuration: { program: path, ...ride } });
    expect(stopped(first).stop.stack[0]).toMatchObject({ line: 9 });
    const move = async (action: 'next' | 'stepIn' | 'stepOut') =>
      placeIn(await commander.send('Move', { taskId, action }));
    await move('next');
    expect(await move('stepIn')).toBe('outer:6');
    expect(await move('stepIn')).toBe('inner:2');
    expect(await move('next')).toBe('inner:3');
    const { stop } = stopped(await commander.send('Move', { taskId, action: 'stepOut' }));
    expect(stop).toMatchObject({
      number: 6,
      reason: 'step',
      source: { first: 4, current: 7 },
      variables: [
        { name: 'n', value: '4' },
        { name: 'a', value: '8' },
        { name: '$returnValue', value: '8' },
      ],
      changed: [{ name: 'a', before: expect.any(String), after: '8' }],
    });
  });

  it('says truthfully that the program runs when its time is over, and Wait tells the rest', async () => {
    const { commander } = serve([]);
    const path = program(
      `debugger;\nprocess.stdin.on('data', () => {\n  console.log('got');\n  debugger;\n});\n`,
    );
    const { taskId } = await begin(commander, { configuration: { program: path, ...ride } });
    const outcome = await commander.send('Move', { taskId, action: 'continue', waitMs: 50 });
    expect(outcome).toMatchObject({ state: 'running', task: { state: 'running' }, note: expect.any(String) });
    expect(outcome.state === 'running' && outcome.waitedMs).toBeGreaterThanOrEqual(45);
    const waiting = commander.send('Wait', { taskId });
    await commander.send('Request', { taskId, command: 'tandem.stdin', arguments: { text: 'x\n' } });
    const second = await waiting;
    expect(stopped(second).stop).toMatchObject({ number: 2, source: { current: 4 } });
    expect(printed(second)).toBe('got\n');
  });

  it('never returns the stop that it leaves, however little it waits', async () => {
    const { commander } = serve([]);
    const path = program('let i = 0;\nwhile (i < 40) {\n  i += 1;\n  debugger;\n}\n');
    const { taskId } = await begin(commander, { configuration: { program: path, ...ride } });
    for (let number = 2; number <= 40; number += 1) {
      const outcome = await commander.send('Move', {
        taskId,
        action: 'continue',
        waitMs: number % 2 ? 0 : 5000,
      });
      const next = outcome.state === 'running' ? await commander.send('Wait', { taskId }) : outcome;
      expect(stopped(next).stop).toMatchObject({ number });
      expect(await commander.send('Evaluate', { taskId, expression: 'i' })).toMatchObject({
        value: String(number),
      });
    }
    expect(await commander.send('Move', { taskId, action: 'continue' })).toMatchObject({ state: 'ended' });
  });

  it('counts the program as running at once', async () => {
    const { commander } = serve([]);
    const path = program('debugger;\nfor (let i = 0; i < 1e9; i += 1);\n');
    const { taskId } = await begin(commander, { configuration: { program: path, ...ride } });
    const moved = commander.send('Move', { taskId, action: 'continue', waitMs: 0 });
    const looked = await commander.send('GetState', { taskId });
    expect(looked.state).not.toBe('stopped');
    await moved;
    await expect(commander.send('Move', { taskId, action: 'next' })).rejects.toMatchObject({
      code: 'task.notStopped',
      hint: expect.stringContaining('pause'),
    });
    await commander.send('CancelTask', taskId);
  });

  it('pauses a program where it is, and tells where one is that stands', async () => {
    const { commander } = serve([]);
    const path = program('console.log("up");\nlet n = 0;\nwhile (true) {\n  n += 1;\n}\n');
    const { task } = await commander.send('StartNewTask', { configuration: { program: path, ...ride } });
    const { taskId } = task;
    const paused = stopped(await commander.send('Move', { taskId, action: 'pause' }));
    expect(paused.stop.reason).toBe('pause');
    const again = stopped(await commander.send('Move', { taskId, action: 'pause' }));
    expect(again.stop).toMatchObject({ number: paused.stop.number });
    await commander.send('CancelTask', taskId);
  });

  it('runs to a line, or to a text, and leaves no breakpoint behind', async () => {
    const { commander, events } = serve([]);
    const path = program(
      `debugger;\nfor (let i = 0; i < 3; i += 1) {\n  console.log(i);\n}\nconsole.log('end');\n`,
    );
    const { taskId } = await begin(commander, { configuration: { program: path, ...ride } });
    const byLine = await commander.send('Move', { taskId, action: 'runTo', to: { file: path, line: 3 } });
    expect(stopped(byLine).stop).toMatchObject({
      reason: 'step',
      description: 'Paused after run to line',
      stack: [{ line: 3 }],
      breakpoints: [],
    });
    const byText = await commander.send('Move', {
      taskId,
      action: 'runTo',
      to: { file: path, text: `log('end')` },
    });
    expect(stopped(byText).stop).toMatchObject({ number: 3, stack: [{ line: 5 }] });
    expect(printed(byText)).toBe('0\n1\n2\n');
    expect(await commander.send('ListBreakpoints', {})).toEqual({ breakpoints: [] });
    expect(events.some(({ type }) => type === 'BreakpointChanged')).toBe(false);
    expect(await commander.send('Move', { taskId, action: 'continue' })).toMatchObject({ state: 'ended' });
  });

  it('runs no further than to a breakpoint before the line, and the line is forgotten then', async () => {
    const { commander } = serve([]);
    const path = program(`debugger;\nconsole.log(1);\nconsole.log(2);\nconsole.log(3);\n`);
    const { taskId } = await begin(commander, {
      configuration: { program: path, ...ride },
      breakpoints: [{ file: path, line: 2 }],
    });
    const first = await commander.send('Move', { taskId, action: 'runTo', to: { file: path, line: 4 } });
    expect(stopped(first).stop).toMatchObject({ stack: [{ line: 2 }], breakpoints: [1] });
    expect(await commander.send('Move', { taskId, action: 'continue' })).toMatchObject({ state: 'ended' });
  });

  it('is at the breakpoint that somebody has set on the very line', async () => {
    const { commander } = serve([]);
    const path = program(`debugger;\nconsole.log(1);\nconsole.log(2);\n`);
    const { taskId } = await begin(commander, {
      configuration: { program: path, ...ride },
      breakpoints: [{ file: path, line: 3 }],
    });
    const to = await commander.send('Move', { taskId, action: 'runTo', to: { file: path, line: 3 } });
    expect(stopped(to).stop).toMatchObject({ reason: 'breakpoint', breakpoints: [1] });
    await commander.send('CancelTask', taskId);
  });
});

describe('running to a line', () => {
  it('leaves a breakpoint alone that is there already', async () => {
    const { commander } = serve([]);
    const path = program(`debugger;\nfor (let i = 0; i < 5; i += 1) {\n  console.log(i);\n}\n`);
    const { taskId } = await begin(commander, {
      configuration: { program: path },
      breakpoints: [{ file: path, line: 3, condition: 'i === 3' }],
    });
    const to = await commander.send('Move', { taskId, action: 'runTo', to: { file: path, line: 3 } });
    expect(await commander.send('Evaluate', { taskId, expression: 'i' })).toMatchObject({ value: '0' });
    expect(stopped(to).stop.breakpoints).toEqual([]);
    const next = await commander.send('Move', { taskId, action: 'continue' });
    expect(stopped(next).stop.breakpoints).toEqual([1]);
    expect(await commander.send('Evaluate', { taskId, expression: 'i' })).toMatchObject({ value: '3' });
  });

  it('is refused where there is no code, and the program stays', async () => {
    const directory = files({ 'app.js': `debugger;\nconsole.log(1);\n` });
    const { commander } = serve([directory]);
    const { taskId } = await begin(commander, { configuration: { program: 'app.js' } });
    const move = commander.send('Move', { taskId, action: 'runTo', to: { file: 'nowhere.js', line: 3 } });
    await expect(move).rejects.toMatchObject({ code: 'task.placeNotBound' });
    expect(stopped(await commander.send('GetState', { taskId })).stop.number).toBe(1);
    expect(await commander.send('Move', { taskId, action: 'next' })).toMatchObject({ state: 'stopped' });
  });

  it('arrives also when nobody waits any more', async () => {
    const { commander } = serve([]);
    const path = program(
      `debugger;\nprocess.stdin.once('data', () => {\n  console.log(1);\n  process.exit();\n});\n`,
    );
    const { taskId } = await begin(commander, { configuration: { program: path } });
    const to = { file: path, line: 3 };
    expect(await commander.send('Move', { taskId, action: 'runTo', to, waitMs: 0 })).toMatchObject({
      state: 'running',
    });
    await commander.send('Request', { taskId, command: 'tandem.stdin', arguments: { text: 'x' } });
    expect(stopped(await commander.send('Wait', { taskId })).stop.stack[0]).toMatchObject({ line: 3 });
    expect(await commander.send('Move', { taskId, action: 'continue' })).toMatchObject({ state: 'ended' });
  });
});

describe('waiting', () => {
  it('ends at once where the program stands, and at its end when that is wanted', async () => {
    const { commander } = serve([]);
    const path = program(`debugger;\nconsole.log('end');\n`);
    const { taskId } = await begin(commander, { configuration: { program: path } });
    expect(await commander.send('Wait', { taskId, waitMs: 0 })).toMatchObject({
      state: 'stopped',
      stop: { number: 1 },
    });
    const end = commander.send('Wait', { taskId, until: 'ended' });
    const other = commander.send('Wait', { taskId, until: 'ended', waitMs: 1 });
    expect(await other).toMatchObject({ state: 'stopped' });
    await commander.send('Move', { taskId, action: 'continue' });
    expect(await end).toMatchObject({ state: 'ended', task: { exitCode: 0 } });
  });
});

describe('a file that does not parse', () => {
  const BROKEN = 'let a = 1;\nconst b = ;\n';

  it.each(['main.js', 'main.mjs'])(
    'is shown where it breaks, and not how Node reads it: %s',
    async (name) => {
      const { commander } = serve([]);
      const path = join(files({ [name]: BROKEN }), name);
      const { first } = await begin(commander, { configuration: { program: path } });
      const { stop } = stopped(first);
      expect(stop).toMatchObject({
        stack: [{ file: path, line: 2, column: 11 }],
        source: { current: 2, lines: ['let a = 1;', 'const b = ;'] },
        variables: [],
        exception: {
          message: "SyntaxError: Unexpected token ';'",
          unparsed: { file: path, line: 2, column: 11 },
        },
      });
    },
  );

  it.each([
    ['loaded by another', { 'main.js': "require('./broken.js');\n", 'broken.js': BROKEN }, 'main.js'],
  ])('is said not to parse where Node does not say which it is: %s', async (_, contents, main) => {
    const { commander } = serve([]);
    const { first } = await begin(commander, {
      configuration: { program: join(files(contents), main) },
    });
    const { exception, source } = stopped(first).stop;
    expect(exception).toMatchObject({ type: 'SyntaxError', unparsed: {} });
    expect(source?.lines.join() ?? '').not.toMatch(/compile/);
  });

  it('is not taken for text that the program itself parses', async () => {
    const { commander } = serve([]);
    const { first } = await begin(commander, {
      configuration: { program: program("JSON.parse('{');\n") },
    });
    expect(stopped(first).stop.exception).not.toHaveProperty('unparsed');
  });
});
