import * as assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { whereIs } from './support/inspect.ts';
import { program, workspace } from './support/program.ts';
import { python3 } from './support/python3.ts';
import { debug, focusedFrame, keepTidy, nextSession, terminated } from './support/sessions.ts';
import { COUNTER } from './support/sources.ts';
import type { Transcript } from './support/transcript.ts';
import { within } from './support/wait.ts';

const toolbar = (action: string): string => `.debug-toolbar .codicon-debug-${action}`;
const BREAKPOINT = '.codicon-debug-breakpoint';
/** What is to be read in the terminal. */
const inTerminal = (text: string): string => `.xterm-rows:has-text("${text}")`;
const PROMPT_FOCUSED = '.terminal-wrapper.active .xterm.focus';

/** The first of them that is or becomes so. */
function whenActive(isIt: (terminal: vscode.Terminal) => boolean): Promise<vscode.Terminal> {
  const active = new Promise<vscode.Terminal>((resolve) => {
    const look = (): void => {
      const { activeTerminal } = vscode.window;
      if (!activeTerminal || !isIt(activeTerminal)) return;
      listening.dispose();
      resolve(activeTerminal);
    };
    const listening = vscode.window.onDidChangeActiveTerminal(look);
    look();
  });
  return within(active, 'active terminal');
}

/** How long a person looks for what a click has opened before clicking again, in milliseconds. */
const PATIENCE = 8000;

/** Whatever takes the focus closes the menu, at times between press and release; a person opens it again then. */
async function chooseProfile(name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const opened = new Promise<void>((resolve) => {
      const listening = vscode.window.onDidOpenTerminal(() => {
        listening.dispose();
        resolve();
      });
    });
    await stage.click('.panel [aria-label^="Launch Profile"]');
    try {
      await stage.click(`.monaco-menu .action-item:has-text("${name}")`, { timeout: PATIENCE });
      if ((await Promise.race([opened, delay(PATIENCE, 'nothing')])) !== 'nothing') return;
      throw new Error(`"${name}" opens nothing`);
    } catch (error) {
      if (attempt === 4) throw error;
      await stage.press('Escape');
    }
  }
}

/** In the menu beside the plus sign, where a person finds the kinds of terminals. */
async function openTerminal(): Promise<vscode.Terminal> {
  await vscode.commands.executeCommand('workbench.action.terminal.focus');
  const plain = await whenActive(() => true);
  // It takes the focus when it is ready, and a menu that is open closes.
  await stage.waitFor(PROMPT_FOCUSED);
  await chooseProfile('Tandem Debug Terminal');
  const terminal = await whenActive((terminal) => terminal !== plain);
  await stage.waitFor(PROMPT_FOCUSED);
  plain.dispose();
  return terminal;
}

async function run(command: string): Promise<void> {
  // A session that stops or ends takes the focus away.
  await stage.click('.terminal-wrapper.active .xterm-screen');
  await stage.type(command);
  await stage.press('Enter');
}

describe('a debug terminal', () => {
  before(function () {
    if (!stage.available) this.skip();
  });
  keepTidy();
  afterEach(() => {
    for (const terminal of vscode.window.terminals) terminal.dispose();
  });

  it('debugs what is typed, again and again', async () => {
    const file = await program('typed.js', COUNTER);
    await file.show();
    await stage.clickGutter(file.line('return'));
    await stage.waitFor(BREAKPOINT);
    const terminal = await openTerminal();
    assert.equal(terminal.name, 'Tandem');
    for (const _ of [1, 2]) {
      await run('node typed.js; echo "code $?"');
      const session: Transcript = await nextSession();
      await session.stopped();
      await focusedFrame();
      await stage.click(toolbar('continue'));
      assert.deepEqual(await session.ended(), { exitCode: 3 });
      await stage.waitFor(inTerminal('sum 6'));
      await stage.waitFor(inTerminal('code 3'));
      assert.equal(session.output('stdout'), '');
      await run('clear');
    }
  });

  it('debugs what npm runs, as one session, and Python beside it', async () => {
    await writeFile(
      join(workspace, 'package.json'),
      JSON.stringify({ scripts: { check: 'node checked.js' } }),
    );
    const js = await program('checked.js', "console.log('checked'); // here\n");
    js.breakAt('here');
    const py = await program('answer.py', 'answer = 6 * 7\nprint("is", answer)  # // here\n');
    py.breakAt('here');
    await openTerminal();
    await run('npm run --silent check');
    const first = await nextSession();
    assert.match(first.session.name, /^checked\.js/);
    await first.stopped();
    await focusedFrame();
    await stage.click(toolbar('continue'));
    assert.deepEqual(await first.ended(), { exitCode: 0 });
    await run('python3 answer.py');
    const second = await nextSession();
    assert.match(second.session.name, /^answer\.py/);
    const { threadId } = await second.stopped();
    assert.equal((await whereIs(second, threadId!)).variables.answer, '42');
    await focusedFrame();
    await stage.click(toolbar('continue'));
    await stage.waitFor(inTerminal('is 42'));
    await rm(join(workspace, 'package.json'));
  });

  it('runs by the name of python what F5 would run', async function () {
    const python = python3();
    if (python === undefined || process.platform === 'win32') this.skip();
    const environment = join(workspace, '.venv');
    await mkdir(join(environment, 'bin'), { recursive: true });
    await writeFile(join(environment, 'pyvenv.cfg'), `home = ${dirname(python!)}\n`);
    await symlink(python!, join(environment, 'bin/python'));
    const py = await program(
      'where.py',
      'import os, sys\nhome = os.path.basename(sys.prefix)\nprint("home is", home)  # // here\n',
    );
    py.breakAt('here');
    try {
      const launched = await debug({ program: py.path });
      const inSession = await launched.stopped();
      assert.equal((await whereIs(launched, inSession.threadId!)).variables.home, "'.venv'");
      await focusedFrame();
      await stage.click(toolbar('continue'));
      await launched.ended();
      await openTerminal();
      await run('python where.py; echo "$(basename "$VIRTUAL_ENV") is active"; command -v tandem');
      const typed = await nextSession();
      const { threadId } = await typed.stopped();
      assert.equal((await whereIs(typed, threadId!)).variables.home, "'.venv'");
      await focusedFrame();
      await stage.click(toolbar('continue'));
      await stage.waitFor(inTerminal('home is .venv'));
      await stage.waitFor(inTerminal('.venv is active'));
      await stage.waitFor(inTerminal('dist/bin/tandem'));
    } finally {
      await rm(environment, { recursive: true });
    }
  });

  it('ends what it runs with the session, and with the terminal', async () => {
    const file = await program(
      'endless.js',
      "process.on('SIGHUP', () => {});\nsetInterval(() => {}, 1000); // here\n",
    );
    await file.show();
    file.breakAt('here');
    await openTerminal();
    await run('node endless.js');
    const stopped = await nextSession();
    await stopped.stopped();
    await focusedFrame();
    await stage.click(toolbar('stop'));
    await stopped.event('terminated');
    await run('echo still $((40 + 2))');
    await stage.waitFor(inTerminal('still 42'));
    await run('node endless.js');
    const closed = await nextSession();
    await closed.stopped();
    const over = terminated(closed.session);
    await stage.click('.panel [aria-label^="Kill Terminal"]');
    await over;
    const { systemProcessId } = await closed.event<{ systemProcessId: number }>('process');
    assert.throws(() => process.kill(systemProcessId, 0));
  });

  it('says so where the shell keeps programs out', async () => {
    // With its integration, which the tests' own profile does without.
    const profiles = vscode.workspace.getConfiguration('terminal.integrated.profiles');
    const { Global } = vscode.ConfigurationTarget;
    const own = profiles.inspect('linux')?.globalValue;
    await profiles.update('linux', { plain: { path: 'bash' } }, Global);
    await (await program('kept-out.js', COUNTER)).show();
    await openTerminal();
    await run('export NODE_OPTIONS=--no-warnings');
    await run('node kept-out.js');
    await stage.waitFor(inTerminal('sum 6'));
    await vscode.commands.executeCommand('notifications.showList');
    await stage.waitFor('.notifications-center .notification-list-item:has-text("ran without the debugger")');
    await vscode.commands.executeCommand('notifications.clearAll');
    await profiles.update('linux', own, Global);
  });
});
