import { describe, expect, it } from 'vitest';
import type { Protocol } from '../../launcher/node/engine/inspector-channel.ts';
import { Delayed } from './delayed-pauses.ts';

type PausedEvent = Protocol.Debugger.PausedEvent;

const LOOP = `function work(n) {
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    sum += i;
    sum -= 1;
  }
  return sum;
}
work(4);
debugger;
work(4);
debugger;
`;
const DATA = 'const box = { n: 1 };\ndebugger;\nbox.n = 2;\nbox.n = 3;\ndebugger;\n';
const IN_LOOP = 4;
const STATEMENT = { reason: 'pause', description: 'Paused on debugger statement', line: 10 };
const compiled = { line: IN_LOOP, condition: 'i === 1' };

/** Whether the client has been told that the breakpoint is gone when the engine hears of the pause. */
const TIMES = [{ answered: false }, { answered: true }];

describe.each(TIMES)(
  'a breakpoint that is taken away while the pause on it is on its way, answered: $answered',
  ({ answered }) => {
    /** Sets something, and takes it away again when the program has come to its nth pause. */
    async function removed(
      nth: number,
      set: (program: Delayed) => Promise<unknown>,
      remove: (program: Delayed) => Promise<unknown>,
    ): Promise<Delayed> {
      const program = await Delayed.start(LOOP);
      await set(program);
      const paused = program.pause(nth);
      await program.engine.request('ready', {});
      const deliver = await paused;
      const removal = remove(program);
      if (answered) await removal;
      deliver();
      await removal;
      return program;
    }

    it.each([
      ['in V8', 1, { line: IN_LOOP }],
      ['in V8, with a condition', 1, { line: IN_LOOP, condition: "i === 1 && eval('true')" }],
      ['in V8, with a hit count', 1, { line: 9, hitCondition: '>= 1' }],
      ['in V8, that logs', 1, { line: 9, logMessage: '{LOOP}' }],
      ['in the program, at its check', 1, compiled],
      ['in the program, behind its check', 2, compiled],
      ['in the program, with a hit count, at its check', 1, { line: IN_LOOP, hitCondition: '2' }],
      ['in the program, with a hit count, behind its check', 2, { line: IN_LOOP, hitCondition: '2' }],
    ])('does not stop: %s', async (_, nth, breakpoint) => {
      const program = await removed(
        nth,
        (it) => it.setBreakpoints(breakpoint),
        (it) => it.setBreakpoints(),
      );
      expect(await program.stop()).toMatchObject(STATEMENT);
    });

    it.each([
      ['in V8', 1, [{ line: IN_LOOP }, { line: IN_LOOP, column: 5 }]],
      ['in the program, at the check', 1, [compiled, { ...compiled, column: 5 }]],
      ['in the program, behind the check', 2, [compiled, { ...compiled, column: 5 }]],
    ])('stops for another at the same place: %s', async (_, nth, [first, second]) => {
      let ids: (number | undefined)[] = [];
      const program = await removed(
        nth,
        async (it) => {
          ids = (await it.setBreakpoints(first!, second!)).breakpoints.map(({ id }) => id);
        },
        (it) => it.setBreakpoints(second!),
      );
      const expected = { reason: 'breakpoint', hitBreakpointIds: [ids[1]], line: IN_LOOP };
      expect(await program.stop()).toMatchObject(expected);
    });

    it('leaves the statement `debugger` where it stands', async () => {
      const program = await removed(
        1,
        (it) => it.setBreakpoints({ line: 10 }),
        (it) => it.setBreakpoints(),
      );
      expect(await program.stop()).toEqual({ ...STATEMENT, hitBreakpointIds: undefined });
    });

    it('does not stop where a function begins', async () => {
      const set = (it: Delayed, ...names: string[]) =>
        it.engine.request('setFunctionBreakpoints', { breakpoints: names.map((name) => ({ name })) });
      const program = await removed(
        1,
        (it) => set(it, 'work'),
        (it) => set(it),
      );
      expect(await program.stop()).toMatchObject(STATEMENT);
    });

    it('does not stop where data is used', async () => {
      const program = await Delayed.start(DATA);
      await program.engine.request('ready', {});
      await program.stop();
      const frameId = await program.top();
      const { dataId } = await program.engine.request('dataBreakpointInfo', { name: 'box.n', frameId });
      await program.engine.request('setDataBreakpoints', { breakpoints: [{ dataId: dataId! }] });
      const paused = program.pause(1, 'watch/');
      await program.engine.request('continue', { threadId: 1 });
      const deliver = await paused;
      const removal = program.engine.request('setDataBreakpoints', { breakpoints: [] });
      if (answered) await removal;
      deliver();
      await removal;
      expect(await program.stop()).toMatchObject({ ...STATEMENT, line: 5 });
    });

    it.each([
      ['in V8', 1, { line: IN_LOOP }],
      ['in the program, at its check', 1, compiled],
      ['in the program, behind its check', 2, compiled],
    ])('lets a step end where it would have: %s', async (_, nth, breakpoint) => {
      const program = await Delayed.start(LOOP);
      await program.setBreakpoints({ line: 9 }, breakpoint);
      await program.engine.request('ready', {});
      expect((await program.stop()).line).toBe(9);
      const paused = program.pause(nth);
      await program.engine.request('next', { threadId: 1 });
      const deliver = await paused;
      const removal = program.setBreakpoints({ line: 9 });
      if (answered) await removal;
      deliver();
      expect(await program.stop()).toMatchObject({ reason: 'step', line: 10 });
    });
  },
);

describe('a pause that is on its way', () => {
  it.each([
    ['on a breakpoint', 1, { line: IN_LOOP }],
    ['on a check', 1, compiled],
    ['behind a check', 2, compiled],
  ])('keeps no program that is let go: %s', async (_, nth, breakpoint) => {
    const program = await Delayed.start(LOOP);
    await program.setBreakpoints(breakpoint);
    const paused = program.pause(nth);
    await program.engine.request('ready', {});
    const deliver = await paused;
    const gone = program.engine.request('detach', {});
    deliver();
    await gone;
    expect(await program.exited).toBe(0);
    expect(program.wasTold('stopped')).toBe(false);
  });

  it('keeps no program that is let go while another debugger has it', async () => {
    const program = await Delayed.start(LOOP);
    await program.setBreakpoints({ line: IN_LOOP });
    const other = await program.another();
    const seen = new Promise<void>((resolve) => {
      other.onNotification((method, params) => {
        if (method !== 'Debugger.paused') return;
        // Its own stop, beyond ours.
        if ((params as PausedEvent).callFrames[0]!.location.lineNumber + 1 === STATEMENT.line) resolve();
      });
    });
    await other.post('Debugger.enable');
    const paused = program.pause();
    await program.engine.request('ready', {});
    const deliver = await paused;
    const gone = program.engine.request('detach', {});
    deliver();
    await gone;
    await seen;
  });
});

it('a step over a call in which something is logged stops at a statement of the program behind that', async () => {
  const source = 'function f() {\n  f.n = 1;\n  debugger;\n}\nf();\nf.n = 2;\n';
  const program = await Delayed.start(source);
  await program.setBreakpoints({ line: 2, logMessage: 'on' }, { line: 5 });
  await program.engine.request('ready', {});
  expect((await program.stop()).line).toBe(5);
  await program.engine.request('next', { threadId: 1 });
  expect(await program.stop()).toMatchObject({ ...STATEMENT, line: 3 });
});

it('a call that begins anew at a breakpoint has nothing left of it for the next stop', async () => {
  const source = 'function f(a) {\n  f.n = a;\n  f.m = 1;\n  f.o = 1;\n}\nf(1);\n';
  const program = await Delayed.start(source);
  await program.setBreakpoints({ line: 2, condition: 'a === 1' }, { line: 3 });
  await program.engine.request('ready', {});
  expect((await program.stop()).line).toBe(2);
  await program.engine.request('continue', { threadId: 1 });
  expect((await program.stop()).line).toBe(3);
  await program.engine.request('restartFrame', { frameId: await program.top() });
  expect(await program.stop()).toMatchObject({ reason: 'restart', line: 2 });
  await program.setBreakpoints();
  await program.engine.request('next', { threadId: 1 });
  expect(await program.stop()).toMatchObject({ reason: 'step', line: 3 });
});
