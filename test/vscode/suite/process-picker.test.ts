import * as assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunningProgram } from '../../../adapter/processes/running-programs.ts';
import { rowGroups, type Surroundings } from '../../../extension/process-rows.ts';
import { stage } from '../host/stage.ts';
import { program, repository, workspace } from './support/program.ts';
import { keepTidy, nextSession, terminated } from './support/sessions.ts';
import { within } from './support/wait.ts';

const NOW = 1_000_000_000_000;

const running = (pid: number, told: Partial<RunningProgram> = {}): RunningProgram => ({
  pid,
  parent: 1,
  user: 0,
  executable: '/usr/bin/node',
  command: ['/usr/bin/node', 'app.js'],
  cwd: '/elsewhere',
  started: NOW - 5000,
  runtime: 'node',
  version: undefined,
  script: '/elsewhere/app.js',
  args: [],
  startedBy: undefined,
  publication: undefined,
  hindrance: undefined,
  ...told,
});

const publication = { pid: 0, endpoint: '', token: '', version: '', startedAt: 0, cwd: '/' };

const shown = (programs: readonly RunningProgram[], surroundings: Partial<Surroundings> = {}) =>
  rowGroups(programs, {
    folders: ['/work/shop'],
    home: '/home/me',
    chosen: undefined,
    now: NOW,
    ...surroundings,
  });

describe('the rows of the process picker', () => {
  it('say what runs, in what, since when, by whom and where', () => {
    const server = running(4711, {
      version: '22.11.0',
      script: '/work/shop/src/server.js',
      args: ['--port', '3000'],
      command: ['/opt/node/bin/node', '--no-warnings', 'src/server.js', '--port', '3000'],
      cwd: '/work/shop/src',
      started: NOW - 3 * 60_000,
      startedBy: 'npm run dev',
    });
    const [{ title, rows }] = shown([server]) as [ReturnType<typeof shown>[number]];
    assert.equal(title, 'Node.js');
    assert.deepEqual(rows, [
      {
        program: server,
        label: '$(debug-alt) server.js --port 3000',
        description: 'Node.js 22.11.0 · 4711 · for 3 min · by npm run dev',
        detail: 'shop/src · node --no-warnings src/server.js --port 3000',
      },
    ]);
  });

  it('are in groups, those of the workspace before others, and what was chosen last before all', () => {
    const groups = shown(
      [
        running(1, { hindrance: 'belongs to another user' }),
        running(2),
        running(3, { cwd: '/work/shop' }),
        running(4, { runtime: 'python' }),
        running(5, { publication, runtime: 'python' }),
        running(6, { script: '/work/shop/again.js' }),
        running(7, { cwd: '/work/shopping' }),
      ],
      { chosen: { script: '/work/shop/again.js', cwd: '/elsewhere' } },
    );
    assert.deepEqual(
      groups.map(({ title, rows }) => [title, ...rows.map(({ program: { pid } }) => pid)]),
      [
        ['chosen last', 6],
        ['waiting for debuggers', 5],
        ['Node.js', 3, 2, 7],
        ['Python', 4],
        ['cannot be attached to', 1],
      ],
    );
    assert.match(groups.at(-1)!.rows[0]!.detail, /^belongs to another user · /);
  });

  it('are short where commands are long, and name the runtime where there is no script', () => {
    const code = `console.log(${'1, '.repeat(50)})`;
    const [group] = shown([running(1, { script: undefined, command: ['node', '-e', code] })]);
    assert.match(group!.rows[0]!.label, /^\$\(debug-alt\) node -e console\.log\(1, .*…$/);
    assert.ok(group!.rows[0]!.label.length < 80);
    assert.ok(group!.rows[0]!.detail.endsWith(code));
  });
});

const row = (text: string): string => `.quick-input-list .monaco-list-row:has-text("${text}")`;
const REFRESH = '.quick-input-widget .codicon-refresh';

describe('the process picker', () => {
  before(function () {
    if (!stage.available) this.skip();
  });
  keepTidy();
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  async function start(command: string, ...args: string[]): Promise<number> {
    const child = spawn(command, args, { cwd: workspace, stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(child);
    await within(once(child.stdout!, 'data'), `output of ${args.join(' ')}`);
    return child.pid!;
  }

  async function open(): Promise<void> {
    await stage.hover('.part.statusbar'); // where it opens nothing in front of the list
    await stage.press('F1');
    await stage.type('Tandem: Attach to Process');
    await stage.waitFor('.quick-input-list .monaco-list-row.focused:has-text("Attach to Process")');
    await stage.press('Enter');
    await stage.waitFor('.quick-input-title:has-text("Attach to Process")');
  }

  it('shows what runs, looks again, says what cannot be joined, and knows what was chosen', async () => {
    const endless = "console.log('up'); setInterval(() => {}, 1000);\n";
    await program('first.js', endless);
    await program('second.js', endless);
    await program('old.py', 'import time\nprint("up", flush=True)\ntime.sleep(60)\n');
    await program('waiting.js', endless);
    const pid = await start('node', 'first.js', '--port', '3000');
    await start('python3', 'old.py', 'x');
    await start('node', join(repository, 'dist/cli.js'), 'exec', '--', 'node', 'waiting.js');

    await open();
    await stage.waitFor(`${row('first.js --port 3000')}:has-text("${pid} · for ")`);
    await stage.waitFor(`${row('waiting.js')}:has-text("waiting for debuggers")`);
    const later = await start('node', 'second.js');
    await stage.click(REFRESH);
    await stage.waitFor(`${row('second.js')}:has-text("${later}")`);

    await stage.type('lets nobody in');
    await stage.click(`${row('old.py x')}:has-text("lets nobody in")`);
    await stage.waitFor('.quick-input-title:has-text("old.py x runs in Python")');
    await stage.press('Control+A');
    await stage.type(String(pid));
    await stage.click(row('first.js'));
    const session = await nextSession();
    assert.equal(session.session.name, `first.js --port 3000 [${pid}]`);
    await session.response('attach');
    const over = terminated(session.session);
    await vscode.debug.stopDebugging(session.session);
    await over;

    await open();
    await stage.waitFor('.quick-input-list .monaco-list-row:first-child:has-text("chosen last")');
    const [first] = await stage.texts('.quick-input-list .monaco-list-row');
    assert.match(first!, /first\.js --port 3000/);
    await stage.press('Escape');
  });
});
