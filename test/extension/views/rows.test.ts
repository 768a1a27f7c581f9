import { describe, expect, it } from 'vitest';
import type { Driver } from '../../../extension/views/model/driver.ts';
import { type Row, Rows } from '../../../extension/views/model/rows.ts';
import { sessionItems } from '../../../extension/views/model/session-items.ts';
import { Script } from './script.ts';

const nobody = (): Driver | undefined => undefined;

/** Of these programs; what is drawn anew is told by the names of rows, `all` where it is the whole view. */
function drawing(...scripts: Script[]) {
  const rows = new Rows();
  let now = 0;
  const draw = (driverOf = nobody): readonly string[] | 'all' => {
    now += 60_000;
    const sessions = scripts.map(({ session }) => session);
    const changed = rows.update(sessionItems({ sessions, driverOf, now }));
    return changed?.map(({ item }) => item.label) ?? 'all';
  };
  draw();
  return { rows, draw, scripts };
}

const other = (): Script => Script.running({ 1: 'main' }, { id: 's2', name: 'Other' });

describe('what is drawn anew', () => {
  it('is nothing where everything looks as before, whatever was said and however long ago', () => {
    const script = Script.running();
    const { draw } = drawing(script, other());
    script.exchange('threads', {}, { threads: [{ id: 1, name: 'main' }] });
    expect(draw()).toEqual([]);
    script.stop(1);
    draw();
    script.stop(1);
    script.exchange('threads', {}, { threads: [{ id: 1, name: 'main' }] });
    expect(draw()).toEqual([]);
  });

  it('is the row alone that looks different', () => {
    const script = Script.running();
    const { draw } = drawing(script, other());
    script.stop(1, 12);
    expect(draw()).toEqual(['Server']);
    expect(draw(() => ({ startedBy: undefined, heldBy: 'Claude' }))).toEqual(['Server', 'Other']);
  });

  it('is the thread, and the session that says it as well', () => {
    const script = Script.running({ 1: 'main', 2: 'worker' });
    const { draw } = drawing(script, other());
    script.stop(2, 12);
    expect(draw()).toEqual(['worker', 'Server']);
  });

  it('is the row that has others below it than before', () => {
    const script = Script.running({ 1: 'main', 2: 'worker' });
    const { draw } = drawing(script, other());
    script.event('thread', { reason: 'started', threadId: 3 });
    expect(draw()).toEqual(['Server']);
  });

  it('is the whole view when a session begins, ends, or is the first of others', () => {
    const script = Script.running();
    const { draw, scripts } = drawing(script);
    scripts.push(other());
    expect(draw()).toBe('all');
    script.event('thread', { reason: 'started', threadId: 2 });
    expect(draw()).toBe('all');
    scripts.pop();
    expect(draw()).toBe('all');
    expect(draw()).toEqual([]);
  });

  it('is the same row, which knows what it is about now', () => {
    const script = Script.running({ 1: 'main', 2: 'worker' });
    const { rows, draw } = drawing(script);
    const all = (): Row[] => rows.top.flatMap((row) => [row, ...row.below]);
    const before = all();
    script.stop(2);
    draw();
    expect(all().every((row, index) => row === before[index])).toBe(true);
    expect(before[2]!.item.subject).toMatchObject({ kind: 'thread', thread: { stop: { threadId: 2 } } });
  });
});
