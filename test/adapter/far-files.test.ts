import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FarBackend } from '../../adapter/attach/far-backend.ts';
import { farConfiguration } from '../../adapter/attach/far-configuration.ts';
import { FarFiles } from '../../adapter/attach/far-files.ts';
import type { Roots } from '../../adapter/attach/roots.ts';
import type { Backend } from '../../adapter/backend/backend.ts';
import type { EngineEvent } from '../../protocol/commands.ts';

/** An engine elsewhere that is asked, and answers what it is told to. */
function engine(roots: Roots | undefined, answer: object = {}) {
  const asked: [string, unknown][] = [];
  let emit: (event: EngineEvent) => void = () => {};
  const backend = {
    request: async (command: string, args: unknown) => {
      asked.push([command, args]);
      return answer;
    },
    onEvent: (listener: (event: EngineEvent) => void) => {
      emit = listener;
      return { [Symbol.dispose]() {} };
    },
  } as unknown as Backend;
  return {
    backend: new FarBackend(backend, new FarFiles(roots)),
    asked,
    emit: (event: EngineEvent) => emit(event),
  };
}

describe('The files of a program that runs elsewhere', () => {
  let local: string;
  let roots: Roots;
  let here: string;

  beforeEach(() => {
    local = mkdtempSync(join(tmpdir(), 'tandem-fixture-'));
    roots = { local, remote: '/app' };
    mkdirSync(join(local, 'src'));
    here = join(local, 'src/app.js');
    writeFileSync(here, '');
  });

  afterEach(() => rmSync(local, { recursive: true }));

  test('are called there as they are there', async () => {
    const { backend, asked } = engine(roots);
    await backend.request('setBreakpoints', { source: { path: here }, breakpoints: [{ line: 1 }] });
    await backend.request('breakpointLocations', { source: { path: here }, line: 1 });
    await backend.request('setBreakpoints', { source: { path: '/elsewhere/x.js' }, breakpoints: [] });
    expect(asked).toEqual([
      ['setBreakpoints', { source: { path: '/app/src/app.js' }, breakpoints: [{ line: 1 }] }],
      ['breakpointLocations', { source: { path: '/app/src/app.js' }, line: 1 }],
      ['setBreakpoints', { source: { path: '/elsewhere/x.js' }, breakpoints: [] }],
    ]);
  });

  test('are called here as they are here, wherever an answer names them', async () => {
    const source = { name: 'app.js', path: '/app/src/app.js' };
    const near = { name: 'app.js', path: here };
    const frames = engine(roots, { stackFrames: [{ id: 1, source }, { id: 2 }] });
    expect(await frames.backend.request('stackTrace', { threadId: 1 })).toEqual({
      stackFrames: [{ id: 1, source: near }, { id: 2 }],
    });
    const sources = engine(roots, { sources: [source] });
    expect(await sources.backend.request('loadedSources', {})).toEqual({ sources: [near] });
    const places = engine(roots, { locations: [{ source, line: 1, column: 1 }, null] });
    expect(await places.backend.request('locations', { sites: ['a', 'b'] })).toEqual({
      locations: [{ source: near, line: 1, column: 1 }, null],
    });
  });

  test('are called here as they are here in events', () => {
    const { backend, emit } = engine(roots);
    const heard: EngineEvent[] = [];
    backend.onEvent((event) => heard.push(event));
    const source = { path: '/app/src/app.js' };
    emit({ event: 'output', body: { output: 'text', source, line: 1 } });
    emit({ event: 'breakpoint', body: { reason: 'changed', breakpoint: { verified: true, source } } });
    expect(heard).toEqual([
      { event: 'output', body: { output: 'text', source: { path: here }, line: 1 } },
      {
        event: 'breakpoint',
        body: { reason: 'changed', breakpoint: { verified: true, source: { path: here } } },
      },
    ]);
  });

  test('are shown from there where they are not here', async () => {
    const there = { name: 'dep.js', path: '/app/node_modules/dep.js' };
    const { backend, asked } = engine(roots, { stackFrames: [{ id: 1, source: there }] });
    const body = (await backend.request('stackTrace', { threadId: 1 })) as unknown as {
      stackFrames: { source: { path: string; sourceReference: number } }[];
    };
    const { source } = body.stackFrames[0]!;
    expect(source).toMatchObject(there);
    expect(source.sourceReference).toBeGreaterThan(0);
    const { sourceReference } = source;
    await backend.request('source', { source, sourceReference });
    await backend.request('source', { sourceReference });
    await backend.request('setBreakpoints', { source, breakpoints: [] });
    const path = there.path;
    expect(asked.slice(1)).toMatchObject([
      ['source', { source: { path }, sourceReference: 0 }],
      ['source', { source: { path }, sourceReference: 0 }],
      ['setBreakpoints', { source: { path } }],
    ]);
    expect(asked[3]![1]).not.toHaveProperty('source.sourceReference');
  });

  test('are the ones here, where only their text is there', async () => {
    const mapped = { path: '/app/src/app.js', sourceReference: 7 };
    const { backend } = engine(roots, { stackFrames: [{ id: 1, source: mapped }] });
    expect(await backend.request('stackTrace', { threadId: 1 })).toEqual({
      stackFrames: [{ id: 1, source: { path: here } }],
    });
  });

  test('may have separators of another system', async () => {
    const windows = engine({ local, remote: 'C:\\app' });
    await windows.backend.request('setBreakpoints', { source: { path: here }, breakpoints: [] });
    expect(windows.asked).toEqual([
      ['setBreakpoints', { source: { path: 'C:\\app\\src\\app.js' }, breakpoints: [] }],
    ]);
    const from = engine({ local: 'D:\\work', remote: '/app' });
    await from.backend.request('setBreakpoints', {
      source: { path: 'd:\\work\\src\\app.js' },
      breakpoints: [],
    });
    expect(from.asked).toEqual([
      ['setBreakpoints', { source: { path: '/app/src/app.js' }, breakpoints: [] }],
    ]);
  });

  test('are found by the patterns of the settings', () => {
    const engineSettings = {
      skipFiles: ['<node_internals>/**', `${local}/a/**`, `!${local}/a/b.js`, '**/x.js'],
      sourceMaps: {
        read: true,
        pathOverrides: { 'webpack:///./*': `${local}/src/*` },
        locations: [`${local}/**`],
      },
    } as unknown as Parameters<typeof farConfiguration>[0];
    expect(farConfiguration(engineSettings, new FarFiles(roots))).toEqual({
      skipFiles: ['<node_internals>/**', '/app/a/**', '!/app/a/b.js', '**/x.js'],
      sourceMaps: {
        read: true,
        pathOverrides: { 'webpack:///./*': '/app/src/*' },
        locations: ['/app/**'],
      },
    });
  });
});
