import { describe, expect, it } from 'vitest';
import { Lifecycle, type SessionState } from '../../adapter/session/lifecycle.ts';

function walk(...states: SessionState[]): Lifecycle {
  const lifecycle = new Lifecycle();
  for (const state of states) lifecycle.move(state);
  return lifecycle;
}

describe('the life of a session', () => {
  it.each<SessionState[]>([
    ['launching', 'running', 'terminating', 'terminated'],
    ['starting in-process', 'running', 'terminating', 'terminated'],
    ['launching', 'error', 'terminating', 'terminated'],
    ['launching', 'running', 'launching', 'running', 'terminating', 'terminated'],
    ['terminating', 'terminated'],
  ])('may go %s, %s, …', (...states) => {
    expect(walk(...states).state).toBe(states.at(-1));
  });

  it.each<[from: SessionState[], to: SessionState]>([
    [[], 'running'],
    [['launching'], 'launching'],
    [['launching', 'error'], 'running'],
    [['terminating'], 'launching'],
    [['terminating', 'terminated'], 'terminating'],
    [['terminating', 'terminated'], 'initializing'],
  ])('after %j cannot go to %s', (from, to) => {
    const lifecycle = walk(...from);
    expect(() => lifecycle.move(to)).toThrow(expect.objectContaining({ code: 'session.illegalMove' }));
  });

  it('reports each move', () => {
    const moves: string[] = [];
    const lifecycle = new Lifecycle((from, to) => moves.push(`${from} → ${to}`));
    lifecycle.move('launching');
    lifecycle.move('terminating');
    expect(moves).toEqual(['initializing → launching', 'launching → terminating']);
  });
});
