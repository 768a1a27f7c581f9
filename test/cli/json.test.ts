import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { jsonEvents, tandem } from './support/cli.ts';
import { COUNTER, counterDirectory } from './support/programs.ts';

describe.each([false, true])('tandem debug --json, inProcess %s', (inProcess) => {
  const mode = inProcess ? ['--in-process'] : [];

  it('tells everything in lines of JSON, in order', async () => {
    const cwd = counterDirectory();
    const run = await tandem(['debug', '--json', ...mode, '--break', '3:value > 2', 'counter.js', '4'], {
      cwd,
    });
    const events = jsonEvents(run);
    expect(run).toMatchObject({ code: 4, stderr: '' });
    expect(events[0]).toEqual({
      event: 'started',
      program: join(cwd, 'counter.js'),
      pid: expect.any(Number),
      inProcess,
    });
    const breakpoints = events.filter(({ event }) => event === 'breakpoint');
    expect(breakpoints[0]).toMatchObject({
      id: 1,
      line: 3,
      condition: 'value > 2',
      verified: false,
      pending: true,
    });
    expect(breakpoints[1]).toMatchObject({ id: 1, line: 3, verified: true });
    const told = events.filter(
      ({ event }) => event === 'stopped' || event === 'output' || event === 'exited',
    );
    const text = (category: string) =>
      told.flatMap((event) => (event.category === category ? [event.text] : [])).join('');
    expect(text('stdout')).toBe('sum 1\nsum 3\nsum 6\n');
    expect(text('stderr')).toBe('done\n');
    const before = told.slice(
      0,
      told.findIndex(({ event }) => event === 'stopped'),
    );
    expect(before.map((event) => event.text).join('')).toBe('sum 1\nsum 3\n');
    expect(events.at(-1)).toEqual({ event: 'exited', exitCode: 4 });
  });

  it('tells of a stop all that is needed to understand it', async () => {
    const cwd = counterDirectory();
    const source = join(cwd, 'counter.js');
    const run = await tandem(['debug', '--json', ...mode, '--break', '3:value > 2', 'counter.js'], { cwd });
    const stop = jsonEvents(run).find(({ event }) => event === 'stopped');
    expect(stop).toEqual({
      event: 'stopped',
      reason: 'breakpoint',
      description: 'Paused on breakpoint',
      threadId: expect.any(Number),
      breakpoints: [1],
      function: 'add',
      source,
      line: 3,
      column: 3,
      window: COUNTER.split('\n')
        .slice(0, 6)
        .map((text, index) => ({ line: index + 1, text, ...(index === 2 && { current: true }) })),
      stack: [
        { function: 'add', source, line: 3, column: 3 },
        { function: '(anonymous)', source, line: 7, column: expect.any(Number) },
      ],
      locals: [{ name: 'value', value: '3', type: 'number', scope: expect.stringMatching(/^Local/) }],
    });
  });

  it('tells what was thrown', async () => {
    const cwd = files({ 'boom.js': "const kind = 'RangeError';\nthrow new globalThis[kind]('too far');\n" });
    const run = await tandem(['debug', '--json', ...mode, 'boom.js'], { cwd });
    const stop = jsonEvents(run).find(({ event }) => event === 'stopped');
    expect(stop).toMatchObject({
      reason: 'exception',
      line: 2,
      exception: { type: 'RangeError', message: 'RangeError: too far', uncaught: true },
    });
    expect(jsonEvents(run).at(-1)).toEqual({ event: 'exited', exitCode: 1 });
  });

  it('caps values and variables', async () => {
    const names = Array.from({ length: 400 }, (_, index) => `v${index} = ${index}`);
    const cwd = files({
      'big.js': `function big() {\n  const text = 'x'.repeat(5000);\n  let ${names.join(', ')};\n  debugger;\n}\nbig();\n`,
    });
    const run = await tandem(['debug', '--json', ...mode, 'big.js'], { cwd });
    const stop = jsonEvents(run).find(({ event }) => event === 'stopped')!;
    const locals = stop.locals as { name: string; value: string }[];
    expect(locals).toHaveLength(300);
    expect(stop.moreLocals).toBe(true);
    const text = locals.find(({ name }) => name === 'text')!;
    expect(text.value).toHaveLength(1025);
  });

  it('tells why it could not start', async () => {
    const run = await tandem(['debug', '--json', ...mode, 'nowhere.js'], { cwd: files({}) });
    expect(run).toMatchObject({ code: 125, stderr: '' });
    expect(jsonEvents(run)).toEqual([
      {
        event: 'error',
        code: 'launch.programNotFound',
        message: expect.stringContaining('nowhere.js" does not exist'),
        exitCode: 125,
      },
    ]);
  });
});

it('tells what is wrong with its own command line', async () => {
  const run = await tandem(['debug', '--json', '--break', 'here', 'x.js']);
  expect(run).toMatchObject({ code: 2, stderr: '' });
  expect(jsonEvents(run)).toMatchObject([{ event: 'error', code: 'cli.breakpoint', exitCode: 2 }]);
});
