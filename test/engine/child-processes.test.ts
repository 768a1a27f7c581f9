import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, lineOf } from '../support/fixtures.ts';
import { expectEnd, gone, run } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

const CHILD = `
const answer = 6 * 7; // here
process.exitCode = 0;
`;

/** Ways to start `child`, a file, with `node`; `q` quotes for a shell. */
const WAYS: Readonly<Record<string, string>> = {
  spawn: 'spawn(node, [child])',
  'spawn with an environment of its own': 'spawn(node, [child], { env: {} })',
  'detached spawn': 'spawn(node, [child], { detached: true })',
  exec: 'exec(q(node) + q(child))',
  execSync: 'execSync(q(node) + q(child))',
  spawnSync: 'spawnSync(node, [child], { env: {} })',
  fork: 'fork(child)',
  'fork with options': "fork(child, [], { execArgv: ['--no-deprecation'], env: {}, silent: true })",
  'a shell in between': "spawn('sh', ['-c', 'sh -c ' + q(q(node) + q(child)) + '; true'])",
  'a process in between':
    "spawn(node, ['-e', 'require(\"child_process\").fork(' + JSON.stringify(child) + ')'])",
  'a worker':
    "new (require('worker_threads').Worker)('require(\"child_process\").fork(' + JSON.stringify(child) + ')', { eval: true })",
};

const parent = (code: string): string => `
const { spawn, exec, execSync, spawnSync, fork } = require('node:child_process');
const node = process.execPath;
const child = require('node:path').join(__dirname, 'child.js');
const q = (text) => " '" + text.replaceAll("'", "'\\\\''") + "'";
${code};
`;

/** A program that does as it is told, with a child beside it. */
function family(code: string, child = CHILD): { program: string; child: string } {
  const directory = files({ 'parent.js': parent(code), 'child.js': child });
  return { program: join(directory, 'parent.js'), child: join(directory, 'child.js') };
}

/** Resolves when the process has ended; one whose parent is a worker that is gone stays in the system's list. */
async function ended(pid: number): Promise<void> {
  const state = () => spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  while (/^[^Z]/.test(state())) await new Promise((resolve) => setImmediate(resolve));
}

const here = (file: string) => ({ [file]: [{ line: lineOf(file, 'here') }] });

describe.each(modes)('processes that the program starts ($mode)', ({ inProcess }) => {
  it.each(Object.entries(WAYS))('are debugged from their first line: %s', async (_, code) => {
    const { program, child } = family(code);
    const debuggee = await Debuggee.start({ program, inProcess, breakpoints: here(child) });
    expect(await debuggee.where()).toBe('(anonymous) child.js:2');
    expect(await debuggee.step('next')).toBe('(anonymous) child.js:3');
    expect((await debuggee.evaluate('answer')).result).toBe('42');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it('are threads of the one session, each with numbers of its own', async () => {
    const { program, child } = family('fork(child, ["a"]); fork(child, ["b"]); const own = 1; debugger;');
    const { client } = await Debuggee.start({ program, inProcess, breakpoints: here(child) });
    const stops = [
      await client.waitFor('stopped'),
      await client.waitFor('stopped'),
      await client.waitFor('stopped'),
    ];
    const { threads } = await client.request('threads', {});
    expect(threads.map(({ name }) => name).sort()).toEqual([
      expect.stringMatching(/^child\.js \[\d+\]$/),
      expect.stringMatching(/^child\.js \[\d+\]$/),
      'main',
    ]);
    expect(new Set(stops.map(({ threadId }) => threadId))).toEqual(new Set(threads.map(({ id }) => id)));
    const args: string[] = [];
    for (const { id } of threads) {
      const { stackFrames } = await client.request('stackTrace', { threadId: id });
      const frameId = stackFrames[0]!.id;
      const { scopes } = await client.request('scopes', { frameId });
      const { variables } = await client.request('variables', scopes[0]!);
      expect(variables.length).toBeGreaterThan(0);
      args.push((await client.request('evaluate', { expression: 'process.argv[2]', frameId })).result);
    }
    expect(args.sort()).toEqual(["'a'", "'b'", 'undefined']);
    for (const { id } of threads) await client.request('continue', { threadId: id });
    await expectEnd(client, 0);
  });

  it('share breakpoints: bound while one of them has the file, told once', async () => {
    const { program, child } = family("fork(child).on('exit', () => { debugger; fork(child) });");
    const debuggee = await Debuggee.start({ program, inProcess, breakpoints: here(child) });
    const [breakpoint] = debuggee.breakpoints.get(child)!;
    const states = async () => (await debuggee.client.waitFor('breakpoint')).breakpoint;
    expect(await states()).toMatchObject({ id: breakpoint!.id, verified: true, line: 2 });
    expect((await debuggee.stop()).hitBreakpointIds).toEqual([breakpoint!.id]);
    await debuggee.continue();
    expect(await states()).toMatchObject({ id: breakpoint!.id, verified: false, reason: 'pending' });
    expect((await debuggee.stop()).description).toBe('Paused on debugger statement');
    await debuggee.continue();
    expect((await debuggee.stop()).hitBreakpointIds).toEqual([breakpoint!.id]);
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
  });

  it('end with the session, also those in a group of their own', async () => {
    const { program, child } = family(
      'fork(child); spawn(node, [child], { detached: true });',
      'const answer = 6 * 7; // here\nsetInterval(() => {}, 1000);',
    );
    const { client } = await Debuggee.start({ program, inProcess, breakpoints: here(child) });
    const pids = [];
    for (let count = 0; count < 2; count += 1) {
      const { threadId } = await client.waitFor('stopped');
      const { threads } = await client.request('threads', {});
      pids.push(Number(/\d+/.exec(threads.find(({ id }) => id === threadId)!.name)![0]));
    }
    await client.request('disconnect', {});
    for (const pid of pids) await ended(pid);
  });

  it('see nothing of it', async () => {
    const report = `
      require('node:fs').writeFileSync(__dirname + '/' + process.argv[2], JSON.stringify([
        process.env.NODE_OPTIONS, process.execArgv, Object.keys(process.env).filter((name) => /^TANDEM_(?!TEST_)/.test(name)),
      ]));
    `;
    const { program } = family(
      "const env = { ...process.env, NODE_OPTIONS: '--no-warnings' }; execSync(q(node) + q(child) + ' one', { env }); execSync('NODE_OPTIONS=\"--trace-warnings $NODE_OPTIONS\"' + q(node) + q(child) + ' two');",
      report,
    );
    const client = await run({ program, inProcess, env: { NODE_OPTIONS: null } });
    await client.waitFor('terminated');
    const seen = (name: string): unknown => JSON.parse(readFileSync(join(program, '..', name), 'utf8'));
    expect(seen('one')).toEqual(['--no-warnings', [], []]);
    expect(seen('two')).toEqual(['--trace-warnings ', [], []]);
  });

  it('have their own variables, whatever these are called', async () => {
    const { program } = family(
      "spawn(node, [child], { env: { constructor: 'a', toString: 'b' } })",
      "require('node:fs').writeFileSync(__dirname + '/seen', process.env.constructor + process.env.toString)",
    );
    const client = await run({ program, inProcess, env: { NODE_OPTIONS: null } });
    await client.waitFor('terminated');
    expect(readFileSync(join(program, '..', 'seen'), 'utf8')).toBe('ab');
  });

  it.each([{ autoAttachChildProcesses: false }, { noDebug: true }])(
    'are left alone with %o',
    async (settings) => {
      const { program, child } = family('fork(child)', 'debugger; // here');
      const client = await run({ program, inProcess, ...settings });
      await client.waitFor('terminated');
      expect(client.eventNames).not.toContain('stopped');
      expect(child).toBeTruthy();
    },
  );
});

describe('a program that is left running', () => {
  it('leaves its children running, and nobody comes for those it starts from then on', async () => {
    const { program, child } = family(
      "fork(child, ['first']).on('message', () => fork(child, ['second']).on('message', () => process.exit()));",
      "require('node:fs').writeFileSync(__dirname + '/' + process.argv[2], ''); process.send(0); // here",
    );
    const debuggee = await Debuggee.start({ program, breakpoints: here(child) });
    const { systemProcessId } = await debuggee.client.waitFor('process');
    await debuggee.stop();
    await debuggee.client.request('disconnect', { terminateDebuggee: false });
    await gone(systemProcessId!);
    expect(existsSync(join(program, '../second'))).toBe(true);
  });
});
