import { describe, expect, it } from 'vitest';
import { program } from '../support/fixtures.ts';
import { begin, serve, stopped } from './support/tasks.ts';

const RIDES = [
  ['in a process of its own', {}],
  ['in this process', { inProcess: true }],
] as const;

const MANY = `function many() {
${Array.from({ length: 400 }, (_, i) => `  const v${i} = ${i};`).join('\n')}
  const long = 'x'.repeat(5000);
  const list = Array.from({ length: 1000 }, (_, i) => i);
  debugger;
  return [${Array.from({ length: 400 }, (_, i) => `v${i}`).join(', ')}, long, list];
}
function deep(n) {
  return n === 0 ? many() : deep(n - 1);
}
deep(80);
`;

describe.each(RIDES)('where a program stands %s', (_, ride) => {
  it('is told up to a limit, with a mark that there is more, and a way to it', async () => {
    const { commander } = serve([]);
    const { taskId, first } = await begin(commander, { configuration: { program: program(MANY), ...ride } });
    const { stop } = stopped(first);
    expect([stop.variables.length, stop.moreVariables, stop.stack.length, stop.moreFrames]).toEqual([
      300,
      true,
      50,
      true,
    ]);
    const rest = await commander.send('GetVariables', { taskId, start: 300 });
    expect(rest.variables.map(({ name }) => name).slice(0, 2)).toEqual(['v300', 'v301']);
    expect(rest.more).toBeUndefined();
    const long = rest.variables.find(({ name }) => name === 'long')!;
    expect([long.value.length, long.truncated]).toEqual([1025, true]);
    const stack = await commander.send('GetStack', { taskId, start: 50, limits: { frames: 1000 } });
    expect(stack.more).toBeUndefined();
    expect(stack.stack[30]).toMatchObject({ name: 'deep' });
    expect(stop.stack[49]!.id).not.toBe(stack.stack[0]!.id);
    const little = stopped(
      await commander.send('GetState', { taskId, limits: { variables: 2, frames: 1, value: 3, context: 0 } }),
    );
    expect(little.stop).toMatchObject({
      variables: [{ name: 'v0', value: '0' }, { name: 'v1' }],
      moreVariables: true,
      stack: [{ name: 'many' }],
      moreFrames: true,
      source: { lines: ['  d…'] },
    });
    const list = rest.variables.find(({ name }) => name === 'list')!;
    const page = await commander.send('GetVariables', {
      taskId,
      reference: list.reference!,
      start: 990,
      limits: { variables: 5 },
    });
    expect(page).toMatchObject({ more: true });
    expect(page.variables.map(({ name, value }) => `${name}=${value}`)).toEqual(
      [990, 991, 992, 993, 994].map((i) => `${i}=${i}`),
    );
  });

  it('is told of any frame', async () => {
    const { commander } = serve([]);
    const path = program(
      `function inner(a) {\n  debugger;\n  return a;\n}\nfunction outer(b) {\n  return inner(b + 1);\n}\nouter(1);\n`,
    );
    const { taskId } = await begin(commander, { configuration: { program: path, ...ride } });
    const { stop } = stopped(await commander.send('GetState', { taskId, frame: 1 }));
    expect(stop).toMatchObject({ frame: 1, source: { current: 6 }, variables: [{ name: 'b', value: '1' }] });
    expect(await commander.send('GetVariables', { taskId, frame: 1 })).toMatchObject({
      variables: [{ name: 'b' }],
    });
    const inside = await commander.send('GetVariables', { taskId });
    const { scope, reference, names } = inside.outer!.at(-1)!;
    expect([scope, names]).toEqual(['Module', ['inner']]);
    const around = await commander.send('GetVariables', { taskId, reference });
    expect(around.variables.map(({ name }) => name)).toEqual(names);
    expect(await commander.send('Evaluate', { taskId, expression: 'b * 10', frame: 1 })).toMatchObject({
      value: '10',
    });
    await expect(commander.send('GetState', { taskId, frame: 99 })).rejects.toMatchObject({
      code: 'task.frameUnknown',
    });
  });

  it('is in the program, also where Node has thrown', async () => {
    const { commander } = serve([]);
    const path = program(
      `const name = 7;\nsetTimeout(() => require('node:fs').readFileSync({ name }), 1);\n`,
    );
    const { taskId, first } = await begin(commander, { configuration: { program: path, ...ride } });
    expect(stopped(first).stop).toMatchObject({ reason: 'exception', source: { current: 2 } });
    expect(await commander.send('Evaluate', { taskId, expression: 'name' })).toMatchObject({ value: '7' });
    const { stack } = await commander.send('GetStack', { taskId, limits: { frames: 1 } });
    expect(stack).toMatchObject([{ file: path, line: 2 }]);
  });

  it('is looked at anew when it was changed', async () => {
    const { commander } = serve([]);
    const path = program(`let n = 1;\ndebugger;\nconsole.log(n);\n`);
    const { taskId, first } = await begin(commander, { configuration: { program: path, ...ride } });
    expect(stopped(first).stop.variables).toMatchObject([{ name: 'n', value: '1' }]);
    await commander.send('Evaluate', { taskId, expression: 'n = 5' });
    const { stop } = stopped(await commander.send('GetState', { taskId }));
    expect(stop.variables).toMatchObject([{ name: 'n', value: '5' }]);
  });

  it('has values that are told in whole when that is wanted', async () => {
    const { commander } = serve([]);
    const path = program(`const long = 'x'.repeat(50_000);\ndebugger;\nconsole.log(long.length);\n`);
    const { taskId } = await begin(commander, { configuration: { program: path, ...ride } });
    const cut = await commander.send('Evaluate', { taskId, expression: 'long' });
    expect(cut).toMatchObject({ truncated: true });
    const whole = await commander.send('Evaluate', {
      taskId,
      expression: 'long',
      limits: { value: 1024 * 1024 },
    });
    expect(whole.value).toHaveLength(50_000);
    expect(whole.truncated).toBeUndefined();
  });
});

describe('what has changed', () => {
  const path = () =>
    program(`function f(n) {
  let local = n;
  debugger;
  return local;
}
function g(x) {
  debugger;
  return x;
}
f(1);
g(1);
f(2);
{ const gone = 1; debugger; }
debugger;
`);

  it('is told of the last stop in the same function', async () => {
    const { commander } = serve([]);
    const { taskId, first } = await begin(commander, { configuration: { program: path() } });
    const next = async () =>
      stopped(await commander.send('Move', { taskId, action: 'continue' })).stop.changed;
    expect(stopped(first).stop.changed).toBeUndefined();
    expect(await next()).toBeUndefined();
    expect(await next()).toEqual([
      { name: 'n', before: '1', after: '2' },
      { name: 'local', before: '1', after: '2' },
    ]);
    expect(await next()).toBeUndefined();
    expect(await next()).toEqual([{ name: 'gone', before: '1' }]);
    const again = stopped(await commander.send('GetState', { taskId }));
    expect(again.stop.changed).toEqual([{ name: 'gone', before: '1' }]);
  });
});

describe('an expression', () => {
  it.each(RIDES)(
    'is answered where the program is busy, and not waited for without end, %s',
    async (_, ride) => {
      const { commander } = serve([]);
      const path = program('console.log("up");\nlet n = 0;\nwhile (true) {\n  n += 1;\n}\n');
      const { task } = await commander.send('StartNewTask', { configuration: { program: path, ...ride } });
      const { taskId } = task;
      expect(await commander.send('Evaluate', { taskId, expression: '1 + 1' })).toMatchObject({ value: '2' });
      await expect(
        commander.send('Evaluate', { taskId, expression: 'await 1', waitMs: 300 }),
      ).rejects.toMatchObject({ code: 'task.busy', hint: expect.stringContaining('pause') });
      stopped(await commander.send('Move', { taskId, action: 'pause' }));
      const value = await commander.send('Evaluate', { taskId, expression: 'n > 0' });
      expect(value).toMatchObject({ value: 'true' });
      expect(value).not.toHaveProperty('global');
      await commander.send('CancelTask', taskId);
    },
  );

  it('is evaluated globally where the program runs', async () => {
    const { commander } = serve([]);
    const path = program('globalThis.answer = 42;\nsetInterval(() => {}, 5);\nconsole.log("up");\n');
    const { task } = await commander.send('StartNewTask', { configuration: { program: path } });
    const { taskId } = task;
    await expect(
      commander.send('Evaluate', { taskId, expression: 'answer', frame: 0 }),
    ).rejects.toMatchObject({ code: 'task.notStopped' });
    await commander.send('Move', { taskId, action: 'pause' });
    await commander.send('Move', { taskId, action: 'continue', waitMs: 0 });
    expect(await commander.send('Evaluate', { taskId, expression: 'answer' })).toMatchObject({
      value: '42',
      global: true,
    });
    await commander.send('CancelTask', taskId);
  });

  it('that throws is an error with what it threw', async () => {
    const { commander } = serve([]);
    const { taskId } = await begin(commander, { configuration: { program: program('debugger;') } });
    await expect(commander.send('Evaluate', { taskId, expression: 'nothing.x' })).rejects.toMatchObject({
      code: 'engine.evaluationFailed',
      message: expect.stringContaining('nothing is not defined'),
    });
  });
});

describe('a stop in code that has no file', () => {
  it('tells its lines, and by which number the text is to be had', async () => {
    const { commander } = serve([]);
    const path = program('new Function("const a = 1;\\ndebugger;\\nreturn a;")();\n');
    const { taskId, first } = await begin(commander, { configuration: { program: path } });
    const { stack, source } = stopped(first).stop;
    expect(source?.lines).toContain('debugger;');
    const [{ file, sourceReference }, caller] = stack as [(typeof stack)[0], (typeof stack)[0]];
    expect(caller).toMatchObject({ file: path });
    expect(caller).not.toHaveProperty('sourceReference');
    const args = { source: { path: file, sourceReference }, sourceReference };
    const request = { taskId, command: 'source', arguments: args };
    expect((await commander.send('Request', request)).body).toMatchObject({
      content: expect.stringContaining('debugger;\nreturn a;'),
    });
  });
});

describe('any request', () => {
  it('is passed on, and what it moves counts as moved', async () => {
    const { commander } = serve([]);
    const { taskId, first } = await begin(commander, {
      configuration: { program: program('debugger;\nlet a = 1;\nsetInterval(() => {}, 1000);\n') },
    });
    const { threadId } = stopped(first).stop;
    const { body } = await commander.send('Request', { taskId, command: 'threads' });
    expect(body).toMatchObject({ threads: [{ id: threadId }] });
    await commander.send('Request', { taskId, command: 'continue', arguments: { threadId } });
    expect(await commander.send('GetState', { taskId })).toMatchObject({ state: 'running' });
    await expect(commander.send('Request', { taskId, command: 'noSuchRequest' })).rejects.toMatchObject({
      code: 'session.requestUnknown',
    });
    await expect(
      commander.send('Request', { taskId, command: 'setBreakpoints', arguments: {} }),
    ).rejects.toMatchObject({ code: 'task.requestRefused', hint: expect.stringContaining('AddBreakpoints') });
    await commander.send('CancelTask', taskId);
  });
});
