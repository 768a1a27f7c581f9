import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { files, program } from '../support/fixtures.ts';
import { ownMeetingPlace } from '../support/waiting-program.ts';
import { cleanEnvironment, cliArguments, tandem } from './support/cli.ts';

let env: { XDG_RUNTIME_DIR: string };

beforeEach(() => {
  env = { XDG_RUNTIME_DIR: ownMeetingPlace() };
});

/** `tandem exec` as a process that can be signalled. */
function start(args: readonly string[]) {
  const [file, ...rest] = cliArguments(['exec', ...args]);
  const child = spawn(file, rest, {
    env: { ...cleanEnvironment(), ...env },
    stdio: 'pipe',
    // With all that it starts.
    detached: true,
  });
  onTestFinished(() => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // All of them have ended.
    }
  });
  const seen = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      seen[name] += text;
      child.emit('said');
    });
  }
  const says = async (pattern: RegExp, stream: keyof typeof seen = 'stdout'): Promise<RegExpExecArray> => {
    for (;;) {
      const match = pattern.exec(seen[stream]);
      if (match) return match;
      await once(child, 'said');
    }
  };
  return { child, says, exited: once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]> };
}

describe('tandem exec', () => {
  it('is the command: its streams, arguments, environment and exit code', async () => {
    const file = program(`
      let input = '';
      process.stdin.on('data', (text) => { input += text; }).on('end', () => {
        const ours = Object.keys(process.env).filter((name) => /^TANDEM|^NODE_OPTIONS/.test(name));
        console.log(JSON.stringify({ input, args: process.argv.slice(2), ours, execArgv: process.execArgv }));
        console.error('to stderr');
        process.exitCode = 7;
      });
    `);
    const run = await tandem(['exec', '--quiet', '--', 'node', file, '--flag', 'a b'], {
      env,
      input: 'typed',
    });
    expect(run).toMatchObject({ code: 7, signal: null, stderr: 'to stderr\n' });
    expect(JSON.parse(run.stdout)).toEqual({
      input: 'typed',
      args: ['--flag', 'a b'],
      ours: [],
      execArgv: [],
    });
  });

  it('prints one line, which joins the program', async () => {
    const file = program(
      'let n = 0;\nsetInterval(() => {\n  n += 1;\n  if (globalThis.seen) process.exit(5);\n}, 5);\n',
    );
    const { says } = start(['node', file]);
    const [line, pid] = await says(/^tandem attach (\d+) {2}# program\.js, unix:.*$/m, 'stderr');
    expect(line).toBeDefined();
    const run = await tandem(['attach', '--json', '--break', `${file}:3:(globalThis.seen = true)`, pid!], {
      env,
    });
    expect(run.stdout).toContain('"event":"stopped"');
    expect(run.code).toBe(5);
  });

  it('ends by the signal that ends the command, and passes signals on', async () => {
    const waits = program(
      "process.on('SIGUSR2', () => console.log('heard')); setInterval(() => {}, 1000); console.log('up');",
    );
    const { child, says, exited } = start(['node', waits]);
    await Promise.all([says(/up/), says(/tandem attach/, 'stderr')]);
    child.kill('SIGUSR2');
    await says(/heard/);
    child.kill('SIGTERM');
    expect(await exited).toEqual([null, 'SIGTERM']);
    expect(readdirSync(join(env.XDG_RUNTIME_DIR, 'tandem'))).toEqual([]);
  });

  it('lets the command decide what an interrupt means', async () => {
    const handles = program(
      "process.on('SIGINT', () => process.exit(3)); setInterval(() => {}, 1000); console.log('up');",
    );
    const { child, says, exited } = start(['--quiet', 'node', handles]);
    await says(/up/);
    child.kill('SIGINT');
    expect(await exited).toEqual([3, null]);
  });

  it('makes every program of the command one that can be joined, through shells, but no package manager', async () => {
    const directory = files({
      'package.json': JSON.stringify({ scripts: { start: 'node main.js' } }),
      'main.js': `require('node:child_process').fork(require.resolve('./child.js'));`,
      'child.js': `setInterval(() => {}, 1000);`,
    });
    const { says } = start(['sh', '-c', `cd '${directory}' && npm start`]);
    await says(/# main\.js/, 'stderr');
    await says(/# child\.js/, 'stderr');
    const published = readdirSync(join(env.XDG_RUNTIME_DIR, 'tandem')).filter((name) =>
      name.endsWith('.json'),
    );
    expect(published).toHaveLength(2);
  });

  it('holds the program until a debugger is ready', async () => {
    const file = program("console.log('begun');");
    const { says, exited } = start(['--wait', 'node', file]);
    const [, pid] = await says(/^tandem attach (\d+)/m, 'stderr');
    const run = await tandem(['attach', '--json', '--break', `${file}:1`, pid!], { env });
    expect(run.stdout).toContain('"event":"stopped"');
    expect(await exited).toEqual([0, null]);
  });

  it.each([
    [['exec'], 2, /No command is named/],
    [['exec', '--listen', 'nowhere', 'node'], 2, /nowhere/],
    [['exec', '--wat', 'node'], 2, /no option --wat/],
    [['exec', '/no/such/command'], 125, /could not be started \(ENOENT\)/],
    [['attach'], 2, /No program is named/],
    [['attach', 'nowhere'], 2, /"nowhere" is no place/],
    [['attach', '--break', '3', '1'], 2, /does not say where to break/],
    [['attach', 'unix:/no/such/socket'], 125, /No program waits/],
  ])('%j is refused', async (args, code, message) => {
    const run = await tandem(args, { env });
    expect(run.stderr).toMatch(message);
    expect(run.code).toBe(code);
  });
});
