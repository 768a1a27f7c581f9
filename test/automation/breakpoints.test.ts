import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Breakpoint } from '../../protocol/tasks/breakpoints.ts';
import { files, program } from '../support/fixtures.ts';
import { begin, serve, stopped } from './support/tasks.ts';

const LOOP = `function twice(n) {
  return n * 2;
}
for (let i = 0; i < 3; i += 1) {
  twice(i);
}
console.log('end');
`;

const RIDES = [
  ['in a process of its own', {}],
  ['in this process', { inProcess: true }],
] as const;

describe.each(RIDES)('a breakpoint %s', (_, ride) => {
  it('is bound, counts its hits, and is told of whenever something becomes of it', async () => {
    const path = program(LOOP);
    const { commander, events } = serve([]);
    const { breakpoints } = await commander.send('AddBreakpoints', {
      breakpoints: [{ file: path, line: 2 }],
    });
    expect(breakpoints).toEqual([{ id: 1, file: path, line: 2, enabled: true, state: 'unused', by: 'c1' }]);
    const { taskId, first } = await begin(commander, { configuration: { program: path, ...ride } });
    expect(stopped(first).stop.breakpoints).toEqual([1]);
    const list = async () => (await commander.send('ListBreakpoints', {})).breakpoints;
    expect(await list()).toMatchObject([{ id: 1, state: 'bound', actualLine: 2, hits: 1 }]);
    await commander.send('Move', { taskId, action: 'continue' });
    expect(await list()).toMatchObject([{ id: 1, state: 'bound', hits: 2 }]);
    expect(await commander.send('RemoveBreakpoints', { ids: [1, 99] })).toEqual({ removed: [1] });
    expect(await commander.send('Move', { taskId, action: 'continue' })).toMatchObject({ state: 'ended' });
    const changes = events.flatMap((event) =>
      event.type === 'BreakpointChanged'
        ? [[event.change, event.breakpoint.state, event.breakpoint.hits]]
        : [],
    );
    expect(changes[0]).toEqual(['added', 'unused', undefined]);
    expect(changes).toContainEqual(['changed', 'bound', undefined]);
    expect(changes).toContainEqual(['changed', 'bound', 2]);
    expect(changes.at(-1)).toEqual(['removed', 'bound', 2]);
  });

  it('that nothing came to is known to have been set, however soon the program ends', async () => {
    const path = program('if (process.argv.length > 50) {\n  console.log(1);\n}\nprocess.exit(0);\n');
    const { commander } = serve([]);
    const { taskId, first } = await begin(commander, {
      configuration: { program: path, ...ride },
      breakpoints: [{ file: path, line: 2, condition: 'true' }],
    });
    expect(first.state).toBe('ended');
    const { breakpoints } = await commander.send('ListBreakpoints', { taskId });
    expect(breakpoints).toEqual([expect.objectContaining({ id: 1, state: 'unused' })]);
    expect(breakpoints[0]?.message).toBeUndefined();
  });

  it('may be at a function, have a condition, or only print', async () => {
    const path = program(LOOP);
    const { commander } = serve([]);
    const { taskId, first } = await begin(commander, {
      configuration: { program: path, ...ride },
      breakpoints: [
        { function: 'twice', hitCondition: '2' },
        { file: path, text: 'twice(i)', condition: 'i === 2' },
        { file: path, text: 'return n', logMessage: 'n is {n}' },
      ],
    });
    expect(stopped(first).stop).toMatchObject({ breakpoints: [1], reason: 'function breakpoint' });
    const second = await commander.send('Move', { taskId, action: 'continue' });
    expect(stopped(second).stop.breakpoints).toEqual([2]);
    const last = await commander.send('Move', { taskId, action: 'continue' });
    expect(last).toMatchObject({ state: 'ended' });
    const { entries } = await commander.send('GetOutput', { taskId });
    expect(entries.map(({ text }) => text)).toEqual(['n is 0\n', 'n is 1\n', 'n is 2\n', 'end\n']);
  });

  it('is set in the program that runs', async () => {
    const path = program(
      "setInterval(() => {\n  work();\n}, 5);\nfunction work() {\n  Math.random();\n}\nconsole.log('loaded');\n",
    );
    const { commander, event } = serve([]);
    const { task } = await commander.send('StartNewTask', { configuration: { program: path, ...ride } });
    const { taskId } = task;
    // The task has started before Node has read the program's own file: until then a breakpoint in it is pending.
    await event('Message', ({ message }) => message.kind === 'output' && message.text === 'loaded\n');
    const { breakpoints } = await commander.send('AddBreakpoints', {
      taskId,
      breakpoints: [{ file: path, text: 'Math.random' }],
    });
    expect(breakpoints).toMatchObject([{ state: 'bound', line: 5, taskId }]);
    expect(stopped(await commander.send('Wait', { taskId })).stop.breakpoints).toEqual([breakpoints[0]!.id]);
    await commander.send('CancelTask', taskId);
  });
});

describe('breakpoints', () => {
  it('of a task are for it alone, others for every task', async () => {
    const path = program(LOOP);
    const { commander } = serve([]);
    await commander.send('AddBreakpoints', { breakpoints: [{ file: path, line: 7 }] });
    const own = await begin(commander, {
      configuration: { program: path },
      breakpoints: [{ file: path, line: 2 }],
    });
    expect(stopped(own.first).stop.breakpoints).toEqual([2]);
    const other = await begin(commander, { configuration: { program: path } });
    expect(stopped(other.first).stop.breakpoints).toEqual([1]);
    const idsOf = async (taskId: string) =>
      (await commander.send('ListBreakpoints', { taskId })).breakpoints.map(({ id }) => id);
    expect(await idsOf(own.taskId)).toEqual([1, 2]);
    expect(await idsOf(other.taskId)).toEqual([1]);
  });

  it('of a task and of all may be on one line', async () => {
    const path = program(LOOP);
    const { commander } = serve([]);
    await commander.send('AddBreakpoints', { breakpoints: [{ file: path, line: 2, condition: 'n === 1' }] });
    const { taskId, first } = await begin(commander, {
      configuration: { program: path },
      breakpoints: [{ file: path, line: 2 }],
    });
    expect(stopped(first).stop.breakpoints).toEqual([2]);
    const list = async () => (await commander.send('ListBreakpoints', { taskId })).breakpoints;
    expect(await list()).toMatchObject([
      { state: 'bound', message: expect.stringMatching(/^Breakpoint 2 is/) },
      {},
    ]);
    await commander.send('RemoveBreakpoints', { ids: [2] });
    const second = await commander.send('Move', { taskId, action: 'continue' });
    expect(stopped(second).stop.breakpoints).toEqual([1]);
    expect((await list())[0]!.message).not.toMatch(/^Breakpoint/);
    expect(await commander.send('Evaluate', { taskId, expression: 'n' })).toMatchObject({ value: '1' });
  });

  it('replace those at the same place', async () => {
    const path = program(LOOP);
    const { commander } = serve([]);
    const add = (details: object) =>
      commander.send('AddBreakpoints', { breakpoints: [{ file: path, line: 2, ...details }] });
    await add({});
    await add({ condition: 'n === 2' });
    const { breakpoints } = await commander.send('ListBreakpoints', {});
    expect(breakpoints).toMatchObject([{ id: 2, condition: 'n === 2' }]);
  });

  it.each<[string, string, Breakpoint['state'], RegExp]>([
    ['a file that is not loaded', 'other.js', 'pending', /^Not loaded yet/],
    ['a file that does not exist', 'nowhere.js', 'rejected', /./],
  ])('in %s say so', async (_, file, state, message) => {
    const directory = files({ 'app.js': 'debugger;\nsetInterval(() => {}, 1000);\n', 'other.js': '1;\n' });
    const { commander } = serve([directory]);
    const { task, breakpoints } = await commander.send('StartNewTask', {
      configuration: { program: 'app.js' },
      breakpoints: [{ file, line: 1 }],
    });
    expect(breakpoints).toMatchObject([{ file: join(directory, file), state }]);
    expect(breakpoints[0]!.message).toMatch(message);
    await commander.send('CloseTask', task.taskId);
  });

  it('are answered one for each that was wanted, also where two are at one place or one is there already', async () => {
    const path = program(LOOP);
    const { commander } = serve([]);
    await commander.send('AddBreakpoints', { breakpoints: [{ file: path, line: 2 }] });
    const wanted = [7, 2, 2].map((line) => ({ file: path, line }));
    const configuration = { program: path };
    const { breakpoints } = await commander.send('StartNewTask', { configuration, breakpoints: wanted });
    expect(breakpoints.map(({ line }) => line)).toEqual([7, 2, 2]);
    const there = (await commander.send('ListBreakpoints', {})).breakpoints.map(({ id }) => id);
    for (const { id } of breakpoints) expect(there).toContain(id);
  });

  it('tell also when the program has ended why they could not be set', async () => {
    const path = program('1;\n2;\n');
    const { commander } = serve([]);
    const { taskId, first } = await begin(commander, {
      configuration: { program: path },
      breakpoints: [900, 2].map((line) => ({ file: path, line })),
    });
    stopped(first);
    const last = await commander.send('Move', { taskId, action: 'continue' });
    expect(last.state).toBe('ended');
    const { breakpoints } = await commander.send('ListBreakpoints', { taskId });
    expect(breakpoints[0]).toMatchObject({
      state: 'rejected',
      neverBound: true,
      message: expect.stringContaining('line'),
    });
    expect(breakpoints[1]).not.toHaveProperty('neverBound');
  });

  it('become unused again when no task runs any more', async () => {
    const path = program(LOOP);
    const { commander, event } = serve([]);
    await commander.send('AddBreakpoints', { breakpoints: [{ file: path, line: 7, condition: 'false' }] });
    const { first } = await begin(commander, { configuration: { program: path } });
    expect(first.state).toBe('ended');
    await event('BreakpointChanged', ({ breakpoint }) => breakpoint.state === 'bound');
    const { breakpoints } = await commander.send('ListBreakpoints', {});
    expect(breakpoints).toMatchObject([{ state: 'unused' }]);
  });
});

describe('a breakpoint by text', () => {
  const directory = () =>
    files({
      'app.js':
        'let total = 0;\nfor (const n of [1, 2]) {\n  total += n;\n}\ntotal += 1;\nconsole.log(total);\n',
    });
  const add = (text: string) =>
    serve([directory()]).commander.send('AddBreakpoints', { breakpoints: [{ file: 'app.js', text }] });

  it('is on the one line that holds it', async () => {
    expect(await add('console.log(')).toMatchObject({ breakpoints: [{ line: 6 }] });
    expect(await add('  total += n;  ')).toMatchObject({ breakpoints: [{ line: 3 }] });
  });

  it('is refused where several lines hold it, and they are named', async () => {
    await expect(add('total +=')).rejects.toMatchObject({
      code: 'task.textAmbiguous',
      message: expect.stringMatching(
        /^2 lines of ".*app\.js" hold .*line 3, `total \+= n;`; line 5, `total \+= 1;`/,
      ),
    });
  });

  it('is refused where no line holds it, and the nearest is named', async () => {
    await expect(add('console.info(total)')).rejects.toMatchObject({
      code: 'task.textUnknown',
      hint: 'The nearest is line 6, `console.log(total);`.',
    });
    await expect(add('§')).rejects.toMatchObject({ code: 'task.textUnknown' });
  });

  it('is refused in a file that cannot be read, or when there is no folder', async () => {
    const { commander } = serve([directory()]);
    const at = (file: string) => commander.send('AddBreakpoints', { breakpoints: [{ file, text: 'x' }] });
    await expect(at('none.js')).rejects.toMatchObject({ code: 'task.fileUnreadable' });
    const homeless = serve([]).commander;
    await expect(
      homeless.send('AddBreakpoints', { breakpoints: [{ file: 'a.js', line: 1 }] }),
    ).rejects.toMatchObject({ code: 'task.noFolder' });
  });
});

describe('exceptions', () => {
  const path = () =>
    program(`try {\n  null.caught;\n} catch {}\nsetTimeout(() => {\n  undefined.uncaught;\n}, 1);\n`);

  it('stop a program where nobody catches them, unless it is said otherwise', async () => {
    const { commander } = serve([]);
    const { taskId, first } = await begin(commander, { configuration: { program: path() } });
    expect(stopped(first).stop).toMatchObject({
      reason: 'exception',
      stack: [{ line: 5 }, ...Array(stopped(first).stop.stack.length - 1).fill({})],
      exception: { type: 'TypeError', uncaught: true, message: expect.stringContaining('uncaught') },
    });
    expect(await commander.send('Move', { taskId, action: 'continue' })).toMatchObject({
      state: 'ended',
      task: { exitCode: 1 },
    });
  });

  it('stop it wherever they are thrown when that is wanted, until it is not', async () => {
    const { commander } = serve([]);
    const { taskId, first } = await begin(commander, {
      configuration: { program: path() },
      exceptions: 'all',
    });
    expect(stopped(first).stop).toMatchObject({ exception: { uncaught: false }, source: { current: 2 } });
    await commander.send('SetExceptions', { taskId, mode: 'none' });
    expect(await commander.send('Move', { taskId, action: 'continue' })).toMatchObject({ state: 'ended' });
  });
});
