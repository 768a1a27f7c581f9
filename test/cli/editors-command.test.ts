import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { files } from '../support/fixtures.ts';
import { standalone } from '../support/standalone.ts';
import { cleanEnvironment } from './support/cli.ts';

/** What the extension puts into the PATH of VS Code's terminals. */
const BIN = join(standalone, 'bin');

const terminal = (env: NodeJS.ProcessEnv = { TANDEM_NODE: process.execPath }): NodeJS.ProcessEnv => ({
  ...cleanEnvironment(),
  PATH: `${process.env.PATH}${delimiter}${BIN}`,
  ...env,
});

const TELL = `console.log(JSON.stringify({
  args: process.argv.slice(2), electron: process.env.ELECTRON_RUN_AS_NODE ?? 'not told',
}));
process.exitCode = 7;
`;

describe.skipIf(process.platform === 'win32')('the command in the terminals of VS Code', () => {
  const run = (args: readonly string[], env?: NodeJS.ProcessEnv) =>
    spawnSync('tandem', args, { env: terminal(env), encoding: 'utf8' });

  it.each(['exec', 'serve', 'debug'])(
    'hands arguments, environment and exit code on as they are: %s',
    (command) => {
      const file = join(files({ 'my tell.cjs': TELL }), 'my tell.cjs');
      const args = ['two words', '', `"it's" $HOME \\ *`, 'größe 🚲', '--', '-x'];
      const asked = command === 'debug' ? [command, file] : [command, '--', 'node', file];
      const { status, stdout } = run([...asked, ...args]);
      const told = stdout.split('\n').find((line) => line.includes('"args"'));
      expect(JSON.parse(told!.slice(told!.indexOf('{')))).toEqual({ args, electron: 'not told' });
      expect(status).toBe(7);
    },
  );

  it('does not take from programs what the user tells them', () => {
    const file = join(files({ 'tell.cjs': TELL }), 'tell.cjs');
    const env = { TANDEM_NODE: undefined, ELECTRON_RUN_AS_NODE: 'by the user' };
    expect(run(['exec', '--', 'node', file], env).stdout).toContain('"electron":"by the user"');
  });

  it('tells Electron that it is to be a Node', () => {
    const directory = files({ 'code.sh': '#!/bin/sh\necho "$ELECTRON_RUN_AS_NODE" "$@"\n' });
    const editor = join(directory, 'Code Helper (Plugin)');
    cpSync(join(directory, 'code.sh'), editor);
    spawnSync('chmod', ['+x', editor]);
    const { stdout } = run(['tasks', '--json'], { TANDEM_NODE: editor });
    expect(stdout).toBe(`1 ${BIN}/../cli.js tasks --json\n`);
  });

  it.each([undefined, '', '/gone/with/an/update/node'])(
    'takes the Node in the PATH where the one of the editor is %j',
    (node) => {
      const directory = files({});
      symlinkSync(process.execPath, join(directory, 'node'));
      const PATH = `${directory}${delimiter}/usr/bin${delimiter}/bin${delimiter}${BIN}`;
      const { status, stdout } = run(['--version'], { TANDEM_NODE: node, PATH });
      const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
      expect([status, stdout]).toEqual([0, `${version}\n`]);
    },
  );

  it('is one process, which signals reach', async () => {
    const child = spawn('tandem', ['exec', '--', 'sh', '-c', 'echo up; exec sleep 60'], {
      env: terminal(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
  });

  it('lets one that is installed win', () => {
    const installed = files({ tandem: '#!/bin/sh\necho installed\n' });
    spawnSync('chmod', ['+x', join(installed, 'tandem')]);
    const PATH = [installed, dirname(process.execPath), process.env.PATH, BIN].join(delimiter);
    expect(run(['--version'], { PATH }).stdout).toBe('installed\n');
  });
});
