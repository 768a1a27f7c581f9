import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { counterDirectory } from '../cli/support/programs.ts';
import { lineOf } from '../support/fixtures.ts';
import { begin, placeIn, printed, serve, stopped } from './support/tasks.ts';

describe.each([
  ['in a process of its own', {}],
  ['in this process', { inProcess: true }],
])('a task %s', (_, ride) => {
  it('stops at a breakpoint, steps, tells its variables, and ends with its exit code', async () => {
    const directory = counterDirectory();
    const { commander, events } = serve([directory]);
    const { taskId, first } = await begin(commander, {
      configuration: { program: 'counter.js', args: ['3'], ...ride },
      breakpoints: [{ file: 'counter.js', text: 'total.sum += value;' }],
    });
    const add = lineOf(join(directory, 'counter.js'), 'add');
    expect(placeIn(first)).toBe(`add:${add}`);
    const { stop } = stopped(first);
    expect(stop).toMatchObject({
      number: 1,
      reason: 'breakpoint',
      breakpoints: [1],
      stack: [{ name: 'add' }, { name: expect.any(String) }],
      variables: [{ name: 'value', value: '1' }],
      source: { current: add, first: 1 },
    });
    const second = await commander.send('Move', { taskId, action: 'next' });
    expect(placeIn(second)).toBe(`add:${add + 1}`);
    const third = await commander.send('Move', { taskId, action: 'continue' });
    expect(placeIn(third)).toBe(`add:${add}`);
    expect(stopped(third).stop.changed).toEqual([{ name: 'value', before: '1', after: '2' }]);
    expect(printed(third)).toBe('sum 1\n');
    expect(await commander.send('Evaluate', { taskId, expression: 'total' })).toMatchObject({
      value: '{sum: 1}',
      type: 'Object',
      reference: expect.any(Number),
    });
    await commander.send('RemoveBreakpoints', { ids: 'all' });
    const last = await commander.send('Move', { taskId, action: 'continue' });
    expect(last).toMatchObject({ state: 'ended', task: { state: 'ended', end: 'completed', exitCode: 3 } });
    expect(printed(last)).toBe('sum 3\nsum 6\ndone\n');
    expect(events.map(({ type }) => type).filter((type) => type.startsWith('Task'))).toEqual([
      'TaskStarted',
      'TaskCompleted',
    ]);
  });
});
