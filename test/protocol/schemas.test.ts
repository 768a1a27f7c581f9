import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import { helloProblem, messageProblem } from '../../protocol/messages.ts';
import { commands } from '../../protocol/schema/commands.ts';
import { hello, said } from '../../protocol/schema/envelope.ts';

const seq = fc.oneof(fc.integer({ min: -1, max: 3 }), fc.constantFrom(1.5, 2 ** 53 - 1, 2 ** 53, '1', null));
const id = fc.string({ minLength: 14, maxLength: 18 });
const error = fc.record(
  { code: fc.string(), message: fc.string(), hint: fc.jsonValue(), audience: fc.jsonValue() },
  { requiredKeys: [] },
);
/** What is nearly right: each field may be missing, and some are of another kind. */
const message = fc.record(
  {
    seq,
    command: fc.string(),
    arguments: fc.jsonValue(),
    type: fc.constantFrom('event', 'response', 'request', 1),
    event: fc.string(),
    channel: fc.constantFrom('debug', 'telemetry', 'diagnostics', 'other', null),
    requestSeq: seq,
    body: fc.jsonValue(),
    error: fc.oneof(error, fc.constantFrom(null, 'no', [])),
  },
  { requiredKeys: [] },
);
const link = fc.record(
  {
    link: fc.constantFrom('open', 'resume', 'welcome', 'seen', 'refused', 'bye', 'other', 'toString', null),
    id,
    token: fc.oneof(fc.string(), fc.constant(1)),
    pid: seq,
    seen: seq,
    error: fc.oneof(error, fc.constantFrom(null, 'no', [])),
    seq,
  },
  { requiredKeys: [] },
);
const greeting = fc.record(
  {
    token: fc.string(),
    pid: seq,
    runtime: fc.constantFrom('node', 'python', 'other', 1),
    runtimeVersion: fc.string(),
    version: fc.string(),
    main: fc.oneof(fc.string(), fc.constant(null)),
    parentPid: seq,
    apart: fc.constantFrom(true, false, 'yes', null),
    link: id,
  },
  { requiredKeys: [] },
);

/** A good one, and at most one field of it as it should not be. */
const spoiled = (good: Readonly<Record<string, unknown>>) =>
  fc.tuple(fc.constantFrom('none', ...Object.keys(good)), fc.option(fc.jsonValue())).map(([key, value]) => {
    const { [key]: _, ...rest } = good;
    return value === null ? rest : { ...rest, [key]: value };
  });

const good = {
  hello: {
    token: 't',
    pid: 1,
    runtime: 'node',
    runtimeVersion: 'v20',
    version: '1',
    main: '/a.js',
    parentPid: 2,
    apart: true,
    link: '0123456789abcdef',
  },
  command: { seq: 1, command: 'next', arguments: { threadId: 1 } },
  event: { seq: 1, type: 'event', event: 'stopped', channel: 'debug', body: {} },
  response: { seq: 1, type: 'response', requestSeq: 1, body: {}, error: { code: 'a', message: 'b' } },
  resume: { link: 'resume', id: '0123456789abcdef', token: 't', seen: 0 },
  refused: { link: 'refused', error: { code: 'a', message: 'b', hint: null } },
};

/** As it comes out of JSON: with no `undefined` in it. */
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const cases = fc
  .oneof(message, link, fc.jsonValue(), ...Object.values(good).map((value) => spoiled(value)))
  .map(json);

describe('the schemas', () => {
  test('are those that their definitions make', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['node_modules/tsx/dist/cli.mjs', 'scripts/make-schemas.mjs', '--check'],
      { cwd: new URL('../..', import.meta.url), encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.each([
    ['command', 'adapter'],
    ['event', 'launcher'],
  ] as const)('accept as a %s exactly what the checks by hand do', (kind, speaker) => {
    fc.assert(
      fc.property(cases, (value) => {
        expect(messageProblem(value, kind) === undefined).toBe(said[speaker].safeParse(value).success);
      }),
      { numRuns: 5000 },
    );
  });

  test('accept as a hello exactly what the check by hand does', () => {
    fc.assert(
      fc.property(fc.oneof(greeting.map(json), spoiled(good.hello).map(json), fc.jsonValue()), (value) => {
        expect(helloProblem(value) === undefined).toBe(hello.safeParse(value).success);
      }),
      { numRuns: 5000 },
    );
  });

  test.each(Object.keys(good))('have a good %s to begin with', (name) => {
    const value = good[name as keyof typeof good];
    const schema = name === 'hello' ? hello : name === 'command' ? said.adapter : said.launcher;
    expect(schema.safeParse(value).success).toBe(true);
  });

  test('are in nothing that is loaded into programs', () => {
    const launcher = join(inject('bundles'), 'launcher/node');
    const files = readdirSync(launcher);
    expect(files).toContain('debugger-thread.cjs');
    for (const file of files) expect(readFileSync(join(launcher, file), 'utf8')).not.toMatch(/zod/i);
  });

  test('know every command that the engine knows', async () => {
    const { handlers } = await import('../../launcher/node/engine/handlers.ts');
    expect(Object.keys(commands)).toEqual(expect.arrayContaining(Object.keys(handlers)));
  });
});
