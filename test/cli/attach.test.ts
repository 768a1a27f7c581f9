import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { processTable } from '../../automation/cli/attach/choose-process.ts';
import { lineOf, program } from '../support/fixtures.ts';
import { tandem } from './support/cli.ts';
import { PROMPT, Pty } from './support/pty.ts';

const TICKING = "let count = 0;\nsetInterval(() => {\n  count += 1; // tick\n}, 10);\nconsole.log('up');\n";

describe('tandem attach without a program', () => {
  it('lists those that run, and attaches to the one that is chosen', async () => {
    const file = program(TICKING, 'ticking.js');
    const child = spawn(process.execPath, ['--inspect-port=0', file], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const pty = new Pty(['attach', '--break', `${file}:${lineOf(file, 'tick')}`]);
    const listed = await pty.waitFor('Attach to which process?');
    expect(listed).toMatch(new RegExp(`^${child.pid} +ticking\\.js `, 'm'));
    pty.type(`${child.pid}\r`);
    await pty.waitFor('ticking.js:3');
    await pty.waitFor(PROMPT);
    pty.type('quit\r');
    expect(await pty.exitCode).toBe(0);
    expect(child.exitCode).toBeNull();
  });

  it('leaves a program that runs on Ctrl-D: its input is not ours to end', async () => {
    const file = program(TICKING, 'ticking.js');
    const child = spawn(process.execPath, ['--inspect-port=0', file], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const pty = new Pty(['attach', String(child.pid)]);
    await pty.waitFor('Attached to ');
    pty.type('\x04');
    expect(await pty.exitCode).toBe(0);
    expect(child.exitCode).toBeNull();
  });

  it('is a mistake where nobody can be asked', async () => {
    const { code, stderr } = await tandem(['attach', '--batch']);
    expect(code).toBe(2);
    expect(stderr).toContain('No program is named.');
  });
});

describe('the list of processes', () => {
  it('has a line for each', () => {
    const one = {
      parent: 1,
      user: 0,
      executable: '/usr/bin/node',
      started: 0,
      runtime: 'node',
      publication: undefined,
    } as const;
    const found = [
      { ...one, pid: 4711, command: ['node', 'a.js', '--x'], cwd: '/app', script: '/app/a.js' },
      { ...one, pid: 12, command: ['node', '-e', '1'], cwd: undefined, script: undefined },
    ];
    expect(processTable(found)).toBe('4711  a.js  /app  a.js --x\n12    node        -e 1');
  });
});
