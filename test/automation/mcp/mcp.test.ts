import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isAlive } from '../../../ipc/is-alive.ts';
import { CLI, cleanEnvironment, tandem } from '../../cli/support/cli.ts';
import { program } from '../../support/fixtures.ts';
import { bugHunts } from './find-bugs.ts';
import { BUGS, mcpSession } from './mcp-session.ts';

describe('an MCP client without an editor', () => {
  it.each(Object.keys(bugHunts))('finds %s', async (bug) => {
    const { call, complaints } = await mcpSession(['--headless']);
    await bugHunts[bug]!(call, BUGS);
    expect(complaints()).toBe('');
  });

  it('is told where programs run, how to debug, and what there is', async () => {
    const { client } = await mcpSession(['--headless', '--folder', BUGS], { cwd: '/' });
    const instructions = client.getInstructions()!;
    expect(instructions).toContain('Programs run in this server itself, without an editor');
    expect(instructions).toContain(`Relative paths start at ${BUGS}.`);
    expect(instructions).toContain('one page for agents');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('debug_start');
    const looks = tools.filter(({ annotations }) => annotations?.readOnlyHint).map(({ name }) => name);
    expect(looks).toContain('debug_state');
    expect(looks).not.toContain('debug_evaluate');
    const { resources } = await client.listResources();
    const { contents } = await client.readResource({ uri: resources[0]!.uri });
    expect(instructions).toContain((contents[0] as { text: string }).text);
    expect((await tandem(['mcp', '--instructions'])).stdout.trim()).toBe(
      (contents[0] as { text: string }).text.trim(),
    );
    await expect(client.readResource({ uri: 'tandem://else' })).rejects.toThrow('There is no resource');
  });

  it('only looks where it is read-only', async () => {
    const { client, call } = await mcpSession(['--headless', '--read-only']);
    const { tools } = await client.listTools();
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
    expect(await call('debug_start', { program: 'discount.mjs' })).toContain('read-only');
    expect(client.getInstructions()).toContain('read-only');
  });

  it('sees no secrets, unless it is let', async () => {
    const file = program(
      "const user = { name: 'ada', password: 'l0velace!' };\nprocess.stdout.write('password='); console.log(user.password);\nthrow new Error('no');\n",
    );
    const guarded = await mcpSession(['--headless', '--redact-name', 'na me']);
    const text = await guarded.call('debug_start', { program: file });
    expect(text).toContain("password: '[redacted]'");
    expect(text).not.toContain('l0velace!');
    expect(text).not.toContain("'ada'");
    expect(text).toMatch(/values look like secrets and are not shown/);
    const open = await mcpSession(['--headless', '--no-redaction']);
    expect(await open.call('debug_start', { program: file })).toContain("password: 'l0velace!'");
  });

  it('is told truthfully that a program still runs, and waits on', async () => {
    const file = program("process.stdin.once('data', () => process.exit(3)); setInterval(() => {}, 1000);");
    const { call } = await mcpSession(['--headless']);
    expect(await call('debug_start', { program: file, waitMs: 0 })).toContain('is still RUNNING');
    const paused = await call('debug_move', { action: 'pause', waitMs: 1 });
    expect(paused).toMatch(/RUNNING|stopped/);
    expect(await call('debug_stop', {})).toMatch(/was STOPPED\.$/m);
  });

  it('runs no program where what that prints would get into the protocol', async () => {
    const { call } = await mcpSession(['--headless']);
    const configuration = { program: 'discount.mjs', inProcess: true };
    expect(await call('debug_start', { configuration })).toContain('Start it without "inProcess".');
  });

  it('may give up a call, and go on', async () => {
    const file = program('setInterval(() => {}, 1000);');
    const { client, call } = await mcpSession(['--headless']);
    await call('debug_start', { program: file, waitMs: 0 });
    const gone = new AbortController();
    const waiting = client.callTool({ name: 'debug_wait', arguments: { waitMs: 60_000 } }, undefined, {
      signal: gone.signal,
    });
    gone.abort();
    await expect(waiting).rejects.toThrow();
    expect(await call('debug_state', {})).toContain('RUNNING');
  });
});

describe('tandem mcp', () => {
  it('says what is wrong with its command line', async () => {
    expect(await tandem(['mcp', '--headless', '--window', '1'])).toMatchObject({ code: 2, stdout: '' });
    expect((await tandem(['mcp', '--window', 'x'])).stderr).toContain('--window must be a process id');
    expect((await tandem(['mcp', '--redact-value', '('])).stderr).toContain('must be a regular expression');
    expect((await tandem(['mcp', 'x'])).stderr).toContain('one argument too many');
  });

  it('prints nothing but the protocol, whatever it is told', async () => {
    const lines = ['nonsense', '{"jsonrpc":"2.0","id":1,"method":"tools/none"}', '{}', '[]', '\u0000'];
    const { code, stdout } = await tandem(['mcp', '--headless'], { input: `${lines.join('\n')}\n` });
    expect(code).toBe(0);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers).toMatchObject([{ id: 1, error: { code: -32601 } }]);
  });

  const FOREVER = "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000); debugger;";

  it.each(['the end of its input', 'SIGTERM', 'SIGKILL'])(
    'ends at %s, and its programs with it',
    async (how) => {
      const { client, pid, call } = await mcpSession(['--headless']);
      const started = await call('debug_start', { program: program(FOREVER) });
      expect(started).toContain('is stopped');
      const [, debuggee] = /process (\d+)/.exec(await call('debug_tasks', {}))!;
      const closed = new Promise<void>((resolve) => {
        client.onclose = resolve;
      });
      if (how === 'the end of its input') await client.close();
      else process.kill(pid, how as NodeJS.Signals);
      await closed;
      await expect.poll(() => isAlive(Number(debuggee))).toBe(false);
      await expect.poll(() => isAlive(pid)).toBe(false);
    },
  );

  it('tells its parent by which signal it has ended', async () => {
    const child = spawn(process.execPath, [CLI, 'mcp', '--headless'], {
      env: cleanEnvironment(),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    child.stdin.write(
      `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } } })}\n`,
    );
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([143, null]);
  });
});
