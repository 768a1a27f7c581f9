import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { run } from '../support/session.ts';

/** What a program can find out about the process it runs in, on its one line of standard output. */
const PROBE = `
const events = ['exit', 'beforeExit', 'uncaughtException', 'unhandledRejection', 'SIGTERM', 'worker', 'message'];
const seen = {
  argv: process.argv.slice(1),
  execArgv: process.execArgv,
  env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(_|SHLVL|PWD|OLDPWD)$/.test(name)).sort()),
  cache: typeof require === 'function' ? Object.keys(require.cache) : [],
  children: typeof module === 'object' ? module.children.length : 0,
  isMain: typeof require === 'function' && require.main === module,
  listeners: events.map((name) => process.listenerCount(name)),
  keys: Object.keys(process).sort(),
  globals: Object.getOwnPropertyNames(globalThis).sort(),
  handles: process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap'),
  stack: new Error('here').stack.split('\\n').filter((line) => !/node:/.test(line)),
};
process.on('worker', () => console.log('a worker!'));
process.once('beforeExit', () => {
  seen.inEvent = new Error('in an event').stack.split('\\n').length;
  console.log(JSON.stringify(seen));
});
`;

const ends: Record<string, string> = {
  'runs out': 'setTimeout(() => {}, 5);',
  'sets its exit code': 'process.exitCode = 7;',
  'calls process.exit': "process.on('exit', (code) => console.log('exit', code)); process.exit(5);",
  'changes its exit code on exit': "process.on('exit', () => { process.exitCode = 6; });",
  'calls process.exit on exit': "process.on('exit', () => process.exit(8));",
  throws: "throw new Error('thrown');",
  'throws later': "setTimeout(() => { throw new TypeError('later'); }, 1);",
  'rejects without a handler': "Promise.reject(new Error('rejected'));",
  'handles its uncaught exceptions':
    "process.on('uncaughtException', (error) => console.log('caught', error.message)); throw new Error('x');",
  'kills itself': "process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 10_000);",
  'replaces process.emit, also on exit':
    "for (const now of [true, false]) { const replace = () => { const { emit } = process; process.emit = function (...args) { console.log('emit', args[0]); return emit.apply(this, args); }; }; if (now) replace(); else process.on('exit', replace); }",
  'counts its workers':
    "const { Worker } = require('node:worker_threads'); new Worker('process.exitCode = 3', { eval: true }).on('exit', (code) => console.log('worker', code));",
};

async function compare(program: string, noDebug = false): Promise<void> {
  const env = { ...process.env, NODE_OPTIONS: '--no-deprecation' };
  const bare = spawnSync('node', [program, 'an argument', '--flag'], { encoding: 'utf8', env });
  const client = await run({
    program,
    noDebug,
    args: ['an argument', '--flag'],
    env: { NODE_OPTIONS: '--no-deprecation' },
  });
  await client.waitFor('terminated');
  expect(client.output('stdout')).toBe(bare.stdout);
  expect(client.output('stderr')).toBe(bare.stderr);
  const { exitCode } = await client.waitFor('exited');
  expect(exitCode).toBe(bare.signal ? 128 + 9 : bare.status);
}

describe('a debugged program behaves as it does without a debugger', () => {
  it.each(['probe.js', 'probe.mjs'])('and cannot see one: %s', (name) =>
    compare(join(files({ [name]: PROBE }), name)),
  );

  it.each(Object.entries(ends))('when it %s', (_, source) =>
    compare(join(files({ 'program.js': source }), 'program.js')),
  );
});

describe('a program that runs without debugging behaves as it does alone', () => {
  it.each(['probe.js', 'probe.mjs'])('and cannot see where it runs: %s', (name) =>
    compare(join(files({ [name]: PROBE }), name), true),
  );

  it.each(Object.entries(ends))('when it %s', (_, source) =>
    compare(join(files({ 'program.js': source }), 'program.js'), true),
  );

  it('and has no inspector, no further thread and nothing of ours in its environment, from the start on', async () => {
    const source = `
      const { readdirSync, readFileSync } = require('node:fs');
      const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').length : 0;
      console.log(require('node:inspector').url(), threads, /TANDEM/.test(JSON.stringify(process.report.getReport())));`;
    const program = join(files({ 'program.js': source }), 'program.js');
    const client = await run({ program, noDebug: true });
    await client.waitFor('terminated');
    expect(client.output('stdout')).toBe(spawnSync('node', [program], { encoding: 'utf8' }).stdout);
  });
});

describe('output', () => {
  it.each([
    { inProcess: false },
    { inProcess: true },
    { inProcess: false, noDebug: true },
    { inProcess: true, noDebug: true },
  ])('is not lost when the program exits right after it, %o', async (settings) => {
    const source =
      "for (let line = 0; line < 5000; line += 1) console.log('x'.repeat(80), line); process.exit(0);";
    const client = await run({ program: join(files({ 'program.js': source }), 'program.js'), ...settings });
    await client.waitFor('terminated');
    expect(client.output('stdout').trimEnd().split('\n')).toHaveLength(5000);
  });
});

describe('an in-process program that kills its own process', () => {
  it.each([false, true])('ends its session and nothing else, noDebug %s', async (noDebug) => {
    const source = "process.kill(process.pid, 'SIGTERM'); console.log('not reached');";
    const client = await run({
      program: join(files({ 'program.js': source }), 'program.js'),
      inProcess: true,
      noDebug,
    });
    await client.waitFor('terminated');
    expect(await client.waitFor('exited')).toEqual({ exitCode: 143 });
    expect(client.output('stdout')).toBe('');
  });
});
