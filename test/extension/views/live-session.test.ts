import { describe, expect, it } from 'vitest';
import { Script } from './script.ts';

const stops = ({ session }: Script) => session.threads.map(({ id, stop }) => [id, stop?.reason]);

describe('what is known of a session', () => {
  it('starts, runs, stands and runs on', () => {
    const script = new Script();
    expect(script.session.state).toBe('starting');
    script.exchange('launch');
    expect(script.session.state).toBe('running');
    script.stop(1, 7);
    expect(script.session.state).toBe('paused');
    expect(script.session.pausedThread?.where).toMatchObject({
      name: 'serve',
      path: '/app/server.js',
      line: 7,
    });
    script.exchange('continue', { threadId: 1 }, { allThreadsContinued: true });
    expect(script.session.state).toBe('running');
    expect(script.session.threads[0]?.where).toBeUndefined();
  });

  it('stands at its entry although its start was not answered yet', () => {
    const script = new Script();
    script.event('stopped', { reason: 'entry', threadId: 1 });
    expect(script.session.state).toBe('paused');
  });

  it('keeps the other threads where they are when one goes on', () => {
    const script = Script.running({ 1: 'main', 2: 'worker' });
    script.stop(1);
    script.stop(2);
    script.exchange('next', { threadId: 2 });
    expect(stops(script)).toEqual([
      [1, 'breakpoint'],
      [2, undefined],
    ]);
    script.event('continued', { threadId: 1, allThreadsContinued: false });
    expect(script.session.state).toBe('running');
  });

  it('stops all threads where the adapter says so, and tells of the one that is the reason', () => {
    const script = Script.running({ 1: 'main', 2: 'worker' });
    script.stop(2, 3, { allThreadsStopped: true });
    expect(stops(script)).toEqual([
      [1, 'pause'],
      [2, 'breakpoint'],
    ]);
    expect(script.session.pausedThread?.id).toBe(2);
  });

  it('is where the thread stands that is to be looked at, not where others stand beside it', () => {
    const script = Script.running({ 1: 'main', 2: 'fetch' });
    script.stop(1, 15);
    script.stop(2, 649, { reason: 'pause', preserveFocusHint: true });
    expect(script.session.pausedThread?.id).toBe(1);
    script.event('continued', { threadId: 1, allThreadsContinued: false });
    expect(script.session.pausedThread?.id).toBe(2);
  });

  it('stands in its own code, below that of others', () => {
    const script = Script.running();
    const frame = (name: string, presentationHint?: string) => ({
      id: 1,
      name,
      line: 9,
      column: 1,
      presentationHint,
    });
    const where = () => script.session.pausedThread?.where?.name;
    script.event('stopped', { reason: 'pause', threadId: 1 });
    script.exchange(
      'stackTrace',
      { threadId: 1, startFrame: 0 },
      { stackFrames: [frame('sleep', 'subtle')] },
    );
    expect(where()).toBe('sleep');
    const rest = [frame('await', 'label'), frame('fetch'), frame('main')];
    script.exchange('stackTrace', { threadId: 1, startFrame: 1 }, { stackFrames: rest });
    expect(where()).toBe('fetch');
    script.exchange('stackTrace', { threadId: 1, startFrame: 4 }, { stackFrames: [frame('other')] });
    expect(where()).toBe('fetch');
  });

  it('does not take a stop back by the answer to the step that led to it', () => {
    const script = Script.running();
    script.stop(1, 3);
    const answer = script.ask('next', { threadId: 1 });
    script.event('stopped', { reason: 'step', threadId: 1 });
    answer({});
    expect(script.session.pausedThread?.stop?.reason).toBe('step');
  });

  it('does not place a new stop where the old one was', () => {
    const script = Script.running();
    script.stop(1, 3);
    const late = script.ask('stackTrace', { threadId: 1, startFrame: 0 });
    script.event('stopped', { reason: 'step', threadId: 1 });
    late({ stackFrames: [{ id: 9, name: 'old', line: 3, column: 1 }] });
    expect(script.session.pausedThread?.where).toBeUndefined();
  });

  it('forgets threads that have ended, and that another program has taken the place of', () => {
    const script = Script.running({ 1: 'main', 2: 'worker' });
    script.event('thread', { reason: 'exited', threadId: 2 });
    expect(stops(script)).toHaveLength(1);
    script.exchange('threads', {}, { threads: [{ id: 5, name: 'main' }] });
    expect(script.session.threads.map(({ id }) => id)).toEqual([5]);
  });

  it('does not care about output', () => {
    expect(Script.running().event('output', { output: 'text' })).toBe(false);
  });
});

describe('how a session ends', () => {
  it('by itself, with its exit code', () => {
    const script = Script.running();
    script.event('exited', { exitCode: 3 });
    script.event('terminated');
    // Every session is taken leave of.
    script.ask('disconnect');
    expect([script.session.end(false), script.session.exitCode]).toEqual(['completed', 3]);
  });

  it('because the editor has asked it to, or somebody beside it', () => {
    const script = Script.running();
    script.ask('terminate');
    script.event('exited', { exitCode: 143 });
    expect(script.session.end(false)).toBe('stopped');
    const other = Script.running();
    other.event('exited', { exitCode: 143 });
    expect(other.session.end(true)).toBe('stopped');
  });

  it('before it began', () => {
    const script = new Script();
    script.ask('launch')(undefined, 'There is no such file.');
    expect([script.session.end(false), script.session.failure]).toEqual(['failed', 'There is no such file.']);
  });

  it('by being left, where it was joined', () => {
    const script = Script.running({}, { configuration: { request: 'attach' } });
    script.ask('disconnect');
    expect(script.session.end(false)).toBe('detached');
  });

  it('without a word', () => {
    expect(Script.running().session.end(false)).toBe('lost');
  });

  it('anew after a restart', () => {
    const script = Script.running();
    script.event('exited', { exitCode: 1 });
    script.event('process', { name: '/app/server.js', systemProcessId: 4712 });
    expect(script.session.exitCode).toBeUndefined();
    expect(script.session.process?.pid).toBe(4712);
  });
});
