import { describe, expect, it } from 'vitest';
import { type InFocus, type Ride, statusOf } from '../../../extension/views/model/status.ts';
import { Script } from './script.ts';

const NODE: Ride = { runtime: 'node', version: '24.1.0', transport: 'unix' };

const status = (script: Script, more: Partial<InFocus> = {}, wanted = false) =>
  statusOf(
    { session: script.session, ride: NODE, driver: undefined, notInProcess: undefined, ...more },
    wanted,
    2000,
  );

describe('the status bar', () => {
  it('tells runtime, mode and state', () => {
    const script = Script.running();
    expect(status(script).text).toBe('$(server-process) Node 24.1 · running');
    script.stop(1);
    expect(status(script).text).toBe('$(server-process) Node 24.1 · paused');
  });

  it.each([
    [{ request: 'launch', inProcess: true }, { runtime: 'pyodide' }, '$(zap) Pyodide · in-process · running'],
    [
      { request: 'attach' },
      { runtime: 'python', version: '3.12.3' },
      '$(plug) Python 3.12 · attached · running',
    ],
    // Nobody tells what is only run.
    [{ request: 'launch', noDebug: true }, {}, '$(server-process) Tandem · running'],
  ])('tells of %j', (configuration, ride, text) => {
    expect(status(Script.running({}, { configuration }), { ride }).text).toBe(text);
  });

  it('says what a click has changed for the next start', () => {
    expect(status(Script.running(), {}, true).text).toMatch(/ · next: in-process$/);
    const configuration = { request: 'launch', inProcess: true };
    expect(status(Script.running({}, { configuration }), {}, true).text).not.toContain('next');
    expect(statusOf(undefined, false, 0).text).toBe('$(server-process) Tandem');
    expect(statusOf(undefined, true, 0).text).toBe('$(zap) Tandem: in-process');
  });

  it('tells the rest when it is asked', () => {
    const script = Script.running();
    const told = status(script, {
      driver: { startedBy: 'Claude', heldBy: 'Claude' },
      notInProcess: 'It is far.',
    });
    const text = told.tooltip.join('\n');
    for (const part of [
      'Runtime: Node 24\\.1\\.0',
      'Mode: a process of its own, over a private Unix socket',
      'Program: `/app/server.js`',
      'Process: 4711',
      'Source maps: read as scripts load',
      'Driven by: Claude',
      'Not in-process: It is far\\.',
    ])
      expect(text).toContain(part);
    expect(told.text).toMatch(/ · driven by Claude$/);
    expect(told.spoken).toBe(
      'Tandem: Node 24.1, running, driven by Claude. In-process is off for the next start.',
    );
  });
});
