import { describe, expect, it } from 'vitest';
import { statusOf } from '../../extension/trouble/session-status.ts';
import { Script } from './views/script.ts';

const begun = new Date(2026, 0, 2, 10, 42, 7);
const since = `began at ${begun.toLocaleTimeString()}`;
const status = (script: Script, more: { exitCode?: number; wasStopped?: boolean; isOver?: boolean } = {}) =>
  statusOf({
    live: script.session,
    begun,
    isOver: false,
    wasStopped: false,
    ...more,
    exitCode: more.exitCode,
  });

describe('how a session is', () => {
  it('is told while it goes on, and why it stands', () => {
    const script = Script.running();
    expect(status(new Script())).toBe(`starting, ${since}`);
    expect(status(script)).toBe(`running, ${since}`);
    script.stop(1);
    expect(status(script)).toBe(`paused on breakpoint, ${since}`);
    script.exchange('continue', { threadId: 1 });
    expect(status(script)).toBe(`running, ${since}`);
  });

  it('is told when it is over, without the exit code that is only that of being stopped', () => {
    const script = Script.running({}, { configuration: { request: 'launch', inProcess: true } });
    expect(status(script, { isOver: true, exitCode: 3 })).toBe('ended with exit code 3, in-process');
    expect(status(script, { isOver: true, exitCode: 143, wasStopped: true })).toBe('stopped, in-process');
    expect(status(script, { isOver: true })).toBe('ended, in-process');
  });
});
