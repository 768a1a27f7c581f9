import * as assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import { whereIs } from './support/inspect.ts';
import { program, workspace } from './support/program.ts';
import { python3 } from './support/python3.ts';
import { debug, focusedFrame, keepTidy, nextSession, terminated } from './support/sessions.ts';

const COUNTER = `def add(limit):
    total = 0
    for i in range(1, limit + 1):
        total += i  # // loop
    return total

print("sum", add(3))
raise SystemExit(3)
`;

interface StandIn {
  choose(choice: { readonly path: string; readonly below: string } | undefined): void;
}

/** See host/python-extension. */
const pythonExtension = async (): Promise<StandIn> =>
  vscode.extensions.getExtension<StandIn>('ms-python.python')!.activate();

/** An interpreter that is told apart by its path. */
async function madeFrom(python: string, name: string): Promise<string> {
  const path = join(workspace, name, 'python');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\nexec "${python}" -X dev "$@"\n`, { mode: 0o755 });
  return path;
}

describe('a Python program', () => {
  keepTidy();

  const python = python3();

  before(function () {
    if (!python) this.skip();
  });

  it('is debugged as others are', async () => {
    const counter = await program('counter.py', COUNTER);
    counter.breakAt('loop');
    const session = await debug({ program: counter.path });
    const { threadId, reason } = await session.stopped();
    assert.equal(reason, 'breakpoint');
    const first = await whereIs(session, threadId!);
    assert.deepEqual([first.name, first.path, first.line], ['add', counter.path, counter.line('loop')]);
    const { limit, total, i } = first.variables;
    assert.deepEqual({ limit, total, i }, { limit: '3', total: '0', i: '1' });

    await focusedFrame();
    await vscode.commands.executeCommand('workbench.action.debug.stepOver');
    assert.equal((await session.stopped()).reason, 'step');
    assert.equal((await whereIs(session, threadId!)).variables.total, '1');

    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await session.response('setBreakpoints'); // at the launch
    await session.response('setBreakpoints');
    const end = terminated(session.session);
    await vscode.commands.executeCommand('workbench.action.debug.continue');
    assert.deepEqual(await session.ended(), { exitCode: 3 });
    await end;
    assert.equal(session.output('stdout'), 'sum 6\n');
  });

  it('shows its own exception filters', async () => {
    const counter = await program('counter.py', COUNTER);
    const session = await debug({ program: counter.path });
    const { body } = await session.response('initialize');
    const { exceptionBreakpointFilters: filters } = body as DebugProtocol.Capabilities;
    assert.deepEqual(
      filters?.map(({ filter }) => filter),
      ['all', 'uncaught', 'userUncaught'],
    );
    await session.ended();
  });

  it('runs in the interpreter that is chosen in the Python extension', async function () {
    if (process.platform === 'win32') this.skip();
    const where = await program('chosen/where.py', 'import sys\nprint("dev mode", sys.flags.dev_mode)\n');
    const { choose } = await pythonExtension();
    const path = await madeFrom(python!, 'an interpreter');
    try {
      choose({ path, below: join(workspace, 'chosen') });
      const chosen = await debug({ program: where.path });
      assert.deepEqual(await chosen.ended(), { exitCode: 0 });
      assert.equal(chosen.output('stdout'), 'dev mode True\n');

      const named = await debug({ program: where.path, python });
      await named.ended();
      assert.equal(named.output('stdout'), 'dev mode False\n');

      choose({ path: join(workspace, 'gone/python'), below: workspace });
      const gone = await debug({ program: where.path });
      await gone.ended();
      assert.equal(gone.output('stdout'), 'dev mode False\n');
    } finally {
      choose(undefined);
    }
  });

  it('runs in the interpreter of the setting for the folder where nothing is chosen', async function () {
    if (process.platform === 'win32') this.skip();
    const where = await program('where.py', 'import sys\nprint("dev mode", sys.flags.dev_mode)\n');
    await madeFrom(python!, 'of the folder');
    const settings = join(workspace, '.vscode/settings.json');
    await mkdir(dirname(settings), { recursive: true });
    const before = await readFile(settings, 'utf8').catch(() => undefined);
    const changed = new Promise((done) => vscode.workspace.onDidChangeConfiguration(done));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is VS Code's way to name the folder.
    const value = '${workspaceFolder}/of the folder/python';
    await writeFile(settings, JSON.stringify({ 'python.defaultInterpreterPath': value }));
    try {
      await changed;
      const session = await debug({ program: where.path });
      await session.ended();
      assert.equal(session.output('stdout'), 'dev mode True\n');
    } finally {
      await (before === undefined ? rm(settings) : writeFile(settings, before));
    }
  });

  it('runs by F5 without a launch.json, and by Ctrl+F5 without the debugger', async () => {
    const counter = await program('counter.py', COUNTER);
    counter.breakAt('loop');
    await counter.show();
    const debugged = nextSession();
    await vscode.commands.executeCommand('tandem.debugCurrentFile');
    const session = await debugged;
    await session.stopped();
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await session.breakpointsRemoved();
    await session.session.customRequest('continue', { threadId: 1 });
    await session.ended();

    counter.breakAt('loop');
    const plain = await debug({ program: counter.path }, { noDebug: true });
    assert.deepEqual(await plain.ended(), { exitCode: 3 });
    assert.equal(plain.output('stdout'), 'sum 6\n');
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  });
});
