import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TandemClient } from '../../automation/client/main.ts';
import { outputEntry, task } from '../../protocol/tasks/task.ts';
import { files } from '../support/fixtures.ts';
import { cleanEnvironment, cliArguments, MANY_COMMANDS_MS, tandem } from './support/cli.ts';
import { counterDirectory } from './support/programs.ts';
import { Pty } from './support/pty.ts';
import { serveIn, serving } from './support/serving.ts';

/** Prints 300 lines, and one more at its end, which is when there is a file "go". */
const PATIENT = `const { existsSync } = require('node:fs');
for (let i = 0; i < 300; i += 1) console.log('line', i);
setInterval(() => {
  if (!existsSync('go')) return;
  console.log('gone');
  process.exit(3);
}, 10);
`;
const ALL_LINES = Array.from({ length: 300 }, (_, index) => `line ${index}\n`).join('');

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('tandem serve', { timeout: MANY_COMMANDS_MS }, () => {
  it('ends with its programs when it is told to, and leaves nothing behind', async () => {
    const folder = files({ 'endless.js': 'setInterval(() => {}, 1000);' });
    const server = await serving(folder);
    const { endpoint, publication, pid, folders } = server.told[0] as Record<string, string>;
    expect(folders).toEqual([folder]);
    expect(pid).toBe(server.pid);
    const { answer } = await server.ask('start', '--no-wait', 'endless.js');
    const program = (answer as { task: { pid: number } }).task.pid;
    expect(isAlive(program)).toBe(true);
    server.process.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(isAlive(program)).toBe(false);
    expect(existsSync(publication!)).toBe(false);
    expect(existsSync(endpoint!.replace('unix:', ''))).toBe(false);
    expect(server.told.map(({ type }) => type)).toEqual([undefined, 'TaskStarted', 'TaskAborted']);
    expect(task.parse(server.told[2]!.task)).toMatchObject({ state: 'ended', end: 'aborted' });
    expect(await server.run('tasks')).toMatchObject({
      code: 121,
      stderr: expect.stringMatching(/No window of VS Code and no "tandem serve" has ".*" open/),
    });
  });

  it('lets nobody do more than look when it is read-only', async () => {
    const server = await serving(counterDirectory(), '--read-only');
    expect(await server.run('start', 'counter.js')).toMatchObject({
      code: 120,
      stderr: expect.stringContaining('read-only'),
    });
    expect((await server.run('tasks')).code).toBe(0);
  });

  it('ends by itself when nobody has come for a while', async () => {
    const server = await serving(files({}), '--idle', '1');
    expect(await server.ended).toBe(0);
  });

  it('is reached at its endpoint by whoever knows the token', async () => {
    const folder = counterDirectory();
    const server = await serving(folder, '--listen', 'tcp');
    const endpoint = String(server.told[0]!.endpoint);
    expect(endpoint).toMatch(/^tcp:127\.0\.0\.1:\d+$/);
    const elsewhere = { cwd: files({}) };
    expect((await tandem(['tasks', '--endpoint', endpoint], elsewhere)).code).toBe(0);
    expect((await tandem(['tasks', '--window', String(server.pid)], elsewhere)).code).toBe(0);
    const wrong = await tandem(['tasks', '--endpoint', endpoint], {
      ...elsewhere,
      env: { TANDEM_TOKEN: 'guessed' },
    });
    expect(wrong).toMatchObject({ code: 121, stderr: expect.stringContaining('token') });
  });

  it('tells a person where it is, and what is started there', async () => {
    const folder = counterDirectory();
    await serving(files({}));
    const terminal = new Pty(['serve'], { cwd: folder });
    await terminal.waitFor('Ctrl-C ends it, and the programs that it runs.');
    expect(terminal.text).toContain(` serves ${folder} `);
    await tandem(['start', 'counter.js'], { cwd: folder });
    await terminal.waitFor('● Exited with code 0  task t1');
    terminal.type('\u0003');
    expect(await terminal.exitCode).toBe(0);
  });

  it.each([
    [['--folder', 'gone'], /--folder: ".*gone" is no directory/],
    [['--listen', 'tcp:0.0.0.0:4711'], /not a loopback.*--allow-non-loopback/],
    [['--idle', 'long'], /--idle must be a whole number/],
  ])('refuses %j with exit code 2', async (options, message) => {
    const run = await tandem(['serve', ...options], { cwd: files({}) });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
  });
});

describe('a command that waits', { timeout: MANY_COMMANDS_MS }, () => {
  /** `tandem continue`, while it waits for a program that ends after that. */
  async function whileItWaits(act: (pid: number) => void) {
    const folder = files({ 'patient.js': PATIENT });
    const server = await serving(folder);
    await server.run('start', '--stop-on-entry', 'patient.js');
    await using watcher = await TandemClient.connect({ pid: server.pid });
    const moves = watcher.next('continued');
    const parting = watcher.next('clientDisconnected');
    const [file, ...args] = cliArguments(['continue']);
    const child = spawn(file, args, { cwd: folder, env: cleanEnvironment(), stdio: 'ignore' });
    const exit = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
    await moves;
    act(child.pid!);
    const result = await exit;
    const { how } = await parting;
    writeFileSync(join(folder, 'go'), '');
    const end = await server.ask('wait', '--until', 'ended');
    return { result, how, end, output: (await server.run('output')).stdout };
  }

  it('lets the program go on when it is killed', async () => {
    const { result, how, end, output } = await whileItWaits((pid) => process.kill(pid, 'SIGKILL'));
    expect({ result, how }).toEqual({ result: 'SIGKILL', how: 'vanished' });
    expect(end).toMatchObject({ code: 3, answer: { state: 'ended', task: { end: 'completed' } } });
    expect(output).toBe(`${ALL_LINES}gone\n`);
  });

  it('is broken off without harm by a signal', async () => {
    const { result, how, end } = await whileItWaits((pid) => process.kill(pid, 'SIGINT'));
    expect({ result, how }).toEqual({ result: 130, how: 'goodbye' });
    expect(end).toMatchObject({ code: 3, answer: { task: { end: 'completed' } } });
  });

  it('says goodbye when it is done, so that the program stays stopped', async () => {
    const server = await serving(files({ 'ok.js': 'console.log(1);' }));
    await using watcher = await TandemClient.connect({ pid: server.pid });
    const parting = watcher.next('clientDisconnected');
    await server.run('start', '--stop-on-entry', 'ok.js');
    expect(await parting).toMatchObject({ name: 'tandem', how: 'goodbye' });
    expect((await watcher.tasks())[0]).toMatchObject({ state: 'stopped' });
  });

  it('fails when the server is gone', async () => {
    const server = await serving(files({ 'endless.js': 'setInterval(() => {}, 1000);' }));
    await server.run('start', '--no-wait', 'endless.js');
    const waiting = server.run('wait');
    await using watcher = await TandemClient.connect({ pid: server.pid });
    await watcher.next('clientConnected');
    server.process.kill('SIGTERM');
    expect(await waiting).toMatchObject({ code: 125, stderr: expect.stringContaining('task server') });
  });
});

describe('tandem output --follow', { timeout: MANY_COMMANDS_MS }, () => {
  it('tells what is printed as it is printed, each piece once, until the end', async () => {
    const folder = files({ 'patient.js': PATIENT });
    const server = await serving(folder);
    await server.run('start', '--no-wait', 'patient.js');
    await using watcher = await TandemClient.connect({ pid: server.pid });
    const following = server.run('output', '--follow', '--json');
    await watcher.next('clientConnected');
    writeFileSync(join(folder, 'go'), '');
    const { code, stdout } = await following;
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(task.parse(lines.pop().task)).toMatchObject({ state: 'ended', exitCode: 3 });
    const entries = outputEntry.array().parse(lines);
    expect(entries.map(({ cursor }) => cursor)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.map(({ text }) => text).join('')).toBe(`${ALL_LINES}gone\n`);
  });

  it('ends when nobody reads any more', async () => {
    const folder = files({ 'patient.js': PATIENT });
    const server = await serving(folder);
    await server.run('start', '--no-wait', 'patient.js');
    const [file, ...args] = cliArguments(['output', '--follow']);
    const child = spawn(file, args, { cwd: folder, env: cleanEnvironment() });
    child.stdout.once('data', () => {
      child.stdout.destroy();
      writeFileSync(join(folder, 'go'), '');
    });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect([0, 141]).toContain(code);
  });
});

describe('tandem windows', { timeout: MANY_COMMANDS_MS }, () => {
  it('tells all of them apart, and which one is used from here, and why', async () => {
    const root = files({ 'shop/a.js': '', 'bank/b.js': 'setInterval(() => {}, 1000);' });
    const shop = await serving(join(root, 'shop'));
    const bank = await serveIn(join(root, 'bank'));
    await bank.run('start', '--no-wait', 'b.js');
    const here = await shop.run('windows');
    expect(here.stdout).toMatch(
      new RegExp(`^\\* +${shop.pid} {2}server {2}shop {2}\\S+shop {2}no tasks +you are in its folder$`, 'm'),
    );
    expect(here.stdout).toMatch(
      new RegExp(`^ +${bank.pid} {2}server {2}bank {2}\\S+bank {2}1 running$`, 'm'),
    );
    const told = (await bank.ask('windows')).answer as { servers: Record<string, unknown>[] };
    expect(told.servers.find(({ pid }) => pid === bank.pid)).toMatchObject({ used: 'folder', name: 'bank' });
    expect(told.servers.every((server) => !('token' in server))).toBe(true);
    const env = { TANDEM_TASK_SERVER: String(bank.told[0]!.publication) };
    const fromTerminal = await tandem(['windows'], { cwd: join(root, 'shop'), env });
    expect(fromTerminal.stdout).toMatch(new RegExp(`^\\* +${bank.pid} .*this terminal is its own$`, 'm'));
    expect((await tandem(['tasks'], { cwd: join(root, 'shop'), env })).stdout).toContain('b.js');
    const above = await tandem(['tasks'], { cwd: root });
    expect(above).toMatchObject({ code: 121, stderr: expect.stringContaining(`${shop.pid}  server "shop"`) });
    const twin = await serveIn(join(root, 'shop'));
    const ambiguous = await shop.run('tasks');
    expect(ambiguous.code).toBe(122);
    expect(ambiguous.stderr).toMatch(new RegExp(`--window.*\\n[\\s\\S]*${twin.pid}`));
  });

  it('leaves out what was killed a moment ago, and forgets it', async () => {
    const server = await serving(files({}));
    const publication = String(server.told[0]!.publication);
    const gone = join(dirname(publication), `window-${process.pid}.json`);
    const told = JSON.parse(readFileSync(publication, 'utf8'));
    const nowhere = { pid: process.pid, kind: 'window', endpoint: 'unix:/nowhere/at/all' };
    writeFileSync(gone, JSON.stringify({ ...told, ...nowhere }), { mode: 0o600 });
    expect((await server.run('windows')).stdout).toMatch(
      new RegExp(`^\\* +${server.pid} {2}server .*you are in its folder\\n$`),
    );
    expect(existsSync(gone)).toBe(false);
  });

  it('says what to do where there is none', async () => {
    const server = await serving(files({}));
    server.process.kill();
    await server.ended;
    const none = await server.run('windows');
    expect(none).toMatchObject({ code: 0, stdout: expect.stringContaining('run "tandem serve" here') });
    expect(none.stdout).toContain(`looked for in ${join(process.env.XDG_RUNTIME_DIR!, 'tandem')} and `);
    expect(none.stdout).toContain('"tandem doctor"');
    expect(readdirSync(join(process.env.XDG_RUNTIME_DIR!, 'tandem'))).toEqual([]);
  });
});
