import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../extension/views/model/history.ts';
import { historyItems } from '../../../extension/views/model/history-items.ts';
import type { Item } from '../../../extension/views/model/item.ts';
import { sessionItems } from '../../../extension/views/model/session-items.ts';
import { Script } from './script.ts';

const NOW = 61_000;

/** As VS Code knows its variables. */
const variable = (name: string): string => `\${${name}}`;

const items = (scripts: readonly Script[], heldBy?: string): Item[] =>
  sessionItems({
    sessions: scripts.map(({ session }) => session),
    driverOf: () => ({ startedBy: heldBy, heldBy }),
    now: NOW,
  });

/** As it looks, a row a line. */
const drawn = (rows: readonly Item[], indent = ''): string[] =>
  rows.flatMap(({ label, description, children }) => [
    `${indent}${label}  ${description}`,
    ...drawn(children ?? [], `${indent}  `),
  ]);

describe('the rows of sessions', () => {
  it('say where a program stands, and in which process', () => {
    const script = Script.running();
    expect(drawn(items([script]))).toEqual(['Server  Running · pid 4711']);
    script.stop(1, 12);
    expect(drawn(items([script]))).toEqual(['Server  server.js:12 · Paused on breakpoint · pid 4711']);
  });

  it('have threads where there are several, and child sessions below their own', () => {
    const parent = Script.running({ 1: 'main', 2: 'worker' });
    parent.stop(2, 5);
    const child = Script.running({ 1: 'main' }, { id: 's2', parentId: 's1', name: 'child.js [4712]' });
    expect(drawn(items([parent, child]))).toEqual([
      'Server  server.js:5 · Paused on breakpoint · pid 4711',
      '  main  Running',
      '  worker  server.js:5 · Paused on breakpoint',
      '  child.js [4712]  Running',
    ]);
  });

  it('are other rows as soon as there is something below them, or VS Code would leave them closed', () => {
    const script = Script.running({ 1: 'main' });
    const [alone] = items([script]);
    script.event('thread', { reason: 'started', threadId: 2 });
    const [parent] = items([script]);
    expect(parent!.id).not.toBe(alone!.id);
    expect(parent!.isOpen).toBe(true);
  });

  it('show a child by itself whose parent is gone', () => {
    const child = Script.running({ 1: 'main' }, { id: 's2', parentId: 'gone', name: 'child.js [4712]' });
    expect(items([child])).toHaveLength(1);
  });

  it('show of many threads those that stand, and how many more there are', () => {
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [index + 1, `Task-${index + 1}`]),
    );
    const script = Script.running(many);
    script.stop(150, 1);
    const [session] = items([script]);
    expect(session!.children).toHaveLength(51);
    expect(session!.children![0]).toMatchObject({ label: 'Task-150' });
    expect(session!.children!.at(-1)).toMatchObject({ label: '150 more', context: 'more' });
  });

  it('say of one more thread that it is one', () => {
    const many = Array.from({ length: 51 }, (_, index) => [index + 1, `Task-${index + 1}`]);
    const [session] = items([Script.running(Object.fromEntries(many))]);
    expect(session!.children!.at(-1)).toMatchObject({
      tooltip: ['1 more thread, in the Call Stack.'],
      spoken: '1 more thread, in the Call Stack',
    });
  });

  it('know what can be done', () => {
    const script = Script.running({ 1: 'main', 2: 'worker' });
    const [running] = items([script]);
    expect(running!.context).toBe('session running root launched');
    script.stop(1);
    expect(items([script])[0]!.context).toBe('session paused root launched');
    expect(items([script])[0]!.children!.map(({ context }) => context)).toEqual([
      'thread paused',
      'thread running',
    ]);
    const attached = Script.running({}, { configuration: { request: 'attach' } });
    expect(items([attached])[0]!.context).toBe('session running root attached');
  });

  it('say for whom a program waits', () => {
    const script = Script.running();
    expect(drawn(items([script], 'Claude'))[0]).toContain('driven by Claude');
    script.stop(1);
    const [row] = items([script], 'Claude');
    expect(row!.description).toMatch(/^waits for Claude · /);
    expect(row!.context).toContain('held');
  });

  it('are read out', () => {
    const script = Script.running();
    script.stop(1, 12);
    expect(items([script])[0]!.spoken).toBe('Server, session, server.js:12, Paused on breakpoint, pid 4711');
  });

  it('keep what others have named out of the Markdown', () => {
    const script = Script.running({}, { name: '[x](command:evil)' });
    expect(items([script])[0]!.tooltip[0]).toContain('\\[x\\]\\(command:evil\\)');
  });
});

const entry = (more: Partial<Entry> = {}): Entry => ({
  id: '1',
  name: 'Server',
  folder: undefined,
  configuration: { program: 'server.js' },
  withheld: [],
  noDebug: false,
  mode: 'external',
  startedAt: 60_000,
  lasted: 2400,
  by: undefined,
  end: 'completed',
  exitCode: 0,
  failure: undefined,
  ...more,
});

describe('the rows of the history', () => {
  const row = (more: Partial<Entry>) => historyItems([entry(more)], true, NOW)[0]!.children![0]!;

  it('are none where nothing ran', () => {
    expect(historyItems([], true, NOW)).toEqual([]);
  });

  it('say how it ended, and how long it took', () => {
    expect(row({}).description).toMatch(/^\d.* · 2\.4 s$/);
    expect(row({ exitCode: 3 }).description).toMatch(/^exit code 3 · .* · 2\.4 s$/);
    expect(row({ end: 'stopped', mode: 'in-process' }).description).toMatch(/^stopped · .* · in-process$/);
    expect(row({ by: 'Claude' }).description).toMatch(/ · by Claude$/);
  });

  it.each([
    [{ request: 'launch', program: 'a.js' }, 'entry launch'],
    [{ request: 'attach', port: 9229 }, 'entry attach'],
    [{ request: 'attach', processId: variable('command:pickProcess') }, 'entry attach'],
    // A process that is over: nothing can be run again.
    [{ request: 'attach', processId: 4711 }, 'entry past'],
  ])('know whether there is an again: %j', (configuration, context) => {
    expect(row({ configuration }).context).toBe(context);
  });

  it.each([
    [{}, 'pass'],
    [{ exitCode: 1 }, 'error'],
    [{ end: 'failed' }, 'error'],
    [{ end: 'stopped' }, 'debug-stop'],
    [{ end: 'detached' }, 'debug-disconnect'],
  ] as const)('have an icon for %j', (more, icon) => {
    expect(row(more).icon[0]).toBe(icon);
  });
});
