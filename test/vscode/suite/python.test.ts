import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { whereIs } from './support/inspect.ts';
import { program } from './support/program.ts';
import { debug, focusedFrame, keepTidy, terminated } from './support/sessions.ts';

const COUNTER = `def add(limit):
    total = 0
    for i in range(1, limit + 1):
        total += i  # // loop
    return total

print("sum", add(3))
raise SystemExit(3)
`;

function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import sys; assert sys.version_info >= (3, 9)'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a Python program', () => {
  keepTidy();

  before(function () {
    if (!hasPython()) this.skip();
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
});
