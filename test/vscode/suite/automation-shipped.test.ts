import * as assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { publication } from './support/outside/publication.ts';
import { visits } from './support/outside/visits.ts';
import { type Program, program, workspace } from './support/program.ts';
import { focusedFrame, nextSession } from './support/sessions.ts';
import { COUNTER } from './support/sources.ts';

const shipped = (file: string): string => {
  const { extensionPath } = vscode.extensions.getExtension('tandem.tandem-debug')!;
  return join(extensionPath, 'dist', file);
};

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of its own, in the folder of the window. */
function node(...args: readonly string[]): Promise<Ran> {
  const { TANDEM_TASK_SERVER: _, ...inherited } = process.env;
  const env = { ...inherited, ELECTRON_RUN_AS_NODE: '1' };
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], { cwd: workspace, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

const BUILD = `const { TandemClient } = require(process.argv[2]);

async function main() {
  const client = await TandemClient.connect({ name: 'CI' });
  const line = Number(process.argv[3]);
  const task = await client.start({ program: 'counter.js' }, { breakpoints: [{ file: 'counter.js', line }] });
  const printed = [];
  client.on('output', ({ text }) => printed.push(text));
  const outcome = await task.wait();
  const { value } = await task.evaluate('sum === 6');
  const end = await task.continue();
  await client.close();
  console.log(JSON.stringify({ at: outcome.stop.stack[0].line, value, exitCode: end.task.exitCode, printed }));
}

main();
`;

describe('what comes with the extension', () => {
  visits();
  let counter: Program;
  before(async () => {
    counter = await program('counter.js', COUNTER);
  });

  it('drives the window by the client library', async () => {
    const script = join(workspace, 'build.cjs');
    await writeFile(script, BUILD);
    const line = counter.line('return');
    const { stdout, stderr } = await node(script, shipped('client.js'), String(line));
    assert.equal(stderr, '');
    const told = { at: line, value: 'true', exitCode: 3, printed: ['sum 6\n'] };
    assert.deepEqual(JSON.parse(stdout), told);
  });

  it('drives the window by the command line', async () => {
    const tandem = (...args: string[]) => node(shipped('cli.js'), ...args);
    const windows = await tandem('windows', '--json');
    assert.match(windows.stdout, new RegExp(`"pid": ?${(await publication()).pid}\\b`));

    const line = counter.line('loop');
    const session = nextSession();
    const start = await tandem('start', '--break', `counter.js:${line}`, 'counter.js');
    assert.equal(start.code, 0, start.stderr);
    assert.match(start.stdout, /counter\.js:4/);
    await focusedFrame();
    assert.equal((await tandem('eval', 'limit * 2')).stdout.trim(), '6');
    assert.match((await tandem('next')).stdout, /counter\.js:3/);
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await (await session).breakpointsRemoved();
    const there = await tandem('run-to', `counter.js:${counter.line('return')}`);
    assert.match(there.stdout, /counter\.js:6/, there.stderr);
    const end = await tandem('continue');
    assert.deepEqual([end.code, end.stdout.includes('sum 6')], [3, true], end.stdout + end.stderr);
  });
});
