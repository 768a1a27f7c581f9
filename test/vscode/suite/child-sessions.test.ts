import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { whereIs } from './support/inspect.ts';
import { program } from './support/program.ts';
import { debug, focusedFrame, keepTidy, nextSession, terminated } from './support/sessions.ts';

const PARENT = `
const { fork } = require('node:child_process');
fork(__dirname + '/child.js').on('exit', (code) => { process.exitCode = code + 1; });
`;
const CHILD = `
const answer = 6 * 7;
process.exitCode = 3; // here
setTimeout(() => {}, process.argv[2]);
`;

for (const inProcess of [false, true]) {
  describe(`the child process of a program, with inProcess ${inProcess}`, () => {
    keepTidy();

    it('is a session of its own below that of the program', async () => {
      const parent = await program('parent.js', PARENT);
      const child = await program('child.js', CHILD);
      child.breakAt('here');
      const session = await debug({ program: parent.path, inProcess });
      const below = await nextSession();
      assert.match(below.session.name, /^child\.js \[\d+\]$/);
      assert.equal(below.session.parentSession?.id, session.session.id);
      const { threadId } = await below.stopped();
      const { path, line, variables } = await whereIs(below, threadId!);
      assert.deepEqual([path, line, variables.answer], [child.path, child.line('here'), '42']);
      await focusedFrame();
      await vscode.commands.executeCommand('workbench.action.debug.continue');
      assert.deepEqual(await below.ended(), { exitCode: 3 });
      assert.deepEqual(await session.ended(), { exitCode: 4 });
    });

    it('ends with it', async () => {
      const parent = await program('parent.js', PARENT);
      const child = await program('child.js', CHILD);
      child.breakAt('here');
      const session = await debug({ program: parent.path, inProcess });
      const below = await nextSession();
      await below.stopped();
      const ends = [terminated(below.session), terminated(session.session)];
      await vscode.debug.stopDebugging(session.session);
      await Promise.all(ends);
    });
  });
}
