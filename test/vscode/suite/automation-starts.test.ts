import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CommandData } from '../../../protocol/tasks/commands.ts';
import type { TaskInfo } from '../../../protocol/tasks/task.ts';
import { stage } from '../host/stage.ts';
import { type Outsider, Refusal } from './support/outside/outsider.ts';
import { publication, until } from './support/outside/publication.ts';
import { visits } from './support/outside/visits.ts';
import { type Program, program, workspace } from './support/program.ts';
import { nextSession, terminated } from './support/sessions.ts';
import { COUNTER } from './support/sources.ts';

const MESSAGE = '.notifications-center .notification-list-item';
const DIALOG = '.monaco-dialog-box';

let counter: Program;
before(async () => {
  counter = await program('counter.js', COUNTER);
});

const refusal = async (sent: Promise<unknown>) => {
  const error = await sent.then(
    () => assert.fail('it was not refused'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Refusal, String(error));
  return error.problem;
};

describe('a start from outside', () => {
  const enter = visits();
  const launchJson = (): vscode.WorkspaceConfiguration =>
    vscode.workspace.getConfiguration('launch', vscode.workspace.workspaceFolders![0]!.uri);
  const tasksJson = join(workspace, '.vscode/tasks.json');

  before(async () => {
    await mkdir(join(workspace, '.vscode'), { recursive: true });
    const task = (label: string, command: string) => ({ label, type: 'shell', command, problemMatcher: [] });
    const tasks = [task('good', 'echo built > built.txt'), task('bad', 'exit 4')];
    await writeFile(tasksJson, JSON.stringify({ version: '2.0.0', tasks }));
  });
  after(async () => {
    await launchJson().update('configurations', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    await launchJson().update('compounds', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    await rm(tasksJson);
  });

  it('takes a configuration by its name, and VS Code fills in its variables', async () => {
    const outsider = await enter();
    const named = {
      type: 'node',
      request: 'launch',
      name: 'Count',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is VS Code that fills it in.
      program: '${workspaceFolder}/counter.js',
    };
    const several = { name: 'All', configurations: ['Count', 'Other'] };
    const folder = vscode.ConfigurationTarget.WorkspaceFolder;
    await launchJson().update('configurations', [named], folder);
    await launchJson().update('compounds', [several], folder);
    const { task } = await outsider.send('StartNewTask', { configuration: 'Count' });
    assert.equal(task.name, 'Count');
    assert.equal((await outsider.event('TaskCompleted')).task.exitCode, 3);

    const unknown = await refusal(outsider.send('StartNewTask', { configuration: 'Cuont' }));
    assert.equal(unknown.code, 'task.configurationUnknown');
    assert.match(unknown.hint!, /Did you mean "Count"/);
    const compound = await refusal(outsider.send('StartNewTask', { configuration: 'All' }));
    assert.equal(compound.code, 'task.configurationCompound');
  });

  it('is refused where it makes no sense, and says why', async () => {
    const outsider = await enter();
    const starts: readonly (readonly [CommandData<'StartNewTask'>, string])[] = [
      [{ configuration: { program: 'counter.js' }, folder: '/nowhere' }, 'window.folderUnknown'],
      [{ configuration: { type: 'cppdbg', program: 'x' } }, 'task.configurationType'],
      [{ configuration: { request: 'fly', program: 'counter.js' } }, 'launch.settingInvalid'],
      [{ configuration: { program: 'counter.js', preLaunchTask: 'none' } }, 'window.preLaunchTaskUnknown'],
      [{ configuration: { program: 'counter.js', preLaunchTask: 'bad' } }, 'window.preLaunchTaskFailed'],
    ];
    for (const [start, code] of starts) {
      const problem = await refusal(outsider.send('StartNewTask', start));
      assert.equal(problem.code, code, JSON.stringify(problem));
    }
    const failed = await refusal(outsider.send('StartNewTask', starts.at(-1)![0]));
    assert.match(failed.message, /"bad", failed with exit code 4/);
  });

  it('waits for its preLaunchTask', async () => {
    const outsider = await enter();
    await outsider.send('StartNewTask', { configuration: { program: 'counter.js', preLaunchTask: 'good' } });
    assert.equal((await readFile(join(workspace, 'built.txt'), 'utf8')).trim(), 'built');
    assert.equal((await outsider.event('TaskCompleted')).task.exitCode, 3);
  });

  it('that fails is told outside, and the window shows neither message nor dialog', async () => {
    const outsider = await enter();
    await vscode.commands.executeCommand('notifications.clearAll');
    const { task } = await outsider.send('StartNewTask', { configuration: { program: 'missing.js' } });
    assert.deepEqual(
      [task.state, task.end, task.error?.code],
      ['ended', 'aborted', 'launch.programNotFound'],
    );
    assert.match(task.error!.message, /missing\.js" does not exist/);
    if (!stage.available) return;
    await vscode.commands.executeCommand('notifications.showList');
    assert.deepEqual([await stage.texts(MESSAGE), await stage.texts(DIALOG)], [[], []]);
    await vscode.commands.executeCommand('notifications.hideList');
  });

  it('that the user ends at once is aborted', async () => {
    const outsider = await enter();
    const session = nextSession();
    const sent = outsider.send('StartNewTask', {
      configuration: { program: 'counter.js' },
      breakpoints: [{ file: 'counter.js', line: counter.line('loop') }],
    });
    const begun = await session;
    const end = terminated(begun.session);
    await sent;
    await vscode.debug.stopDebugging(begun.session);
    await end;
    assert.equal((await outsider.event('TaskAborted')).task.end, 'aborted');
  });
});

describe('terminals of a window', () => {
  const enter = visits();
  after(() => {
    for (const terminal of vscode.window.terminals) terminal.dispose();
  });

  it('tell what runs in them where the window is, wherever they are', async () => {
    const { pid } = await publication();
    const told = join(workspace, 'told.txt');
    const terminal = vscode.window.createTerminal({ name: 'outside', cwd: tmpdir() });
    terminal.sendText(`echo "$TANDEM_TASK_SERVER" > ${told}.part; mv ${told}.part ${told}`);
    await until(() => existsSync(told));
    const file = (await readFile(told, 'utf8')).trim();
    assert.match(file, new RegExp(`/window-${pid}\\.json$`));
    const outsider = await enter('by environment', { cwd: tmpdir(), env: { TANDEM_TASK_SERVER: file } });
    assert.equal(outsider.ack.pid, pid);
  });

  it('have the command, without any installation, which finds the window', async () => {
    const outsider = await enter();
    const { task } = await outsider.startToStop({
      configuration: { program: 'counter.js' },
      breakpoints: [{ file: 'counter.js', line: counter.line('loop') }],
    });
    const told = join(workspace, 'told-command.txt');
    const env = { PATH: '/usr/bin:/bin' }; // somebody may have installed it
    const terminal = vscode.window.createTerminal({ name: 'command', cwd: tmpdir(), env });
    const commands = 'command -v tandem; tandem windows --json; tandem tasks --json; tandem next --json';
    terminal.sendText(`{ ${commands}; } > ${told}.part 2>&1; mv ${told}.part ${told}`);
    await until(() => existsSync(told));
    const [command, windows, tasks, next] = (await readFile(told, 'utf8')).trimEnd().split('\n');
    const { extensionPath } = vscode.extensions.getExtension('tandem.tandem-debug')!;
    assert.equal(command, join(extensionPath, 'dist/bin/tandem'));
    assert.match(windows!, new RegExp(`"pid": ?${process.pid}\\b`));
    const listed = JSON.parse(tasks!) as { tasks: TaskInfo[] };
    assert.deepEqual(listed.tasks[0]!.taskId, task.taskId);
    assert.equal((JSON.parse(next!) as { state: string }).state, 'stopped');
  });

  it('tell the programs that are debugged in them, too', async () => {
    const { pid } = await publication();
    const teller = await program(
      'teller.js',
      "require('node:fs').writeFileSync(process.argv[2], process.env.TANDEM_TASK_SERVER ?? 'nothing');\n",
    );
    const outsider = await enter();
    const told = join(workspace, 'told-program.txt');
    const configuration = { program: teller.path, args: [told], console: 'integratedTerminal' };
    await outsider.send('StartNewTask', { configuration });
    await outsider.event('TaskCompleted');
    assert.match(await readFile(told, 'utf8'), new RegExp(`/window-${pid}\\.json$`));
  });
});

describe('what others may do with a window', () => {
  const enter = visits();
  const allow = async (access: string | undefined): Promise<void> =>
    vscode.workspace
      .getConfiguration('tandem')
      .update('automation.access', access, vscode.ConfigurationTarget.Global);
  afterEach(async () => {
    await allow(undefined);
    await publication();
  });

  it('is to look only, where the user says so: at once', async () => {
    const outsider = await enter();
    const configuration = { program: 'counter.js' };
    const breakpoints = [{ file: 'counter.js', line: counter.line('loop') }];
    const { task } = await outsider.startToStop({ configuration, breakpoints });
    await allow('readOnly');
    for (const refused of [
      outsider.send('StartNewTask', { configuration }),
      outsider.move(task, 'continue'),
      outsider.send('Evaluate', { taskId: task.taskId, expression: '1' }),
      outsider.send('AddBreakpoints', { breakpoints }),
    ])
      assert.equal((await refusal(refused)).code, 'task.readOnly');
    assert.equal((await outsider.send('GetState', { taskId: task.taskId })).state, 'stopped');
    assert.equal((await enter()).ack.readOnly, true);
    await allow('full');
    assert.equal((await outsider.move(task, 'next')).state, 'stopped');
  });

  it('is nothing, where the user says so: at once', async () => {
    const { pid, token } = await publication();
    const outsider: Outsider = await enter();
    await allow('off');
    await outsider.next('end of the connection', ({ type }) => type === 'Closing');
    await assert.rejects(enter(), /has found no window/);
    await allow('full');
    const anew = await publication();
    assert.equal(anew.pid, pid);
    assert.notEqual(anew.token, token);
    assert.equal((await enter()).ack.pid, pid);
  });
});
