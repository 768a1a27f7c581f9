import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { files } from '../support/fixtures.ts';
import { counterDirectory } from './support/programs.ts';
import { PROMPT, Pty } from './support/pty.ts';

/** At a prompt, in the loop of the counter. */
async function atBreakpoint(...options: string[]): Promise<Pty> {
  const pty = new Pty(['debug', ...options, '--break', '3', 'counter.js'], { cwd: counterDirectory() });
  await pty.waitFor('● Breakpoint 1  in add  counter.js:3');
  await pty.waitFor(PROMPT);
  return pty;
}

describe.each([
  ['external', []],
  ['in-process', ['--in-process']],
] as const)('the prompt, %s', (_name, mode) => {
  it('stops before the first statement when no breakpoint is given', async () => {
    const pty = new Pty(['debug', ...mode, 'counter.js'], { cwd: counterDirectory() });
    expect(await pty.waitFor(PROMPT)).toContain('● Paused on entry  in (anonymous)  counter.js:1');
    await pty.enter('continue', /Exited with code 0/);
    expect(await pty.exitCode).toBe(0);
  });

  it('steps, and repeats the last step on an empty line', async () => {
    const pty = await atBreakpoint(...mode);
    expect(await pty.enter('n')).toContain(' ▶ 4    return total.sum;');
    expect(await pty.enter('out')).toContain('in (anonymous)  counter.js:7');
    pty.type('\r');
    await pty.waitFor(/Breakpoint 1|Paused after step/);
    await pty.waitFor(PROMPT);
    await pty.enter('quit', /$/);
    expect(await pty.exitCode).toBe(0);
  });

  it('shows the stack, variables and source, and changes them', async () => {
    const pty = await atBreakpoint(...mode);
    expect(await pty.enter('where')).toMatch(/▶ add +counter\.js:3\n +\(anonymous\) +counter\.js:7/);
    expect(await pty.enter('locals')).toContain('value  1');
    expect(await pty.enter('print total')).toContain('{sum: 0}');
    expect(await pty.enter('p total.sum = 10')).toContain('10');
    expect(await pty.enter('p nothing.at.all')).toContain('ReferenceError: nothing is not defined');
    expect(await pty.enter('up')).toContain('in (anonymous)  counter.js:7');
    expect(await pty.enter('p i')).toContain('1');
    expect(await pty.enter('up')).toContain('outermost');
    expect(await pty.enter('down')).toContain('in add  counter.js:3');
    expect(await pty.enter('list')).toContain('console.log');
    expect(await pty.enter('scopes')).toMatch(/Local/);
    expect(await pty.enter('c')).toContain('sum 11');
    await pty.enter('q', /$/);
    expect(await pty.exitCode).toBe(0);
  });

  it('sets, lists and removes breakpoints, and exits as the program does', async () => {
    const pty = await atBreakpoint(...mode);
    expect(await pty.enter('b counter.js:9')).toContain('● Breakpoint 2 at counter.js:9');
    expect(await pty.enter('b 4 if value === 3')).toContain('● Breakpoint 3 at counter.js:4 if value === 3');
    expect(await pty.enter('b nowhere.js:1')).toMatch(
      /Breakpoint 4 at nowhere\.js:1: The file .* does not exist/,
    );
    expect(await pty.enter('breakpoints --why')).toMatch(/#3 .*counter\.js:4: bound\s[\s\S]*`value === 3`/);
    expect(await pty.enter('breakpoints')).toMatch(
      /Breakpoint 1 at.*\n.*Breakpoint 2 at.*\n.*Breakpoint 3 at/,
    );
    expect(await pty.enter('delete 1 4')).toContain('Removed breakpoint 1.');
    expect(await pty.enter('delete 9')).toContain('There is no breakpoint 9.');
    expect(await pty.enter('c')).toContain('● Breakpoint 3  in add  counter.js:4');
    expect(await pty.enter('locals')).toContain('value  3');
    expect(await pty.enter('c')).toContain('● Breakpoint 2  in (anonymous)  counter.js:9');
    await pty.enter('p process.argv.push("6")');
    await pty.enter('c', /Exited with code 6/);
    expect(await pty.exitCode).toBe(6);
  });

  it('records profiles, writes the heap, and takes over changes', async () => {
    const pty = await atBreakpoint(...mode);
    expect(await pty.enter('profile')).toContain('Write "profile start"');
    expect(await pty.enter('profile start')).toContain('Recording.');
    await pty.enter('c');
    expect(await pty.enter('profile stop')).toMatch(/Wrote .*\.cpuprofile/);
    expect(await pty.enter('snapshot')).toMatch(/Wrote .*\.heapsnapshot/);
    expect(await pty.enter('reload')).toContain('counter.js runs as it is on disk.');
    expect(await pty.enter('reload other.js')).toContain('other.js is not loaded in this program.');
    await pty.enter('quit', /$/);
    expect(await pty.exitCode).toBe(0);
  });

  it('restarts the program with its breakpoints', async () => {
    const pty = await atBreakpoint(...mode);
    await pty.enter('c');
    expect(await pty.enter('restart')).toContain('● Breakpoint 1  in add  counter.js:3');
    expect(await pty.enter('p value')).toContain('1');
    await pty.enter('delete all');
    await pty.enter('c', /Exited with code 0/);
    expect(await pty.exitCode).toBe(0);
  });

  it('passes what is typed on to the program while it runs, and pauses it on Ctrl-C', async () => {
    const cwd = files({
      'ask.js': `process.stdout.write('Who? ');
        process.stdin.once('data', (name) => {
          console.log('Hello,', String(name).trim());
          process.stdin.pause();
          for (;;) globalThis.turns = (globalThis.turns ?? 0) + 1;
        });`,
    });
    const pty = new Pty(['debug', ...mode, 'ask.js'], { cwd });
    await pty.waitFor(PROMPT);
    await pty.enter('c', /Who\? $/);
    pty.type('Adaa\x7f\r');
    await pty.waitFor('Hello, Ada');
    pty.type('\x03');
    expect(await pty.waitFor(PROMPT)).toMatch(/● Paused {2}in .*ask\.js:[345]/);
    expect(await pty.enter('p String(name).trim()')).toContain('Ada');
    await pty.enter('c', /$/);
    pty.type('\x03');
    await pty.waitFor(PROMPT);
    pty.type('\x03');
    await pty.waitFor('Ctrl-C again');
    pty.type('\x03');
    expect(await pty.exitCode).toBe(130);
  });
});

describe('the prompt', () => {
  it('completes commands, files, variables and members', async () => {
    const pty = await atBreakpoint();
    // Each in a write of its own: a tab in the middle of what was pasted is a tab.
    pty.type('loc\t');
    await pty.waitFor(/locals $/);
    expect(await pty.enter('')).toContain('value  1');
    pty.type('break cou\t');
    await pty.waitFor(/counter\.js:$/);
    expect(await pty.enter('9')).toContain('Breakpoint 2 at counter.js:9');
    pty.type('p tot\t');
    await pty.waitFor(/p total$/);
    pty.type('.su\t');
    await pty.waitFor(/\.sum$/);
    expect(await pty.enter('')).toContain('\n0\n');
    pty.type('\x04');
    expect(await pty.exitCode).toBe(0);
  });

  it('suggests the command that was meant', async () => {
    const pty = await atBreakpoint();
    expect(await pty.enter('contineu')).toContain('Did you mean "continue"?');
    expect(await pty.enter('xyzzy')).toContain('To evaluate it: print xyzzy');
    expect(await pty.enter('help')).toMatch(/next, n +run to the next line, over calls/);
    await pty.enter('quit', /$/);
    await pty.exitCode;
  });

  it('remembers commands, and not what was typed for the program', async () => {
    const state = mkdtempSync(join(tmpdir(), 'tandem-state-'));
    onTestFinished(() => rmSync(state, { recursive: true, force: true }));
    const env = { XDG_STATE_HOME: state, LOCALAPPDATA: state };
    const cwd = files({
      'ask.js': `console.log('Password:');
        process.stdin.once('data', () => { debugger; process.stdin.pause(); });`,
    });
    const first = new Pty(['debug', 'ask.js'], { cwd, env });
    await first.waitFor(PROMPT);
    await first.enter('print 6 * 7');
    await first.enter('c', /Password:\n/);
    first.type('secret\r');
    await first.waitFor(PROMPT);
    first.type('\x1b[A\x1b[A\r');
    expect(await first.waitFor(/42\n[\s\S]*tandem> $/)).toContain('print 6 * 7');
    first.type('\x04');
    await first.exitCode;
    const history = readFileSync(join(state, 'tandem', 'history'), 'utf8');
    expect(history).toBe('print 6 * 7\nc\nprint 6 * 7\n');

    const second = new Pty(['debug', 'ask.js'], { cwd, env });
    await second.waitFor(PROMPT);
    second.type('\x1b[A\r');
    expect(await second.waitFor(/42\n[\s\S]*tandem> $/)).toContain('print 6 * 7');
    second.type('\x04');
    await second.exitCode;
  });

  it('colours what it shows', async () => {
    // Node takes the terminal of a CI for one without colours.
    const env = { NO_COLOR: undefined, CI: undefined };
    const pty = new Pty(['debug', 'counter.js'], { cwd: counterDirectory(), env });
    await pty.waitFor(PROMPT);
    expect(pty.raw).toContain('\u001b[35mconst\u001b[39m');
    await pty.enter('quit', /$/);
    await pty.exitCode;
  });

  it('exits with 125 when the program cannot be started', async () => {
    const pty = new Pty(['debug', 'nowhere.js'], { cwd: files({}) });
    await pty.waitFor('does not exist');
    expect(await pty.exitCode).toBe(125);
  });
});
