import * as assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { stage } from '../host/stage.ts';
import { row } from './support/choosing.ts';
import { launchJson } from './support/launch-json.ts';
import { repository, workspace } from './support/program.ts';
import { keepTidy, nextSession, terminated } from './support/sessions.ts';
import { within } from './support/wait.ts';

const GREETING = "console.log('hello', process.argv[2], process.env.GREETING);\n";
const WAITS = 'setInterval(() => {}, 1000);\n';
/** It says where it listens, as servers do, and ends when it is asked for something. */
const SERVER = `const server = require('node:http').createServer((_, response) => {
  response.end('served', () => server.close());
  server.closeIdleConnections();
});
server.listen(0, '127.0.0.1', () => console.log('listening on port', server.address().port));
`;
const written = [
  'greeting.js',
  'one.js',
  'two.js',
  'server.js',
  'order.txt',
  '.vscode/launch.json',
  '.vscode/tasks.json',
];

const write = (name: string, content: string | object): Promise<void> =>
  writeFile(join(workspace, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));

/** What VS Code fills in. */
const variable = (name: string): string => `\${${name}}`;

const configuration = (name: string, program: string, more: object = {}): object => ({
  type: 'tandem',
  request: 'launch',
  name,
  program: `${variable('workspaceFolder')}/${program}`,
  ...more,
});

/** As in the list of the Run view. */
async function start(name: string): Promise<void> {
  void vscode.commands.executeCommand('workbench.action.debug.selectandstart');
  await stage.click(row(name));
}

describe('a launch.json', () => {
  before(async function () {
    if (!stage.available) this.skip();
    await mkdir(join(workspace, '.vscode'), { recursive: true });
    await write('greeting.js', GREETING);
    await write('one.js', WAITS);
    await write('two.js', WAITS);
    await write('server.js', SERVER);
  });
  keepTidy();
  after(() => Promise.all(written.map((name) => rm(join(workspace, name), { force: true }))));

  it('asks for inputs, and knows the variables and the parts for a platform', async () => {
    const part = {
      env: { GREETING: `on ${variable('config:files.eol')} in ${variable('workspaceFolderBasename')}` },
    };
    await launchJson({
      configurations: [
        configuration('Greet', 'greeting.js', {
          args: [variable('input:who')],
          linux: part,
          osx: part,
          windows: part,
          presentation: { group: 'greetings', order: 1 },
          internalConsoleOptions: 'neverOpen',
        }),
      ],
      inputs: [{ id: 'who', type: 'promptString', description: 'Who is to be greeted?' }],
    });
    await start('Greet');
    await stage.waitFor('.quick-input-widget:has-text("Who is to be greeted?")');
    await stage.type('Ada');
    await stage.press('Enter');
    const session = await nextSession();
    await session.printed('hello Ada on auto in workspace');
    await session.ended();
    assert.doesNotMatch(session.output(), /Unknown setting/);
  });

  it('runs tasks before and after the program', async () => {
    const task = (label: string, text: string): object => ({
      label,
      type: 'process',
      command: process.execPath,
      args: ['-e', `require('fs').appendFileSync('order.txt', '${text} ')`],
      presentation: { reveal: 'never' },
    });
    await write('.vscode/tasks.json', {
      version: '2.0.0',
      tasks: [task('build', 'build'), task('clean', 'clean')],
    });
    const after = new Promise<void>((resolve) => {
      const listening = vscode.tasks.onDidEndTaskProcess(({ execution }) => {
        if (execution.task.name !== 'clean') return;
        listening.dispose();
        resolve();
      });
    });
    const source = "require('fs').appendFileSync('order.txt', 'run ')";
    await write('greeting.js', source);
    await launchJson({
      configurations: [
        configuration('Built', 'greeting.js', { preLaunchTask: 'build', postDebugTask: 'clean' }),
      ],
    });
    await start('Built');
    await (await nextSession()).ended();
    await within(after, 'end of the last task');
    assert.equal(await readFile(join(workspace, 'order.txt'), 'utf8'), 'build run clean ');
    await write('greeting.js', GREETING);
  });

  it('starts a compound, which ends as a whole', async () => {
    await launchJson({
      configurations: [configuration('One', 'one.js'), configuration('Two', 'two.js')],
      compounds: [{ name: 'Both', configurations: ['One', 'Two'], stopAll: true }],
    });
    await start('Both');
    const sessions = [await nextSession(), await nextSession()];
    await Promise.all(sessions.map((session) => session.event('process')));
    const ends = sessions.map(({ session }) => terminated(session));
    await stage.waitFor('.debug-toolbar');
    await stage.screenshot(join(repository, 'dist-test/vscode/pictures/compound.png'));
    // Beside the list of what runs, in a toolbar that has more room then.
    await stage.click('.debug-toolbar .codicon-debug-stop');
    await Promise.all(ends);
  });

  it('opens what is to be opened when a server says that it listens', async () => {
    await launchJson({
      configurations: [
        configuration('Server', 'server.js', {
          serverReadyAction: {
            pattern: 'listening on port ([0-9]+)',
            action: 'startDebugging',
            name: 'Greet',
          },
        }),
        configuration('Greet', 'greeting.js'),
      ],
    });
    await start('Server');
    const server = await nextSession();
    const client = await nextSession();
    assert.equal(client.session.name, 'Greet');
    const end = terminated(server.session);
    await client.ended();
    await vscode.debug.stopDebugging(server.session);
    await end;
  });
});
