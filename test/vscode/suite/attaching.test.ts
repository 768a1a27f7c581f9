import * as assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { whereIs } from './support/inspect.ts';
import { type Program, program } from './support/program.ts';
import { debug, focusedFrame, keepTidy, nextSession, terminated } from './support/sessions.ts';
import type { Transcript } from './support/transcript.ts';
import { within } from './support/wait.ts';

const TICKING = `let count = 0;
console.log('up');
setInterval(() => {
  count += 1; // tick
  process.stdout.write('.');
}, 20);
`;

/** Somebody else's program, in a terminal somewhere. */
async function start(file: Program): Promise<ChildProcess> {
  const child = spawn('node', [file.path], { stdio: ['ignore', 'pipe', 'ignore'] });
  await within(once(child.stdout!, 'data'), 'output of the program');
  return child;
}

/** It is stopped, or about to be; when the session is over, it runs on. */
async function leave(session: Transcript, child: ChildProcess): Promise<void> {
  await session.stopped();
  // What runs already may stop before VS Code has begun its session.
  await session.response('attach');
  const { threadId } = await focusedFrame();
  const { variables } = await whereIs(session, threadId);
  assert.match(variables.count!, /^\d+$/);
  const over = terminated(session.session);
  await vscode.debug.stopDebugging(session.session);
  await over;
  child.stdout!.removeAllListeners('data');
  await within(once(child.stdout!, 'data'), 'output of the program that was left');
  assert.equal(child.exitCode, null);
  assert.equal(child.signalCode, null);
}

describe('a program that runs', () => {
  keepTidy();
  let child: ChildProcess | undefined;
  afterEach(() => child?.kill('SIGKILL'));

  it('is attached to by its id, and runs on when it is left', async () => {
    const ticking = await program('ticking.js', TICKING);
    child = await start(ticking);
    ticking.breakAt('tick');
    const session = await debug({ request: 'attach', processId: child.pid });
    await leave(session, child);
    assert.equal(session.has('exited'), false);
  });

  it('is chosen from those that run', async function () {
    if (!stage.available) this.skip();
    const chosen = await program('chosen.js', TICKING);
    child = await start(chosen);
    chosen.breakAt('tick');
    void vscode.commands.executeCommand('tandem.attachToProcess');
    await stage.waitFor('.quick-input-list .monaco-list-row:has-text("chosen.js")');
    await stage.type(String(child.pid));
    await stage.click(`.quick-input-list .monaco-list-row:has-text("${child.pid}")`);
    const session = await nextSession();
    assert.equal(session.session.name, `chosen.js [${child.pid}]`);
    await leave(session, child);
  });

  it('is chosen where launch.json leaves that open', async function () {
    if (!stage.available) this.skip();
    const open = await program('open.js', TICKING);
    child = await start(open);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is VS Code that fills it in.
    const processId = '${command:pickProcess}';
    open.breakAt('tick');
    const attaching = debug({ request: 'attach', processId });
    await stage.click(`.quick-input-list .monaco-list-row:has-text("${child.pid}")`);
    const session = await attaching;
    assert.equal(session.session.configuration.processId, String(child.pid));
    await leave(session, child);
  });
});
