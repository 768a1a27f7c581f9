import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { whereIs } from './support/inspect.ts';
import { type Program, program, provideTsx } from './support/program.ts';
import { debug, focusedFrame, keepTidy, terminated } from './support/sessions.ts';
import { COUNTER, TYPED } from './support/sources.ts';

for (const inProcess of [false, true]) {
  describe(`a launch with inProcess ${inProcess}`, () => {
    let counter: Program;
    before(async () => {
      counter = await program('counter.js', COUNTER);
    });
    keepTidy();

    it('stops at a breakpoint, shows the variables, steps, runs to the end', async () => {
      counter.breakAt('loop');
      const session = await debug({ program: counter.path, inProcess });
      const { threadId, reason } = await session.stopped();
      assert.equal(reason, 'breakpoint');
      const first = await whereIs(session, threadId!);
      assert.deepEqual([first.name, first.path, first.line], ['add', counter.path, counter.line('loop')]);
      const { limit, sum, i } = first.variables;
      assert.deepEqual({ limit, sum, i }, { limit: '3', sum: '0', i: '1' });

      await focusedFrame();
      await vscode.commands.executeCommand('workbench.action.debug.stepOver');
      assert.equal((await session.stopped()).reason, 'step');
      assert.equal((await whereIs(session, threadId!)).variables.sum, '1');

      vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
      await session.breakpointsRemoved();
      const end = terminated(session.session);
      await vscode.commands.executeCommand('workbench.action.debug.continue');
      assert.deepEqual(await session.ended(), { exitCode: 3 });
      await end;
      assert.equal(session.output('stdout'), 'sum 6\n');
    });

    it('stops at the entry', async () => {
      const session = await debug({ program: counter.path, inProcess, stopOnEntry: true });
      const { threadId, reason } = await session.stopped();
      assert.equal(reason, 'entry');
      assert.equal((await whereIs(session, threadId!)).line, counter.line('call'));
    });

    it('runs TypeScript as it is', async () => {
      await provideTsx();
      const typed = await program('typed.ts', TYPED);
      typed.breakAt('described');
      const session = await debug({ program: 'typed.ts', inProcess });
      const { threadId } = await session.stopped();
      const { path, line, variables } = await whereIs(session, threadId!);
      assert.deepEqual([path, line], [typed.path, typed.line('described')]);
      assert.equal(variables.text, "'square has 4 sides'");
    });

    it('without debugging runs past breakpoints', async () => {
      counter.breakAt('loop');
      const session = await debug({ program: counter.path, inProcess }, { noDebug: true });
      assert.deepEqual(await session.ended(), { exitCode: 3 });
      assert.equal(session.output('stdout'), 'sum 6\n');
      assert.ok(!session.has('stopped'));
    });

    it('is ended by Stop while it is stopped', async () => {
      counter.breakAt('loop');
      const session = await debug({ program: counter.path, inProcess });
      await session.stopped();
      const end = terminated(session.session);
      await vscode.debug.stopDebugging(session.session);
      await end;
    });

    it('restarts', async () => {
      counter.breakAt('return');
      const session = await debug({ program: counter.path, inProcess });
      await session.stopped();
      await focusedFrame();
      await vscode.commands.executeCommand('workbench.action.debug.restart');
      const { threadId } = await session.stopped();
      assert.equal((await whereIs(session, threadId!)).variables.sum, '6');
    });

    it('warns of a setting that it does not know', async () => {
      const session = await debug({ program: counter.path, inProcess, stopOnEntri: true });
      await session.ended();
      assert.match(session.output('console'), /Unknown setting "stopOnEntri".*Did you mean "stopOnEntry"\?/);
    });
  });
}

describe('a program in a terminal of the editor', () => {
  keepTidy();
  after(() => {
    for (const terminal of vscode.window.terminals) terminal.dispose();
  });

  for (const noDebug of [false, true]) {
    it(`is ${noDebug ? 'run' : 'debugged'} there, and its exit code is known`, async () => {
      const counter = await program('counter.js', COUNTER);
      counter.breakAt('return');
      const session = await debug({ program: counter.path, console: 'integratedTerminal' }, { noDebug });
      if (!noDebug) {
        const { threadId } = await session.stopped();
        assert.equal((await whereIs(session, threadId!)).variables.sum, '6');
        await session.session.customRequest('continue', { threadId });
      }
      assert.deepEqual(await session.ended(), { exitCode: 3 });
      assert.equal(session.output('stdout'), '');
      assert.notEqual(vscode.window.terminals.length, 0);
      if (!stage.available) return;
      vscode.window.terminals.at(-1)!.show();
      await stage.waitFor('.terminal-wrapper.active .xterm-rows:has-text("sum 6")');
      const shown = (await stage.texts('.terminal-wrapper.active .xterm-rows')).join();
      assert.match(shown, /TANDEM_/);
      assert.doesNotMatch(shown, /TANDEM_(TOKEN|LAUNCHER)/);
    });
  }

  it('is ended by Stop while it is stopped', async () => {
    const counter = await program('counter.js', COUNTER);
    counter.breakAt('return');
    const session = await debug({ program: counter.path, console: 'integratedTerminal' });
    await session.stopped();
    const end = terminated(session.session);
    await vscode.debug.stopDebugging(session.session);
    await end;
  });
});

describe('paths in a launch configuration', () => {
  keepTidy();

  it('start at the workspace folder, and so does the program', async () => {
    await program('deep/where.js', 'console.log(process.cwd());\n');
    const session = await debug({ program: 'deep/where.js' });
    await session.ended();
    assert.equal(session.output('stdout').trim(), vscode.workspace.workspaceFolders![0]!.uri.fsPath);
  });

  it('start at cwd where there is one', async () => {
    const where = await program('deep/where.js', 'console.log(process.cwd());\n');
    const session = await debug({ program: 'where.js', cwd: 'deep' });
    await session.ended();
    assert.equal(session.output('stdout').trim(), vscode.Uri.joinPath(where.uri, '..').fsPath);
  });
});

describe('two sessions', () => {
  keepTidy();

  it('debug at once, one in a process of its own, one in-process', async () => {
    const counter = await program('counter.js', COUNTER);
    counter.breakAt('return');
    const sessions = [
      await debug({ program: counter.path, name: 'external' }),
      await debug({ program: counter.path, name: 'in-process', inProcess: true }),
    ];
    for (const session of sessions) {
      const { threadId } = await session.stopped();
      assert.equal((await whereIs(session, threadId!)).variables.sum, '6');
      await session.session.customRequest('continue', { threadId });
    }
    for (const session of sessions) assert.deepEqual(await session.ended(), { exitCode: 3 });
  });
});
