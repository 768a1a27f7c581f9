import { describe, expect, it } from 'vitest';
import { beginningOf } from '../../automation/tasks/output-since.ts';
import { OutputBuffer } from '../../automation/tasks/task/output-buffer.ts';
import { program } from '../support/fixtures.ts';
import { serve } from './support/tasks.ts';

const filled = (count: number, text = (i: number) => `${i}`): OutputBuffer => {
  const buffer = new OutputBuffer();
  for (let i = 1; i <= count; i += 1) buffer.add({ category: 'stdout', output: text(i) });
  return buffer;
};

describe('the output of a task', () => {
  it('is read on from where one has read to', () => {
    const buffer = filled(5);
    const first = buffer.after(0, 2);
    expect(first).toMatchObject({ cursor: 2, lost: 0, more: true });
    const rest = buffer.after(first.cursor, 100);
    expect(rest.entries.map(({ text }) => text)).toEqual(['3', '4', '5']);
    expect(rest.more).toBeUndefined();
    expect(buffer.after(rest.cursor, 100)).toEqual({ entries: [], cursor: 5, lost: 0 });
    buffer.add({ output: 'on' });
    expect(buffer.after(rest.cursor, 100)).toEqual({
      entries: [{ cursor: 6, category: 'console', text: 'on' }],
      cursor: 6,
      lost: 0,
    });
  });

  it('is kept for the last 10,000 entries, and says how many are lost', () => {
    const buffer = filled(10_250);
    const slice = buffer.after(100, 10);
    expect(slice).toMatchObject({ lost: 150, cursor: 260, more: true });
    expect(slice.entries[0]).toMatchObject({ cursor: 251, text: '251' });
    expect(buffer.after(0, 1).lost).toBe(250);
  });

  it('is kept for the last 8 MiB, and told in parts of 1 MiB', () => {
    const buffer = filled(100, () => 'x'.repeat(256 * 1024));
    const slice = buffer.after(0, 10_000);
    expect(slice.lost).toBe(100 - 32);
    expect(slice.entries).toHaveLength(4);
    expect(slice.more).toBe(true);
  });

  it('has one entry at least, however long that is', () => {
    const buffer = filled(2, () => 'x'.repeat(9 * 1024 * 1024));
    expect(buffer.after(0, 10)).toMatchObject({ lost: 1, cursor: 2, entries: [{ cursor: 2 }] });
  });

  it('is shorter in a task that has ended long ago', () => {
    const buffer = filled(100, () => 'x'.repeat(64 * 1024));
    buffer.shrink(256 * 1024);
    expect(buffer.bytes).toBe(256 * 1024);
    expect(buffer.after(0, 10)).toMatchObject({ lost: 96, cursor: 100 });
  });

  it('is told from its end as well, with how much of it is before that', () => {
    const buffer = filled(10_250);
    const slice = buffer.last(10, 100);
    expect(slice).toMatchObject({ lost: 150, skipped: 9990, cursor: 10_250 });
    expect(slice.entries.map(({ text }) => text)).toEqual(
      Array.from({ length: 10 }, (_, i) => `${10_241 + i}`),
    );
    expect(beginningOf(slice)).toBe(100);
    expect(buffer.last(10, 10_247)).toEqual(buffer.after(10_247, 10));
    expect(buffer.last(10, 10_250)).toEqual({ entries: [], cursor: 10_250, lost: 0 });
    const long = filled(100, () => 'x'.repeat(256 * 1024)).last(10_000, 0);
    expect(long).toMatchObject({ lost: 100 - 32, skipped: 28, entries: [{ cursor: 97 }, {}, {}, {}] });
  });

  it('may be asked for from beyond its end', () => {
    expect(filled(3).after(99, 10)).toEqual({ entries: [], cursor: 3, lost: 0 });
  });
});

describe('the history', () => {
  it('keeps the whole output of the last tasks, and of older ones the end', async () => {
    const path = program("process.stdout.write('x'.repeat(9 * 1024 * 1024));\n");
    const { commander } = serve([]);
    for (let i = 0; i < 9; i += 1) {
      const { task } = await commander.send('StartNewTask', {
        configuration: { program: path },
        noDebug: true,
      });
      await commander.send('Wait', { taskId: task.taskId });
    }
    const lost = async (taskId: string) => (await commander.send('GetOutput', { taskId })).lost;
    expect(await lost('t1')).toBeGreaterThan(await lost('t9'));
  });
});

describe('a task', () => {
  it('tells where in the program something was printed, and with an outcome only what is new', async () => {
    const path = program('console.log("one");\ndebugger;\nconsole.error("two");\n');
    const { commander } = serve([]);
    const { task } = await commander.send('StartNewTask', { configuration: { program: path } });
    const { taskId } = task;
    await commander.send('Wait', { taskId });
    const early = await commander.send('GetOutput', { taskId });
    expect(early.entries).toMatchObject([{ category: 'stdout', text: 'one\n', file: path, line: 1 }]);
    const last = await commander.send('Move', { taskId, action: 'continue' });
    expect(last.output.entries).toMatchObject([{ category: 'stderr', text: 'two\n', file: path, line: 3 }]);
    expect(await commander.send('GetOutput', { taskId, cursor: early.cursor })).toEqual(last.output);
  });

  it('tells with an outcome the end of what it has printed, where it says why it fails', async () => {
    const path = program(
      "for (let i = 1; i <= 3000; i += 1) console.log('line', i);\nconsole.error('here is why');\n",
    );
    const { commander } = serve([]);
    const { task } = await commander.send('StartNewTask', { configuration: { program: path } });
    const { taskId } = task;
    const { output, task: info } = await commander.send('Wait', { taskId, until: 'ended' });
    expect(output.entries.at(-1)?.text).toBe('here is why\n');
    expect(output.cursor).toBe(info.outputCursor);
    const whole = await commander.send('GetOutput', { taskId, last: true });
    expect(whole.entries.length + (whole.skipped ?? 0)).toBe(whole.cursor);
    expect(whole.entries.at(-1)?.text).toBe('here is why\n');
  });
});
